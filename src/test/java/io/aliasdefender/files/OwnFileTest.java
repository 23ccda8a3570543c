package io.aliasdefender.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFileTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path elsewhere;

    @BeforeEach
    void make() throws IOException {
        file = folder.resolve("own");
        elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
    }

    @Test
    void linkShouldBeNeitherReadNorWrittenThrough() throws IOException {
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(() -> OwnFile.read(file, 10)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> OwnFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("no regular file");
        assertThat(elsewhere).hasContent("precious");
    }

    @Test
    void linkToNothingShouldMakeNothing() throws IOException {
        Path nothing = folder.resolve("nothing");
        Files.createSymbolicLink(file, nothing);

        assertThatThrownBy(() -> OwnFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                .isInstanceOf(FileSystemException.class);
        assertThat(nothing).doesNotExist();
    }

    @Test
    void linkWhenReplacedShouldBeGoneAndItsTargetUntouched() throws IOException {
        Files.createSymbolicLink(file, elsewhere);
        Files.createSymbolicLink(folder.resolve("own.new"), elsewhere);

        OwnFile.replace(file, "mine".getBytes(StandardCharsets.UTF_8));

        assertThat(file).isRegularFile().hasContent("mine");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent("precious");
    }

    @Test
    void fileShouldBeForItsOwnerAlone() throws IOException {
        OwnFile.replace(file, new byte[1]);
        try (FileChannel made =
                OwnFile.open(folder.resolve("made"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(made.size()).isZero();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("made"))))
                .isEqualTo("rw-------");
    }

    @Test
    void missingFileShouldSaySo() {
        assertThatThrownBy(() -> OwnFile.read(file, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void longFileShouldBeCut() throws IOException {
        assertThat(OwnFile.read(elsewhere, 3)).asString(StandardCharsets.UTF_8).isEqualTo("pre");
    }
}
