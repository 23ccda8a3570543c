package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Namespace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the real program, as a process in a network namespace, to its end. */
final class Program {
    private static final long LIMIT_SECONDS = 60;
    /** Root without any of its rights. */
    static final List<String> POWERLESS = List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all");

    private final Namespace namespace;
    private final Path folder;

    Program(Namespace namespace, Path folder) {
        this.namespace = namespace;
        this.folder = folder;
    }

    /** How it ended. */
    record Ended(int status, String out, String err) {
        /** Whatever happened was said to people. */
        Ended inWords() {
            assertThat(out + err)
                    .doesNotContain("\tat ", "Exception", "error inside", "WARN]")
                    .isNotBlank();
            return this;
        }
    }

    Ended run(Object... arguments) throws Exception {
        return runBy(List.of(), arguments);
    }

    /** By another command, such as one that takes rights away. */
    Ended runBy(List<String> starter, Object... arguments) throws Exception {
        Path out = Files.createTempFile(folder, "program", ".out");
        Path err = Files.createTempFile(folder, "program", ".err");
        Process process = new ProcessBuilder(argv(starter, arguments))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as(List.of(arguments) + " ends by itself")
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err)).inWords();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> argv(List<String> starter, Object... arguments) throws IOException {
        List<String> argv = new ArrayList<>(starter);
        argv.addAll(DaemonCommand.ofThisProgram().argv());
        for (Object argument : arguments) {
            argv.add(argument.toString());
        }
        return namespace.command(argv);
    }
}
