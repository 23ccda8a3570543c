package io.aliasdefender.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
    @TempDir
    private Path above;

    @Test
    void missingFoldersShouldBeMadeForTheirOwnerAndGroup() throws IOException {
        OwnFolder.make(above.resolve("one/two"));

        assertThat(permissions(above.resolve("one"))).isEqualTo("rwxr-x---");
        assertThat(permissions(above.resolve("one/two"))).isEqualTo("rwxr-x---");
    }

    @Test
    void folderThatIsThereShouldKeepItsMode() throws IOException {
        Path there = Files.createDirectory(above.resolve("there"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx------"));
        Path link = Files.createSymbolicLink(above.resolve("link"), there);

        OwnFolder.make(there);
        OwnFolder.make(link);

        assertThat(permissions(there)).isEqualTo("rwx------");
    }

    @Test
    void folderWhenSomethingElseIsThereShouldSayWhich() throws IOException {
        Path file = Files.createFile(above.resolve("file"));
        Path nowhere = Files.createSymbolicLink(above.resolve("link"), above.resolve("nowhere"));

        assertThatThrownBy(() -> OwnFolder.make(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> OwnFolder.make(nowhere)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> OwnFolder.make(file.resolve("below")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Not a directory");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
