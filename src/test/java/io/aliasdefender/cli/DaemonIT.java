package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.CONFIG;
import static io.aliasdefender.cli.DaemonLab.SOON;
import static io.aliasdefender.cli.DaemonLab.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One real daemon, and what it is asked and signalled. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DaemonIT {
    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void begin() {
        program = new Program(host().namespace(), folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void daemonWhenItIsToldToEndShouldReleaseAndEndWithStatusZero(String signal) throws Exception {
        DAEMON.hold();
        ProcessHandle daemon = ProcessHandle.of(host().pid()).orElseThrow();
        signal(signal);
        daemon.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);

        assertThat(host().stop(STOP)).isZero();
        assertThat(host().carries(Lab.ALIAS)).isFalse();
        assertThat(DAEMON.log()).contains("releasing 192.0.2.100/24 on eth0:1: the defender stops", "stopped");
    }

    /** Its socket is for its group, too, which must be able to enter; the daemon keeps all else it makes to its user. */
    @Test
    void stateFolderWhenMissingShouldBeMadeForItsOwnerAndGroup() throws Exception {
        DAEMON.fresh();
        Files.delete(host().state());

        DAEMON.hold();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host().state())))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void daemonWhenItIsToKeepShouldLeaveTheAliasInPlace() throws Exception {
        DAEMON.lab().configure(CONFIG.with("on-stop: keep"));
        DAEMON.hold();

        assertThat(host().stop(STOP)).isZero();
        assertThat(host().carries(Lab.ALIAS)).isTrue();
        assertThat(DAEMON.log()).contains("leaving 192.0.2.100/24 on eth0:1 in place (on-stop: keep)");
    }

    @Test
    void daemonWhenItIsEndedDuringItsStartShouldHoldNothing() throws Exception {
        DAEMON.fresh();
        host().start();
        // The last step before everything is started.
        Await.until(
                "the state folder is taken",
                SOON,
                () -> Files.exists(host().state().resolve("lock")));
        signal("HUP");

        assertThat(host().stop(STOP)).isZero();
        assertThat(host().carries(Lab.ALIAS)).isFalse();
    }

    @Test
    @Order(1)
    void daemonWhenItHangsUpShouldReadTheConfigurationAtOnceAndSaySo() throws Exception {
        DAEMON.keepHolding();
        host().hangUp();
        DAEMON.awaitLog("SIGHUP: the configuration file is right and means what runs");

        host().configure("alias-defender.yaml", "aliases: [broken\n");
        host().hangUp();
        DAEMON.awaitLog("configuration rejected, the running one stays");
        assertThat(DAEMON.state()).isEqualTo("holding");
    }

    @Test
    @Order(1)
    void secondDaemonWithTheSameStateFolderShouldBeRefusedAndCostTheFirstNothing() throws Exception {
        DAEMON.keepHolding();

        Ended second =
                program.run("Monitor", "--config", host().config(), "--node", host().name(), "--state", host().state());

        assertThat(second.err()).contains("another defender runs with the state folder " + host().state());
        assertThat(second.status()).as("that one may be just stopping").isEqualTo(75);
        assertThat(DAEMON.state()).isEqualTo("holding");
    }

    @Test
    @Order(1)
    void operatorShouldTakeTheAliasOffAndPutItBackThroughTheDaemon() throws Exception {
        DAEMON.keepHolding();

        Ended removed = ask("RemoveAlias", "192.0.2.100");
        assertThat(removed.out()).contains("an operator took 192.0.2.100 off this host");
        assertThat(removed.status()).isZero();
        assertThat(host().carries(Lab.ALIAS)).isFalse();
        assertThat(DAEMON.state()).isEqualTo("standing-aside");

        assertThat(ask("add").status()).isZero();
        assertThat(host().carries(Lab.ALIAS)).isTrue();

        Ended unknown = ask("add", "192.0.2.77");
        assertThat(unknown.err()).contains("192.0.2.77 is no alias of the configuration, which has 192.0.2.100");
        assertThat(unknown.status()).isEqualTo(1);
    }

    @Test
    @Order(1)
    void statusShouldTellWhoHoldsWhat() throws Exception {
        DAEMON.keepHolding();

        Ended status = program.run("status", "--state", host().state());
        Ended json = program.run("status", "--json", "--state", host().state());

        assertThat(status.out()).contains("web1, defending for", "192.0.2.100/24 on eth0:1  holding for", "router");
        assertThat(json.out()).contains("\"state\" : \"holding\"");
    }

    private Ended ask(Object... order) throws Exception {
        Object[] all = new Object[order.length + 4];
        System.arraycopy(order, 0, all, 0, order.length);
        all[order.length] = "--config";
        all[order.length + 1] = host().config();
        all[order.length + 2] = "--state";
        all[order.length + 3] = host().state();
        return program.run(all);
    }

    private static void signal(String name) throws Exception {
        Commands.run("sh", "-c", "kill -" + name + " " + host().pid());
    }

    private static LabHost host() {
        return DAEMON.host();
    }
}
