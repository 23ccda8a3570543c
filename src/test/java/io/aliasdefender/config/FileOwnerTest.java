package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOwnerTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("web.yaml"), "nodes:\n");
    }

    @Test
    void fileWhenOnlyOursShouldBeObeyed() throws IOException {
        mode("rw-r--r--");
        assertThat(FileState.of(file)).isInstanceOf(FileState.Content.class);
        mode("rw-rw----");
        assertThat(FileState.of(file)).isInstanceOf(FileState.Content.class);
    }

    @Test
    void fileWhenEverybodyCanWriteItShouldBeRefused() throws IOException {
        mode("rw-r--rw-");

        assertThat(FileState.of(file))
                .isEqualTo(new FileState.Unreadable(
                        "this file can be written by every user of this host", "run chmod o-w " + file));
    }

    @Test
    void fileWhenALinkToOneThatEverybodyCanWriteShouldBeRefused() throws IOException {
        mode("rw-rw-rw-");
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);

        assertThat(FileState.of(link)).isInstanceOf(FileState.Unreadable.class);
    }

    @Test
    void fileWhenItBelongsToAnotherUserShouldBeRefusedWithTheUsersName() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving a file away needs root");
        Files.setAttribute(file, "unix:uid", 1);

        assertThat(FileState.of(file))
                .isEqualTo(new FileState.Unreadable(
                        "this file belongs to " + Files.getOwner(file)
                                + ", who is neither root nor the user of this program",
                        "run chown root " + file));
    }

    private void mode(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
