package io.aliasdefender.lab;

import static io.aliasdefender.lab.Lab.ALIAS;
import static io.aliasdefender.lab.Lab.ALIAS_V6;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair whose holder must have a lease in a real etcd: two never have an alias, and what that costs in time. */
@ExtendWith({LabRequired.class, EtcdRequired.class})
class LeaseIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final List<Cidr> ALIASES = List.of(ALIAS, ALIAS_V6);
    /**
     * What a takeover may take besides the lease: the store's own look twice a second, a round, a burst, and the claim; on a
     * machine that is busy with other things.
     */
    private static final Duration TAKEOVER = Duration.ofSeconds(2);

    private Lab lab;
    private LabHost web1;
    private LabHost web2;
    private Etcd etcd;
    private long begun;

    @BeforeEach
    void build() {
        lab = Lab.build();
        web1 = lab.web(1);
        web2 = lab.web(2);
        etcd = new Etcd(lab);
        etcd.start();
    }

    @AfterEach
    void close() {
        etcd.close();
        lab.close();
    }

    private void start(String lease) {
        lab.configure(LabConfig.every(INTERVAL).defending(ALIAS, ALIAS_V6).with(lease));
        web1.start();
        web1.awaitReady();
        awaitHolder(web1);
        web2.start();
        web2.awaitReady();
        begun = System.nanoTime();
    }

    private void awaitHolder(LabHost host) {
        try {
            ALIASES.forEach(alias -> lab.timeline().awaitHolders(alias.address(), Set.of(host.name()), SOON));
        } catch (LabException never) {
            throw new LabException(never.getMessage() + "\n" + web1.lastLines(30) + "\n" + web2.lastLines(30));
        }
    }

    private void awaitNobody(Duration limit) {
        ALIASES.forEach(alias -> lab.timeline().awaitHolders(alias.address(), Set.of(), limit));
    }

    private Duration since(long from, LabHost host, Cidr alias) {
        return Duration.ofNanos(
                lab.timeline().gainedAt(alias.address(), host.name(), from).orElseThrow() - from);
    }

    private void assertNeverTwo(String what) {
        long now = System.nanoTime();
        for (Cidr alias : ALIASES) {
            Duration several = lab.timeline().several(alias.address(), begun, now);
            Duration nobody = lab.timeline().nobody(alias.address(), begun, now);
            System.out.printf(
                    "%s, %s: two holders %.1f ms, nobody %.1f ms%n",
                    what, alias.address(), several.toNanos() / 1e6, nobody.toNanos() / 1e6);
            assertThat(several).describedAs("%s %s", what, alias).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void holderWhenItLosesItsPowerShouldBeFollowedAfterTheLease(int ttl) {
        start(Etcd.config(ttl, "release"));
        long off = lab.faults().powerOff(web1).atNanos();
        awaitHolder(web2);

        assertNeverTwo("power off, ttl " + ttl + " s");
        for (Cidr alias : ALIASES) {
            Duration took = since(off, web2, alias);
            System.out.printf("power off, ttl %d s: %s taken after %d ms%n", ttl, alias.address(), took.toMillis());
            assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(ttl).plus(TAKEOVER));
        }
    }

    /** The kernel of a frozen or dead daemon takes the aliases off before the lease ends, with nobody's help. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void daemonWhenItIsFrozenOrKilledShouldLoseTheAliasByTheKernelBeforeTheOtherHasIt(boolean frozen) {
        start(Etcd.config(3, "release"));
        lab.faults().cut(web1, web2);
        if (frozen) {
            web1.pause();
        } else {
            web1.kill();
        }
        awaitHolder(web2);
        assertNeverTwo(frozen ? "SIGSTOP" : "SIGKILL");
        if (frozen) {
            web1.resume();
            Await.pause(Duration.ofSeconds(2));
            assertNeverTwo("SIGSTOP and SIGCONT");
            awaitHolder(web2);
        }
    }

    /** Without leases both would have the alias from then on: each hears the router, and neither the other. */
    @Test
    void hostsThatHearTheRouterAndNotEachOtherShouldNotBothHaveIt() {
        start(Etcd.config(3, "release"));
        lab.faults().cut(web1, web2);
        Await.until(
                "web2 says that web1 has the lease",
                SOON,
                () -> web2.lastLines(50).contains("web1 has the lease"));
        Await.pause(Duration.ofSeconds(5));
        awaitHolder(web1);
        assertNeverTwo("cut");
    }

    @Test
    void holderWhenTheStoreIsGoneShouldLetGoInTimeAndComeBackWithIt() {
        start(Etcd.config(3, "release"));
        long killed = System.nanoTime();
        etcd.kill();
        awaitNobody(Duration.ofSeconds(4));
        System.out.printf("store killed: let go after %d ms%n", (System.nanoTime() - killed) / 1_000_000);
        etcd.start();
        Await.until(
                "somebody has the aliases again",
                SOON,
                () -> ALIASES.stream()
                        .allMatch(
                                alias -> lab.timeline().holders(alias.address()).size() == 1));
        assertNeverTwo("store killed");
    }

    @Test
    void holderWhenTheStoreIsGoneShouldKeepTheAliasUnderHold() {
        start(Etcd.config(3, "hold"));
        etcd.kill();
        Await.until("web1 says so", SOON, () -> web1.lastLines(50).contains("Two hosts may have it"));
        Await.pause(Duration.ofSeconds(6));
        awaitHolder(web1);
        for (Cidr alias : ALIASES) {
            assertThat(lab.timeline().nobody(alias.address(), begun, System.nanoTime()))
                    .isZero();
        }
        etcd.start();
        Await.pause(Duration.ofSeconds(3));
        awaitHolder(web1);
        assertNeverTwo("hold");
    }

    @Test
    void storeThatHangsForAMomentShouldMoveNothing() {
        start(Etcd.config(5, "release"));
        etcd.freeze();
        Await.pause(Duration.ofMillis(1_200));
        etcd.resume();
        Await.pause(Duration.ofSeconds(4));
        awaitHolder(web1);
        for (Cidr alias : ALIASES) {
            assertThat(lab.timeline().nobody(alias.address(), begun, System.nanoTime()))
                    .isZero();
        }
        assertNeverTwo("store hangs");
    }

    /** The lease is handed on with the alias: a client that asks every millisecond loses nothing. */
    @Test
    void plannedMoveShouldHandTheLeaseOnWithoutALostRequest() {
        lab.hosts()
                .forEach(host -> lab.configure(
                        host,
                        Linked.config(lab, LabConfig.every(INTERVAL).defending(ALIAS, ALIAS_V6))
                                .with(Etcd.config(3, "release"))));
        web1.start();
        web1.awaitReady();
        awaitHolder(web1);
        web2.start();
        web2.awaitReady();
        Linked.await(lab, 1, ALIASES.size(), SOON);
        try (Traffic traffic = new Traffic(lab, List.of(Family.values()), Duration.ofMillis(1))) {
            traffic.awaitAnswers(SOON);
            long from = System.nanoTime();
            assertThat(web1.stop(SOON)).isZero();
            awaitHolder(web2);
            traffic.awaitAnswers(SOON);
            long now = System.nanoTime();
            Await.pause(Duration.ofMillis(200));
            for (Family family : Family.values()) {
                Duration outage = traffic.answers(family).longestOutage(from, now);
                System.out.printf(
                        "planned move, %s: without an answer %.1f ms (%d lost), both %.1f ms%n",
                        family,
                        outage.toNanos() / 1e6,
                        traffic.answers(family).lost(from, now),
                        lab.timeline().several(family.alias(), from, now).toNanos() / 1e6);
                assertThat(lab.timeline().nobody(family.alias(), from, now)).isZero();
                assertThat(outage).isLessThanOrEqualTo(Duration.ofMillis(5));
            }
        }
        Await.pause(Duration.ofSeconds(4));
        awaitHolder(web2);
    }
}
