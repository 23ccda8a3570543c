package io.aliasdefender.cli;

import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.files.OwnFolder;
import io.aliasdefender.files.PathTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a daemon keeps what must outlive a reboot. A state folder below /run is emptied by a boot, so that such things are
 * kept below /var/lib under the same name; any other state folder lasts itself.
 */
final class LastingFolder {
    private static final Logger LOG = LoggerFactory.getLogger(LastingFolder.class);

    private static final List<Path> EMPTIED = List.of(Path.of("/run"), Path.of("/var/run"));
    private static final Path LASTING = Path.of("/var/lib");

    private LastingFolder() {}

    /** Where that is, made or not. */
    static Path of(Path stateFolder) {
        Path state = stateFolder.toAbsolutePath().normalize();
        return EMPTIED.stream()
                .filter(emptied -> state.startsWith(emptied) && !state.equals(emptied))
                .map(emptied -> LASTING.resolve(emptied.relativize(state)))
                .findFirst()
                .orElse(stateFolder);
    }

    /**
     * Makes the folder where it is missing. Where it cannot be used the state folder takes its place, and that is told: it
     * is no reason not to defend.
     */
    static Path take(Path stateFolder) {
        Path lasting = of(stateFolder);
        if (lasting.equals(stateFolder)) {
            return stateFolder;
        }
        Optional<String> trouble = trouble(lasting);
        trouble.ifPresent(why -> LOG.warn(
                "{} cannot be used: {}; a reboot will forget that this node is in maintenance,"
                        + " what waits for hooks, and who had which alias",
                lasting,
                why));
        return trouble.isPresent() ? stateFolder : lasting;
    }

    private static Optional<String> trouble(Path folder) {
        try {
            Optional<String> flaw = flaw(folder);
            if (flaw.isPresent()) {
                return flaw;
            }
            OwnFolder.make(folder);
            // A file system that is read-only at the moment can be read all the same, and what is in it is obeyed.
            return flaw(folder);
        } catch (IOException failure) {
            return Optional.of(FileTrouble.reason(failure));
        }
    }

    /** What others put there would be believed. */
    private static Optional<String> flaw(Path folder) throws IOException {
        return PathTrust.of(folder).stream()
                .findFirst()
                .map(flaw -> flaw.path() + " " + flaw.what() + " (" + flaw.remedy() + ")");
    }
}
