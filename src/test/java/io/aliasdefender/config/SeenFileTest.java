package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("web.yaml"), "one");
    }

    /** As if it had been looked at long after its last change. */
    private SeenFile seenLater() {
        SeenFile seen = SeenFile.read(file, Optional.empty());
        return new SeenFile(seen.state(), seen.attributes(), Instant.now().plus(Duration.ofMinutes(1)));
    }

    private static FileState content(String text) {
        return FileState.ofContent(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fileWhenItWasNotTouchedShouldNotBeReadAgain() {
        SeenFile before = seenLater();

        assertThat(SeenFile.read(file, Optional.of(before))).isSameAs(before);
    }

    @Test
    void fileWhenItHasJustBeenChangedShouldBeReadAgainForSomeTime() {
        SeenFile before = SeenFile.read(file, Optional.empty());

        assertThat(SeenFile.read(file, Optional.of(before))).isNotSameAs(before);
    }

    @Test
    void fileWhenItIsWrittenOverWithTheSameLengthAndTimeShouldBeReadAgain() throws IOException {
        SeenFile before = seenLater();
        FileTime modified = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, modified);

        assertThat(SeenFile.read(file, Optional.of(before)).state()).isEqualTo(content("two"));
    }

    @Test
    void fileWhenAnotherOneTookItsPlaceShouldBeReadAgain() throws IOException {
        SeenFile before = seenLater();
        Files.move(Files.writeString(folder.resolve("new"), "new"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(SeenFile.read(file, Optional.of(before)).state()).isEqualTo(content("new"));
    }

    @Test
    void fileWhenItIsGoneOrEverybodysShouldBeSeenSo() throws IOException {
        SeenFile before = seenLater();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(SeenFile.read(file, Optional.of(before)).state()).isInstanceOf(FileState.Unreadable.class);

        Files.delete(file);
        assertThat(SeenFile.read(file, Optional.of(before)).state()).isInstanceOf(FileState.Gone.class);
    }
}
