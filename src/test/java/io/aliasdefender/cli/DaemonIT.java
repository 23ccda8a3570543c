package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonApi;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One real daemon, what it is asked and signalled, and what its surroundings do to it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DaemonIT {
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration SOON = Duration.ofSeconds(30);
    /** What the program keeps to is two seconds; the rest is for a machine that is busy with other things. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private static final LabConfig CONFIG = LabConfig.every(Duration.ofMillis(100));

    private static Lab lab;
    private static LabHost host;

    @TempDir
    private Path folder;

    private Program program;
    /** Leave the daemon, which holds by the usual configuration, to the next test: those come first in the order. */
    private boolean reusable;

    @BeforeAll
    static void build() {
        LabNeeded.check();
        lab = Lab.build();
        host = lab.web(1);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        host.note("=== " + test.getDisplayName());
        lab.configure(CONFIG);
        program = new Program(host.namespace(), folder);
    }

    @AfterEach
    void reset() {
        if (!reusable) {
            lab.reset();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void daemonWhenItIsToldToEndShouldReleaseAndEndWithStatusZero(String signal) throws Exception {
        hold();
        ProcessHandle daemon = ProcessHandle.of(host.pid()).orElseThrow();
        signal(signal);
        daemon.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);

        assertThat(host.stop(STOP)).isZero();
        assertThat(host.carries(Lab.ALIAS)).isFalse();
        assertThat(log()).contains("releasing 192.0.2.100/24 on eth0:1: the defender stops", "stopped");
    }

    @Test
    void daemonWhenItIsToKeepShouldLeaveTheAliasInPlace() throws Exception {
        lab.configure(CONFIG.with("on-stop: keep"));
        hold();

        assertThat(host.stop(STOP)).isZero();
        assertThat(host.carries(Lab.ALIAS)).isTrue();
        assertThat(log()).contains("leaving 192.0.2.100/24 on eth0:1 in place (on-stop: keep)");
    }

    @Test
    void daemonWhenItIsEndedDuringItsStartShouldHoldNothing() throws Exception {
        fresh();
        host.start();
        // The last step before everything is started.
        Await.until(
                "the state folder is taken",
                SOON,
                () -> Files.exists(host.state().resolve("lock")));
        signal("HUP");

        assertThat(host.stop(STOP)).isZero();
        assertThat(host.carries(Lab.ALIAS)).isFalse();
    }

    @Test
    @Order(1)
    void daemonWhenItHangsUpShouldReadTheConfigurationAtOnceAndSaySo() throws Exception {
        keepHolding();
        host.hangUp();
        awaitLog("SIGHUP: the configuration file is right and means what runs");

        host.configure("alias-defender.yaml", "aliases: [broken\n");
        host.hangUp();
        awaitLog("configuration rejected, the running one stays");
        assertThat(state()).isEqualTo("holding");
    }

    @Test
    @Order(1)
    void secondDaemonWithTheSameStateFolderShouldBeRefusedAndCostTheFirstNothing() throws Exception {
        keepHolding();

        Ended second =
                program.run("Monitor", "--config", host.config(), "--node", host.name(), "--state", host.state());

        assertThat(second.err()).contains("another defender runs with the state folder " + host.state());
        assertThat(second.status()).isEqualTo(1);
        assertThat(state()).isEqualTo("holding");
    }

    @Test
    @Order(1)
    void operatorShouldTakeTheAliasOffAndPutItBackThroughTheDaemon() throws Exception {
        keepHolding();

        Ended removed = ask("RemoveAlias", "192.0.2.100");
        assertThat(removed.out()).contains("an operator took 192.0.2.100 off this host");
        assertThat(removed.status()).isZero();
        assertThat(host.carries(Lab.ALIAS)).isFalse();
        assertThat(state()).isEqualTo("standing-aside");

        assertThat(ask("add").status()).isZero();
        assertThat(host.carries(Lab.ALIAS)).isTrue();

        Ended unknown = ask("add", "192.0.2.77");
        assertThat(unknown.err()).contains("192.0.2.77 is no alias of the configuration, which has 192.0.2.100");
        assertThat(unknown.status()).isEqualTo(1);
    }

    @Test
    @Order(1)
    void statusShouldTellWhoHoldsWhat() throws Exception {
        keepHolding();

        Ended status = program.run("status", "--state", host.state());
        Ended json = program.run("status", "--json", "--state", host.state());

        assertThat(status.out()).contains("web1, defending for", "192.0.2.100/24 on eth0:1  holding for", "router");
        assertThat(json.out()).contains("\"state\" : \"holding\"");
    }

    @Test
    void portWhenItIsTakenShouldBeToldAndCostNothingElse() throws Exception {
        fresh();
        try (ServerSocket taken = NetNs.call(
                host.namespace().name(), () -> new ServerSocket(8600, 1, InetAddress.getByName("127.0.0.1")))) {
            hold();
            awaitLog("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
        }
        assertThat(state()).isEqualTo("holding");
    }

    @Test
    void socketOfADaemonThatWasKilledShouldNotHinderTheNextOne() throws Exception {
        hold();
        host.kill();
        assertThat(host.state().resolve("api.sock")).exists();

        host.start();
        host.awaitReady();

        awaitState("holding");
    }

    @Test
    void diskWhenItIsFullShouldNotHinderTheDefending() throws Exception {
        fresh();
        run("mount", "-t", "tmpfs", "-o", "size=64k", "ad-full", host.state().toString());
        try {
            fill(host.state().resolve("filler"));
            hold();
            assertThat(host.stop(STOP)).isZero();
            assertThat(host.carries(Lab.ALIAS)).isFalse();
        } finally {
            host.kill();
            run("umount", host.state().toString());
        }
    }

    @Test
    void diskWhenItTakesNoFileAtAllShouldBeToldWithARemedy() throws Exception {
        Path full = Files.createDirectories(folder.resolve("full"));
        run("mount", "-t", "tmpfs", "-o", "nr_inodes=1", "ad-full", full.toString());
        try {
            Ended ended = program.run("monitor", "--config", host.config(), "--node", "web1", "--state", full);
            assertThat(ended.err()).contains("cannot write in the state folder " + full + ": No space left on device");
            assertThat(ended.status()).isEqualTo(1);
        } finally {
            run("umount", full.toString());
        }
    }

    @Test
    void interfaceWhenItIsMissingShouldBeToldAndWaitedFor() throws Exception {
        fresh();
        lab.faults().deleteInterface(host);
        host.start();
        host.awaitReady();
        assertThat(host.lastLines(20)).contains("eth0");

        lab.faults().restoreInterface(host);

        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
    }

    @Test
    void ifconfigWhenWantedShouldMoveTheAliasWithItsLabel() throws Exception {
        lab.configure(CONFIG.with("commands: ifconfig"));
        hold();
        assertThat(run("ip", "netns", "exec", host.namespace().name(), "ifconfig", "-a"))
                .contains("eth0:1")
                .contains("inet 192.0.2.100");
        lab.web(2).start();
        lab.web(2).awaitReady();

        assertThat(host.stop(STOP)).isZero();

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        assertThat(lab.web(2).namespace().ip("address")).contains("eth0:1");
    }

    /** Ends the daemon that an earlier test left. */
    private static void fresh() {
        if (host.running()) {
            lab.reset();
        }
    }

    /** By a daemon that has just been started. */
    private static void hold() {
        fresh();
        host.start();
        host.awaitReady();
        awaitState("holding");
    }

    /** By any daemon. */
    private void keepHolding() {
        if (!host.running()) {
            hold();
        }
        reusable = true;
    }

    private Ended ask(Object... order) throws Exception {
        Object[] all = new Object[order.length + 4];
        System.arraycopy(order, 0, all, 0, order.length);
        all[order.length] = "--config";
        all[order.length + 1] = host.config();
        all[order.length + 2] = "--state";
        all[order.length + 3] = host.state();
        return program.run(all);
    }

    private static void awaitState(String state) {
        Await.until(SOON, () -> state().equals(state), () -> "it is " + state + ":\n" + host.lastLines(20));
    }

    private static String state() {
        try {
            return host.api()
                    .alias(ALIAS.toString())
                    .map(DaemonApi.AliasStatus::state)
                    .orElse("");
        } catch (IOException silent) {
            return "";
        }
    }

    private static void awaitLog(String words) {
        Await.until(SOON, () -> log().contains(words), () -> "\"" + words + "\" in:\n" + host.lastLines(20));
    }

    /** What the daemons of this test wrote; free of stack traces whatever happened. */
    private static String log() {
        String all = host.lastLines(1_000);
        String ours = all.substring(all.lastIndexOf("=== "));
        assertThat(ours).doesNotContain("\tat ", "Exception", "error inside");
        return ours;
    }

    private static void signal(String name) throws Exception {
        run("sh", "-c", "kill -" + name + " " + host.pid());
    }

    private static void fill(Path file) {
        try {
            Files.write(file, new byte[1 << 20]);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static String run(String... argv) throws Exception {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", argv) + ": " + output)
                .isZero();
        return output;
    }
}
