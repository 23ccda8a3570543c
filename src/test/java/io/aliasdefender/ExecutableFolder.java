package io.aliasdefender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes every temporary folder of a test, by {@code junit-platform.properties}, where files can be executed: hardened
 * hosts mount /tmp with noexec, and tests run scripts of their own. The system's folders come first, because every user
 * can enter them and some tests run a program as another user; a checkout is often in somebody's home.
 */
public final class ExecutableFolder implements TempDirFactory {
    private static final List<Path> PLACES = List.of(
            Path.of(System.getProperty("java.io.tmpdir")),
            Path.of("/var/tmp"),
            Path.of("target", "tmp").toAbsolutePath());

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return create(PLACES, ExecutableFolder::canExecute);
    }

    /** In the first of the places that will do; in the last one whatever it is like. */
    static Path create(List<Path> places, Predicate<Path> canExecute) throws IOException {
        for (Path place : places.subList(0, places.size() - 1)) {
            if (Files.isWritable(place)) {
                // A short name: the path of a socket below it has 107 bytes at the most.
                Path folder = Files.createTempDirectory(place, "ad-");
                if (canExecute.test(folder)) {
                    return folder;
                }
                Files.deleteIfExists(folder.resolve("script"));
                Files.delete(folder);
            }
        }
        return Files.createTempDirectory(Files.createDirectories(places.get(places.size() - 1)), "ad-");
    }

    /** By access(2), which knows how the file system is mounted. */
    private static boolean canExecute(Path folder) {
        Path script = folder.resolve("script");
        try {
            Files.createFile(
                    script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean executable = Files.isExecutable(script);
            Files.delete(script);
            return executable;
        } catch (IOException full) {
            return false;
        }
    }
}
