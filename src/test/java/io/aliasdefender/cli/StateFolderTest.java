package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final int SOMEBODY = 61_234;

    @TempDir
    private Path above;

    private Path folder;

    @BeforeEach
    void name() throws IOException {
        above = above.toRealPath();
        folder = above.resolve("state");
    }

    @Test
    void folderWhenMissingShouldBeMadeForItsOwnerAndGroup() throws Exception {
        try (StateFolder state = StateFolder.take(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.path())))
                    .isEqualTo("rwxr-x---");
        }
    }

    @Test
    void folderOfAnotherUserShouldBeRefusedForGoodWithTheRemedy() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving a folder away needs root");
        Files.createDirectory(folder);
        Files.setAttribute(folder, "unix:uid", SOMEBODY);

        assertRefused(
                () -> StateFolder.take(folder),
                "the state folder " + folder + " is not safe: " + folder + " belongs to " + SOMEBODY
                        + ", who is neither root nor the user of this program; run chown root " + folder
                        + ", or name another folder by --state DIR");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderBelowOneThatEverybodyCanWriteShouldBeRefusedAndNotMade() throws IOException {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertRefused(
                () -> StateFolder.take(folder),
                "the state folder " + folder + " is not safe: " + above
                        + " can be written by every user of this host; run chmod o-w " + above
                        + ", or name another folder by --state DIR");
        assertThat(folder).doesNotExist();
    }

    @Test
    void lockWhenALinkShouldNotBeFollowed() throws IOException {
        Files.createDirectory(folder);
        Path elsewhere = above.resolve("elsewhere");
        Files.createSymbolicLink(folder.resolve("lock"), elsewhere);

        assertRefused(
                () -> StateFolder.take(folder),
                "cannot write in the state folder " + folder
                        + ": it is no regular file; correct that, or name another by --state DIR");
        assertThat(elsewhere).doesNotExist();
    }

    private static void assertRefused(ThrowingCallable take, String sentence) {
        assertThatThrownBy(take)
                .asInstanceOf(InstanceOfAssertFactories.type(CommandFailed.class))
                .satisfies(refused -> {
                    assertThat(refused).hasMessage(sentence);
                    assertThat(refused.status()).isEqualTo(Main.FAILED);
                });
    }
}
