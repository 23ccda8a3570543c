package io.aliasdefender.doctor;

import io.aliasdefender.files.PathTrust;
import io.aliasdefender.platform.Command;
import io.aliasdefender.platform.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The host on which this process runs. */
final class LocalHostInspector implements HostInspector {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final CommandRunner runner = new CommandRunner(LIMIT);

    @Override
    public Text read(String path) {
        // Not Files.readAllBytes: that asks for a single byte first where a size is unknown, and for a kernel parameter
        // that is a number, the first answer is the only one.
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return Text.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (AccessDeniedException denied) {
            return Text.DENIED;
        } catch (NoSuchFileException none) {
            return Text.NONE;
        } catch (IOException unreadable) {
            return Files.exists(Path.of(path)) ? Text.DENIED : Text.NONE;
        }
    }

    @Override
    public List<String> list(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    @Override
    public Optional<String> link(String path) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of(path)).toString());
        } catch (IOException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> permissions(String path) {
        try {
            return Optional.of(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path))));
        } catch (IOException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    @Override
    public List<PathTrust.Flaw> flaws(Path path) {
        try {
            return PathTrust.of(path);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    @Override
    public boolean writable(String path) {
        return Files.isWritable(Path.of(path));
    }

    @Override
    public boolean has(String program) {
        return CommandRunner.find(program).isPresent();
    }

    @Override
    public Output run(String program, String... arguments) throws InterruptedException {
        Optional<String> path = CommandRunner.find(program);
        if (path.isEmpty()) {
            return Output.NONE;
        }
        List<String> argv = new ArrayList<>(List.of(path.get()));
        argv.addAll(List.of(arguments));
        try {
            CommandRunner.Outcome outcome = runner.run(Command.of(argv));
            return new Output(outcome.exit(), outcome.output());
        } catch (IOException notStarted) {
            return new Output(-1, String.valueOf(notStarted.getMessage()));
        }
    }
}
