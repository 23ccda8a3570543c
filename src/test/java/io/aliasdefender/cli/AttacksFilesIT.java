package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another user of the host prepares for a daemon that root starts by hand. */
class AttacksFilesIT {
    private static final int MALLORY = 61_235;
    /** All that a daemon reads or writes in its state folder. */
    private static final List<String> NAMES = List.of(
            "lock",
            "held",
            "held.new",
            "events.jsonl",
            "events.old.jsonl",
            "maintenance.json",
            "maintenance.json.new",
            "keep",
            "api.sock");

    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab();

    @TempDir
    private Path folder;

    private Program program;
    private Path state;
    /** What root alone may write, with a name of its own for each link. */
    private Path roots;

    @BeforeEach
    void begin() throws IOException {
        program = new Program(DAEMON.host().namespace(), folder);
        state = Files.createDirectory(folder.resolve("state"));
        roots = Files.createDirectory(folder.resolve("roots"));
        Files.setPosixFilePermissions(roots, PosixFilePermissions.fromString("rwx------"));
    }

    private void plantLinks() throws IOException {
        for (String name : NAMES) {
            Files.createSymbolicLink(state.resolve(name), roots.resolve(name));
        }
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", MALLORY, LinkOption.NOFOLLOW_LINKS);
    }

    private Ended monitor(Path stateFolder) throws Exception {
        return program.run(
                "monitor",
                "--config",
                DAEMON.host().config(),
                "--node",
                DAEMON.host().name(),
                "--state",
                stateFolder);
    }

    @Test
    void daemonShouldNotStartInAFolderOfAnotherUserAndTouchNothing() throws Exception {
        plantLinks();
        give(state);

        Ended refused = monitor(state);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("the state folder " + state + " is not safe: " + state + " belongs to " + MALLORY
                        + ", who is neither root nor the user of this program; run chown root " + state
                        + ", or name another folder by --state DIR");
        assertThat(roots).isEmptyDirectory();
    }

    /** In the folder of another user a name can lead elsewhere at any time, however deep below it is. */
    @ParameterizedTest
    @ValueSource(strings = {"made", "missing"})
    void daemonShouldNotStartBelowAFolderOfAnotherUser(String name) throws Exception {
        if (name.equals("made")) {
            Files.createDirectory(state.resolve(name));
        }
        give(state);

        Ended refused = monitor(state.resolve(name));

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("is not safe: " + state + " belongs to " + MALLORY);
        assertThat(state.resolve("missing")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x"})
    void daemonShouldNotStartInAFolderThatOthersCanWrite(String permissions) throws Exception {
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString(permissions));
        Files.setAttribute(state, "unix:gid", MALLORY);
        plantLinks();

        Ended refused = monitor(state);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("is not safe: " + state + " can be written by");
        assertThat(roots).isEmptyDirectory();
    }

    @Test
    void daemonShouldNotStartByAnotherUsersLinkToAFolderOfRoot() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), roots);
        give(link);

        Ended refused = monitor(link);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("is not safe: " + link + " belongs to " + MALLORY);
        assertThat(roots).isEmptyDirectory();
    }

    @Test
    void linksInAFolderOfOursShouldNotBeFollowed() throws Exception {
        // As left by somebody to whom the folder belonged before.
        DAEMON.fresh();
        Path own = DAEMON.host().state();
        for (String name : NAMES) {
            if (!name.equals("lock")) {
                Files.deleteIfExists(own.resolve(name));
                Files.createSymbolicLink(own.resolve(name), roots.resolve(name));
            }
        }

        DAEMON.hold();

        assertThat(DAEMON.host().stop(DaemonLab.STOP)).isZero();
        assertThat(roots).isEmptyDirectory();
    }

    /** By attaching, whoever runs as the daemon's user could have it execute anything, with its rights. */
    @Test
    void daemonShouldNotLetItselfBeAttachedTo() throws Exception {
        DAEMON.keepHolding();
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(DAEMON.host().pid()),
                        "VM.version")
                .redirectErrorStream(true)
                .start();

        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(jcmd.waitFor()).as(said).isNotZero();
        assertThat(said).doesNotContain("JDK");
        assertThat(DAEMON.state()).isEqualTo("holding");
    }
}
