package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    @Test
    void fileWhenEverybodyCanWriteItsFolderShouldBeRefused() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(FileState.of(file))
                .isEqualTo(new FileState.Unreadable(
                        folder.toRealPath() + ", on the way to this file, can be written by every user of this host",
                        "run chmod o-w " + folder.toRealPath()));
    }

    @Test
    void fileWhenAGroupCanWriteItOrItsFolderShouldBeObeyedWithAWarning() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving a file to a group needs root");
        Files.setAttribute(file, "unix:gid", 61_234);
        mode("rw-rw-r--");
        assertThat(warnings()).containsExactly("this file can be written by the group 61234");
        mode("rw-r--r--");
        assertThat(warnings()).isEmpty();
        Files.setAttribute(folder, "unix:gid", 61_234);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(warnings())
                .containsExactly(folder.toRealPath() + ", on the way to this file, can be written by the group 61234");
    }

    private List<String> warnings() {
        assertThat(FileState.of(file)).isInstanceOf(FileState.Content.class);
        return ConfigReader.read(file, Hosts.web1()).warnings().stream()
                .map(Finding::what)
                .toList();
    }

    private void mode(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
