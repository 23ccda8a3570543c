package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.ALIAS;
import static io.aliasdefender.cli.DaemonLab.CONFIG;
import static io.aliasdefender.cli.DaemonLab.SOON;
import static io.aliasdefender.cli.DaemonLab.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One real daemon, and what its surroundings do to it. */
class DaemonSurroundingsIT {
    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void begin() {
        program = new Program(host().namespace(), folder);
    }

    @Test
    void portWhenItIsTakenShouldBeToldAndCostNothingElse() throws Exception {
        DAEMON.fresh();
        try (ServerSocket taken = NetNs.call(
                host().namespace().name(), () -> new ServerSocket(8600, 1, InetAddress.getByName("127.0.0.1")))) {
            DAEMON.hold();
            DAEMON.awaitLog("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
        }
        assertThat(DAEMON.state()).isEqualTo("holding");
    }

    @Test
    void socketOfADaemonThatWasKilledShouldNotHinderTheNextOne() throws Exception {
        DAEMON.hold();
        host().kill();
        assertThat(host().state().resolve("api.sock")).exists();

        host().start();
        host().awaitReady();

        DAEMON.awaitState("holding");
    }

    @Test
    void diskWhenItIsFullShouldNotHinderTheDefending() throws Exception {
        DAEMON.fresh();
        Commands.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=64k",
                "ad-full",
                host().state().toString());
        try {
            fill(host().state().resolve("filler"));
            DAEMON.hold();
            DAEMON.awaitLog("/held: No space left on device");
            assertThat(host().stop(STOP)).isZero();
            assertThat(host().carries(Lab.ALIAS)).isFalse();
        } finally {
            host().kill();
            Commands.run("umount", host().state().toString());
        }
    }

    @Test
    void diskWhenItTakesNoFileAtAllShouldBeToldWithARemedy() throws Exception {
        Path full = Files.createDirectories(folder.resolve("full"));
        Commands.run("mount", "-t", "tmpfs", "-o", "nr_inodes=1", "ad-full", full.toString());
        try {
            Ended ended = program.run("monitor", "--config", host().config(), "--node", "web1", "--state", full);
            assertThat(ended.err()).contains("cannot write in the state folder " + full + ": No space left on device");
            assertThat(ended.status()).as("it may get better").isEqualTo(75);
        } finally {
            Commands.run("umount", full.toString());
        }
    }

    @Test
    void folderWhenItIsReadOnlyShouldBeToldWithARemedy() throws Exception {
        Path fixed = Files.createDirectories(folder.resolve("fixed"));
        Commands.run("mount", "-t", "tmpfs", "-o", "ro", "ad-fixed", fixed.toString());
        try {
            Ended there = program.run("monitor", "--config", host().config(), "--node", "web1", "--state", fixed);
            assertThat(there.err()).contains("cannot write in the state folder " + fixed + ": Read-only file system");
            assertThat(there.status()).isEqualTo(75);
            Path missing = fixed.resolve("alias-defender");
            Ended below = program.run("monitor", "--config", host().config(), "--node", "web1", "--state", missing);
            assertThat(below.err()).contains("cannot make the state folder " + missing + ": Read-only file system");
            assertThat(below.status()).isEqualTo(75);
        } finally {
            Commands.run("umount", fixed.toString());
        }
    }

    @Test
    void logWhenAReloadWantsJsonShouldBecomeJson() throws Exception {
        DAEMON.hold();
        DAEMON.lab().configure(CONFIG.with("log: {format: json}"));
        DAEMON.awaitLog("change log format: text -> json");

        assertThat(host().stop(STOP)).isZero();

        assertThat(DAEMON.log()).containsPattern("\\{\"time\":\"20[^\n]*\"level\":\"info\",\"message\":\"stopped\"}");
    }

    @Test
    void interfaceWhenItIsMissingShouldBeToldAndWaitedFor() throws Exception {
        DAEMON.fresh();
        DAEMON.lab().faults().deleteInterface(host());
        host().start();
        host().awaitReady();
        assertThat(host().lastLines(20)).contains("eth0");

        DAEMON.lab().faults().restoreInterface(host());

        DAEMON.lab().timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
    }

    @Test
    void nameWhenTheResolverDoesNotKnowItYetShouldBeWaitedFor() throws Exception {
        DAEMON.fresh();
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        host().configure("names.yaml", """
                nodes: {web1: %s, web2: web2.example.net}
                aliases: [{address: %s, interface: eth0}]
                interval: 100ms
                """.formatted(host().address(), Lab.ALIAS));
        Path log = folder.resolve("names.log");
        Process daemon = new ProcessBuilder(host().namespace().command(withResolver(hosts)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.until("it is told", SOON, () -> read(log).contains("waiting: "));
            assertThat(read(log)).contains("names.yaml:1:33: node web2 \"web2.example.net\" cannot be resolved");
            assertThat(host().carries(Lab.ALIAS)).isFalse();

            Files.writeString(hosts, DAEMON.lab().web(2).address() + " web2.example.net\n", StandardOpenOption.APPEND);

            DAEMON.lab().timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(daemon.exitValue()).isZero();
    }

    /** The daemon, with a file of host names of its own and no DNS. */
    private static List<String> withResolver(Path hosts) {
        List<String> argv = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" /etc/hosts && mount --bind /dev/null /etc/resolv.conf && exec \"$@\"",
                hosts.toString()));
        argv.addAll(DaemonCommand.ofThisProgram().argv(host()));
        return argv;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notYet) {
            return "";
        }
    }

    @Test
    void ifconfigWhenWantedShouldMoveTheAliasWithItsLabel() throws Exception {
        DAEMON.lab().configure(CONFIG.with("commands: ifconfig"));
        DAEMON.hold();
        assertThat(Commands.run("ip", "netns", "exec", host().namespace().name(), "ifconfig", "-a"))
                .contains("eth0:1")
                .contains("inet 192.0.2.100");
        DAEMON.lab().web(2).start();
        DAEMON.lab().web(2).awaitReady();

        assertThat(host().stop(STOP)).isZero();

        DAEMON.lab().timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        assertThat(DAEMON.lab().web(2).namespace().ip("address")).contains("eth0:1");
    }

    private static void fill(Path file) {
        try {
            Files.write(file, new byte[1 << 20]);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static LabHost host() {
        return DAEMON.host();
    }
}
