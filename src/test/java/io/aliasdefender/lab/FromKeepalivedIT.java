package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.keepalived.ImportRequest;
import io.aliasdefender.keepalived.ImportRequest.HostHint;
import io.aliasdefender.keepalived.KeepalivedImport;
import io.aliasdefender.keepalived.SelfCheck;
import io.aliasdefender.keepalived.parse.DiskSources;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The day of the change as docs/FROM-KEEPALIVED.md has it: a pair of keepalived, its files imported, and changed over host by
 * host, with a client that asks every 5 ms. Left out where there is no keepalived; {@code scripts/from-keepalived} fetches it.
 */
@ExtendWith(LabRequired.class)
class FromKeepalivedIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration TAKEOVER = Duration.ofSeconds(4);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(5);
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final String WEB1 = "web1";
    private static final String WEB2 = "web2";

    private static Lab lab;

    private final List<KeepalivedProcess> started = new ArrayList<>();
    private String imported = "";
    private KeepalivedProcess first;
    private KeepalivedProcess second;

    @BeforeAll
    static void build() {
        if (!PeerProgram.isThere("keepalived")) {
            String why = "There is no keepalived: run scripts/from-keepalived, which fetches it.";
            if (Boolean.getBoolean("keepalived.required")) {
                fail(why);
            }
            abort(why);
        }
        lab = Lab.build();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    /** A pair of keepalived with the alias on the first one, and its files as a configuration of ours. */
    @BeforeEach
    void begin(TestInfo test) throws Exception {
        lab.hosts().forEach(host -> host.note("=== " + test.getDisplayName()));
        List<Path> files = new ArrayList<>();
        for (LabHost host : lab.hosts()) {
            host.configure("keepalived.conf", keepalivedConf(host));
            files.add(host.config());
        }
        first = keepalived(1);
        second = keepalived(2);
        lab.timeline().awaitHolders(ALIAS, Set.of(WEB1), SOON);
        HostHint peer = new HostHint(Optional.of(WEB2), Optional.of(files.get(1)), Optional.empty());
        KeepalivedImport.Imported result = KeepalivedImport.of(new ImportRequest(
                files.get(0),
                HostHint.NONE,
                List.of(peer),
                new DiskSources(),
                KernelView.EMPTY,
                name -> Optional.empty()));
        imported = result.yaml();
        assertThat(result.questions()).as(String.join("\n", result.report())).isZero();
        assertThat(SelfCheck.of("imported.yaml", imported).errors())
                .as(imported)
                .isEmpty();
    }

    private static String keepalivedConf(LabHost host) {
        boolean primary = host.name().equals(WEB1);
        return """
                ! the pair of the laboratory
                global_defs {
                    router_id %s
                }
                vrrp_script service {
                    script "/bin/true"
                    interval 1
                }
                vrrp_instance WEB {
                    state %s
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    advert_int 1
                    authentication {
                        auth_type PASS
                        auth_pass lab
                    }
                    unicast_src_ip %s
                    unicast_peer {
                        %s
                    }
                    virtual_ipaddress {
                        %s
                    }
                    track_script {
                        service
                    }
                }
                """.formatted(
                        host.name(),
                        primary ? "MASTER" : "BACKUP",
                        primary ? 150 : 100,
                        host.address(),
                        lab.web(primary ? 2 : 1).address(),
                        Lab.ALIAS);
    }

    private KeepalivedProcess keepalived(int host) {
        KeepalivedProcess process = KeepalivedProcess.start(lab.web(host));
        started.add(process);
        return process;
    }

    @AfterEach
    void reset() {
        started.forEach(KeepalivedProcess::kill);
        if (lab != null) {
            lab.reset();
        }
    }

    private void defend(int host, boolean holding) {
        LabHost here = lab.web(host);
        here.configure("alias-defender.yaml", imported);
        here.start();
        here.awaitReady();
        Await.until(
                SOON,
                () -> here.isSettled(ALIAS, holding),
                () -> here + (holding ? " holds" : " stands by") + "; it says: " + here.reason(ALIAS) + "\n"
                        + here.lastLines(20));
    }

    private static void order(int host, String path) {
        try {
            lab.web(host).api().order(path, new JsonObject());
        } catch (IOException failure) {
            throw new LabException(failure.getMessage(), failure);
        }
    }

    /** What the client noticed of something, from a while before it until a while after. */
    private Duration gapOf(Runnable change) {
        try (Client client = new Client(lab.client(), ALIAS, BETWEEN_REQUESTS)) {
            long from = System.nanoTime();
            client.awaitAnswer(from, SOON);
            change.run();
            // Longer than either of the two needs to notice that somebody is silent.
            client.awaitAnswer(System.nanoTime() + TAKEOVER.toNanos(), SOON);
            return client.answers().longestSilence(from, System.nanoTime());
        }
    }

    private static void say(String what, Duration gap) {
        System.out.printf("from keepalived: %s: longest time without an answer %.1f ms%n", what, gap.toNanos() / 1e6);
    }

    @Test
    void changeWhenTheHoldersKeepalivedIsKilledShouldLoseNothing() {
        long begun = System.nanoTime();

        Duration gap = gapOf(() -> {
            second.stop();
            defend(2, false);
            defend(1, true);
            first.kill();
        });

        say("standby first, the holder's keepalived killed", gap);
        long now = System.nanoTime();
        assertThat(lab.timeline().nobody(ALIAS, begun, now)).isZero();
        assertThat(lab.timeline().several(ALIAS, begun, now)).isZero();
        assertThat(lab.timeline().moves(ALIAS, begun, now)).isZero();
        assertThat(lab.web(1).carries(Lab.ALIAS)).isTrue();
    }

    @Test
    void changeWhenTheHoldersKeepalivedIsStoppedShouldCostMilliseconds() {
        long begun = System.nanoTime();

        Duration gap = gapOf(() -> {
            second.stop();
            defend(2, false);
            defend(1, true);
            first.stop();
            lab.timeline().awaitHolders(ALIAS, Set.of(WEB1), SOON);
        });

        say("standby first, the holder's keepalived stopped beside the defender", gap);
        long now = System.nanoTime();
        assertThat(lab.timeline().several(ALIAS, begun, now)).isZero();
        assertThat(lab.timeline().moves(ALIAS, begun, now)).isZero();
        // Less than the interval, so that it was put back and not taken over.
        assertThat(lab.timeline().nobody(ALIAS, begun, now)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void changeWhenTheDefenderCannotAdoptShouldCostOneOrder() {
        Duration gap = gapOf(() -> {
            second.stop();
            defend(2, false);
            first.stop();
            // As alias-defender add.
            order(2, "/api/aliases/" + ALIAS + "/add");
            lab.timeline().awaitHolders(ALIAS, Set.of(WEB2), SOON);
        });

        say("with a short gap: the holder's keepalived stopped, and the standby told to take it", gap);
        assertThat(lab.timeline().holders(ALIAS)).containsExactly(WEB2);
        // Its file has no nopreempt: failback: immediately.
        defend(1, true);
        lab.timeline().awaitHolders(ALIAS, Set.of(WEB1), SOON);
    }

    @Test
    void wayBackWhenTheHolderGoesFirstShouldNeverMakeTwoHolders() {
        second.stop();
        defend(2, false);
        defend(1, true);
        first.kill();
        long begun = System.nanoTime();

        Duration gap = gapOf(() -> {
            KeepalivedProcess back = keepalived(1);
            back.awaitLog("Entering MASTER STATE");
            // As alias-defender keep.
            order(1, "/api/keep");
            lab.web(1).stop(SOON);
            lab.web(2).stop(SOON);
            keepalived(2).awaitLog("Entering BACKUP STATE");
        });

        say("back to keepalived", gap);
        long now = System.nanoTime();
        assertThat(lab.timeline().several(ALIAS, begun, now)).isZero();
        assertThat(lab.timeline().moves(ALIAS, begun, now)).isZero();
        assertThat(lab.timeline().nobody(ALIAS, begun, now)).isLessThan(Duration.ofSeconds(1));
        assertThat(lab.timeline().holders(ALIAS)).containsExactly(WEB1);
    }

    /** Why keepalived must not come back: it hears nobody, and takes the address. */
    @Test
    void keepalivedWhenItComesBackShouldMakeTwoHoldersUntilItIsEnded() {
        second.stop();
        defend(2, false);
        defend(1, true);
        first.kill();

        KeepalivedProcess again = keepalived(2);
        lab.timeline().awaitHolders(ALIAS, Set.of(WEB1, WEB2), SOON);
        Await.until(
                SOON,
                () -> lab.web(1).lastLines(200).contains("conflict")
                        || lab.web(1).lastLines(200).contains("has it, too"),
                () -> "the holder says that there are two:\n" + lab.web(1).lastLines(20));
        again.stop();

        lab.timeline().awaitHolders(ALIAS, Set.of(WEB1), SOON);
    }
}
