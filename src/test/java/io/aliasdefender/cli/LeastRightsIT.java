package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.CONFIG;
import static io.aliasdefender.cli.DaemonLab.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.process.Scripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that is not root and has two capabilities. */
class LeastRightsIT {
    /** A user that nobody knows. */
    private static final int UID = 61_234;

    private static final String TWO = "+net_admin,+net_raw";

    @TempDir
    private static Path programs;

    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab(LeastRightsIT::build);

    private static ReadableProgram program;

    private static Lab build() throws IOException {
        program = ReadableProgram.in(programs);
        return Lab.build(2, Optional.empty(), program.by(with(TWO)));
    }

    /** The folders are made anew for each test. */
    @BeforeEach
    void open() throws IOException {
        ReadableProgram.open(DAEMON.lab(), UID);
    }

    /** As the unit starts it. */
    private static List<String> with(String capabilities) {
        return List.of(
                "setpriv",
                "--reuid=" + UID,
                "--regid=" + UID,
                "--clear-groups",
                "--no-new-privs",
                "--bounding-set=-all," + capabilities,
                "--inh-caps=-all," + capabilities,
                "--ambient-caps=-all," + capabilities);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netlink", "ip", "ifconfig"})
    void aliasShouldBeTakenHeldAndReleasedWithTwoCapabilities(String tool) throws Exception {
        DAEMON.lab().configure(CONFIG.with("commands: " + tool));
        DAEMON.hold();
        assertThat(host().carries(Lab.ALIAS)).isTrue();
        assertThat(Files.readAllLines(Path.of("/proc/" + host().pid() + "/status")))
                .contains("CapEff:\t0000000000003000", "CapBnd:\t0000000000003000")
                .anyMatch(line -> line.startsWith("Uid:\t" + UID));

        assertThat(host().stop(STOP)).isZero();

        assertThat(host().carries(Lab.ALIAS)).isFalse();
    }

    @Test
    void filesOfTheDaemonShouldBeItsOwn() throws Exception {
        DAEMON.hold();
        Await.until(DaemonLab.SOON, () -> Files.exists(host().state().resolve("events.jsonl")), () -> "a history");

        try (Stream<Path> files = Files.list(host().state())) {
            assertThat(files.collect(
                            Collectors.toMap(file -> file.getFileName().toString(), LeastRightsIT::permissions)))
                    .containsEntry("api.sock", "rw-rw----")
                    .containsEntry("lock", "rw-------")
                    .containsEntry("held", "rw-------")
                    .containsEntry("events.jsonl", "rw-------");
        }
    }

    @Test
    void programOfAHookShouldHaveNeitherOfThemAndBeTheDaemonsUsers(@TempDir Path folder) throws Exception {
        Path out = Scripts.open(folder, "out");
        DAEMON.lab().configure(CONFIG.with("hooks: [{on: [took-over], run: [" + telling(folder, out) + "]}]"));
        DAEMON.hold();

        assertHasNeither(out);
    }

    /** Which nothing stands before: the thread that starts it has given them away. */
    @Test
    void programOfACheckShouldHaveNeitherOfThemAndBeTheDaemonsUsers(@TempDir Path folder) throws Exception {
        Path out = Scripts.open(folder, "out");
        DAEMON.lab().configure(CONFIG.with("checks: {fit: {exec: [" + telling(folder, out) + "], timeout: 20s}}"));
        String text = Files.readString(host().config());
        Files.writeString(host().config(), text.replaceFirst("(\n +)(interface: .*\n)", "$1$2$1checks: [fit]\n"));
        DAEMON.hold();

        assertHasNeither(out);
    }

    /** A script that tells what it may do. */
    private static Path telling(Path folder, Path out) {
        return Scripts.make(
                folder, "role", "cat /proc/self/status >" + out + "/new", "mv " + out + "/new " + out + "/status");
    }

    private static void assertHasNeither(Path out) throws IOException {
        Await.until(DaemonLab.SOON, () -> Files.exists(out.resolve("status")), () -> "the program has run");
        assertThat(Files.readAllLines(out.resolve("status")))
                .contains("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapAmb:\t0000000000000000")
                .contains("NoNewPrivs:\t1")
                .anyMatch(line -> line.startsWith("Uid:\t" + UID));
    }

    @ParameterizedTest
    @CsvSource({"+net_admin,CAP_NET_RAW", "+net_raw,CAP_NET_ADMIN"})
    void daemonWithOneCapabilityOnlyShouldSayWhichIsMissingAndHowToGrantIt(String given, String missing)
            throws Exception {
        Process refused = new ProcessBuilder(host().namespace()
                        .command(Stream.concat(
                                        program.by(with(given)).argv().stream(),
                                        Stream.of(
                                                "monitor", "-c", host().config().toString()))
                                .toList()))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .contains("not permitted: needs root or " + missing)
                .contains("AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW")
                .hasLineCount(1);
        assertThat(refused.waitFor()).isEqualTo(1);
    }

    @Test
    void configurationWhenEverybodyMayWriteItFromNowOnShouldNotCountAnyMore() throws Exception {
        DAEMON.hold();

        Files.setPosixFilePermissions(host().config(), PosixFilePermissions.fromString("rw-r--rw-"));

        DAEMON.awaitLog("configuration rejected, the running one stays: " + host().config()
                + ": this file can be written by every user of this host; run chmod o-w " + host().config());
        assertThat(DAEMON.state()).isEqualTo("holding");
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    private static LabHost host() {
        return DAEMON.host();
    }
}
