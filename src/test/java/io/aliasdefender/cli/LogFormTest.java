package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFormTest {
    @TempDir
    private Path folder;

    private Path terminal;
    private Path file;

    @BeforeEach
    void makeStreams() throws IOException {
        terminal = Files.createSymbolicLink(folder.resolve("terminal"), Path.of("/dev/pts/7"));
        file = Files.createSymbolicLink(folder.resolve("redirected"), Files.createFile(folder.resolve("file")));
    }

    @Test
    void formOnATerminalShouldHaveColours() {
        assertThat(LogForm.detect(Map.of("TERM", "xterm"), terminal)).isEqualTo(LogForm.COLOUR);
    }

    @Test
    void formWhenNoColoursAreWantedShouldBePlain() {
        assertThat(LogForm.detect(Map.of("TERM", "xterm", "NO_COLOR", "1"), terminal))
                .isEqualTo(LogForm.PLAIN);
        assertThat(LogForm.detect(Map.of("TERM", "dumb"), terminal)).isEqualTo(LogForm.PLAIN);
    }

    @Test
    void formWhenNoColorIsEmptyShouldHaveColours() {
        assertThat(LogForm.detect(Map.of("TERM", "xterm", "NO_COLOR", ""), terminal))
                .isEqualTo(LogForm.COLOUR);
    }

    @Test
    void formWhenRedirectedShouldBePlain() {
        assertThat(LogForm.detect(Map.of("TERM", "xterm"), file)).isEqualTo(LogForm.PLAIN);
    }

    @Test
    void formWhenTheStreamIsTheJournalsShouldBeTheJournals() throws IOException {
        Map<String, Object> identity = Files.readAttributes(file, "unix:dev,ino");
        String stream = identity.get("dev") + ":" + identity.get("ino");
        assertThat(LogForm.detect(Map.of("JOURNAL_STREAM", stream), file)).isEqualTo(LogForm.JOURNAL);
    }

    @Test
    void formWhenTheJournalIsOnlyAnAncestorsShouldNotBeTheJournals() {
        assertThat(LogForm.detect(Map.of("JOURNAL_STREAM", "8:1"), file)).isEqualTo(LogForm.PLAIN);
    }

    @Test
    void formWhenTheSystemHasNoSuchFileShouldBePlain() {
        Path missing = folder.resolve("missing");
        assertThat(LogForm.detect(Map.of("JOURNAL_STREAM", "8:1", "TERM", "xterm"), missing))
                .isEqualTo(LogForm.PLAIN);
    }
}
