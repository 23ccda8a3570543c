package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script as it is installed, with a Java that tells what it was given. */
class StartScriptIT {
    private static final String JAVA = """
            #!/bin/sh
            grep -E '^(SigIgn|Name)' /proc/$$/status
            echo "signal $_JAVA_SR_SIGNUM"
            for word in "$@"; do echo "word $word"; done
            """;

    @TempDir
    private Path folder;

    private Path script;
    private Path java;

    /** How it ended. */
    private record Ended(int status, String output) {}

    @BeforeAll
    static void need() {
        LabNeeded.check();
    }

    @BeforeEach
    void install() throws IOException {
        Path share = Files.createDirectories(folder.resolve("share/alias-defender"));
        Files.copy(Path.of("scripts/java.sh"), share.resolve("java.sh"));
        script = Files.copy(Path.of("scripts/alias-defender"), share.resolve("alias-defender"));
        Files.createFile(share.resolve("alias-defender.jar"));
        java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    private Ended run(Map<String, String> environment, String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("env", "--default-signal", "bash", script.toString()));
        argv.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(argv).redirectInput(new File("/dev/null")).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Signals 10, 12 and 14. */
    @Test
    void daemonShouldBeginWithTheSignalsOfHabitIgnoredAndOthersNot() throws Exception {
        Ended daemon = run(Map.of(), "monitor", "--state", "/x");
        Ended other = run(Map.of(), "status");

        assertThat(daemon.output())
                .containsPattern("SigIgn:\t[0-9a-f]{12}2a00\n")
                .contains("signal 62", "word monitor\nword --state\nword /x");
        assertThat(other.output())
                .containsPattern("SigIgn:\t[0-9a-f]{12}0000\n")
                .contains("signal \n", "word status");
        assertThat(daemon.status()).isZero();
    }

    @Test
    void optionsOfTheJvmShouldBeReadWordByWordAndNotAsNamesOfFiles() throws Exception {
        Ended ended = run(Map.of("ALIAS_DEFENDER_JAVA_OPTS", " -Xa  -Xb=/*\t-Xc"), "monitor");

        assertThat(ended.output()).contains("word -Xa\nword -Xb=/*\nword -Xc\nword -jar\n");
    }

    /** As for a moment while a package is being upgraded. */
    @ParameterizedTest
    @ValueSource(strings = {"java", "jar"})
    void whatIsMissingForAMomentShouldBeTriedAgain(String missing) throws Exception {
        Files.delete(missing.equals("java") ? java : script.resolveSibling("alias-defender.jar"));

        Ended ended = run(Map.of(), "monitor");

        assertThat(ended.status()).as(ended.output()).isEqualTo(75);
        assertThat(ended.output()).contains(missing.equals("java") ? "where there is no bin/java" : "is missing");
    }

    @Test
    void javaThatIsTooOldShouldBeRefused() throws Exception {
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"11.0.1\"\n");

        assertThat(run(Map.of(), "monitor").status()).isEqualTo(1);
    }
}
