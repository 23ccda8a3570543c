package io.aliasdefender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableFolderTest {
    @TempDir
    private Path folder;

    @Test
    void temporaryFolderOfATestShouldBeOneWhereFilesCanBeExecuted() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\nexit 7\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        assertThat(new ProcessBuilder(script.toString()).start().waitFor()).isEqualTo(7);
    }

    @Test
    void placeWhereNothingCanBeExecutedShouldBePassedOverAndLeftAsItWas() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Path last = folder.resolve("last");
        List<Path> places = List.of(folder.resolve("missing"), first, second, last);

        assertThat(ExecutableFolder.create(places, made -> !made.startsWith(first)))
                .hasParent(second);
        assertThat(ExecutableFolder.create(places, made -> false)).hasParent(last);
        assertThat(first).isEmptyDirectory();
    }
}
