package io.aliasdefender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd's own tools say of the unit; scripts/boot-proof boots with it. */
class UnitTest {
    private static final Path UNIT = Path.of("conf/systemd/alias-defender.service");
    private static final Path TOOL = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    private Path folder;

    private Path unit;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(Files.isExecutable(TOOL), "there is no " + TOOL + "; scripts/setup installs it");
        // Its programs may not be installed here.
        unit = Files.writeString(
                folder.resolve(UNIT.getFileName()),
                Files.readString(UNIT).replaceAll("(?m)^(Exec[A-Za-z]+=)/\\S+", "$1/bin/true"));
    }

    @Test
    void unitShouldHaveNothingThatSystemdDoesNotUnderstand() throws Exception {
        assertThat(analyze("verify", "--man=no", unit.toString())).isEqualTo(new Ended(0, ""));
    }

    @Test
    void samplesOfADrillShouldHaveNothingThatSystemdDoesNotUnderstand() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("verify", "--man=no", unit.toString()));
        for (String name : List.of("alias-defender-drill.service", "alias-defender-drill.timer")) {
            String text = Files.readString(Path.of("conf", name));
            Path copy = Files.writeString(
                    folder.resolve(name), text.replaceAll("(?m)^(Exec[A-Za-z]+=)/\\S+", "$1/bin/true"));
            arguments.add(copy.toString());
        }

        assertThat(analyze(arguments.toArray(String[]::new))).isEqualTo(new Ended(0, ""));
    }

    @Test
    void unitShouldExposeLittle() throws Exception {
        Ended security = analyze("security", "--offline=true", "--threshold=20", "--no-pager", unit.toString());

        assertThat(security.status()).as(security.output()).isZero();
    }

    @Test
    void reloadUnderSystemdShouldTellWhatCameOfIt() throws IOException {
        assertThat(Files.readAllLines(UNIT))
                .anyMatch(line -> line.matches("ExecReload=/usr/s?bin/alias-defender reload"));
    }

    private record Ended(int status, String output) {}

    private static Ended analyze(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of(TOOL.toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
