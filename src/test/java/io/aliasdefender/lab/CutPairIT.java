package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hosts that cannot hear each other for a while, and everybody else hears both. */
@Tag("alone")
@ExtendWith(LabRequired.class)
class CutPairIT {
    private static final Duration CUT = Duration.ofSeconds(8);
    private static final String V4 = "192.0.2.";
    private static final String V6 = "2001:db8::";
    private static final String SECOND = "198.51.100.";

    @TempDir
    private Path folder;

    private Lab lab;
    private LinkedPair pair;
    private LabHost web1;
    private LabHost web2;

    @BeforeEach
    void build() {
        lab = Lab.build();
        pair = new LinkedPair(lab, folder);
        web1 = lab.web(1);
        web2 = lab.web(2);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void forwarding(boolean on) {
        lab.router().namespace().set("net.ipv4.ip_forward", on ? "1" : "0");
        lab.router().namespace().set("net.ipv6.conf.all.forwarding", on ? "1" : "0");
    }

    /** web1 has the aliases, web2 knows it, and the link is up by the path that stays. */
    private void awaitSettled(String from, Optional<String> via) {
        for (Family family : Family.values()) {
            lab.timeline().awaitHolders(family.alias(), Set.of("web1"), LinkedPair.SOON);
            for (LabHost host : lab.hosts()) {
                String state = host.equals(web1) ? "holding" : "watching";
                Await.until(
                        LinkedPair.SOON,
                        () -> state.equals(LinkedPair.state(host, family.alias())),
                        () -> host + " is " + state + " to " + family.alias() + "\n" + host.lastLines(20));
            }
        }
        lab.hosts().forEach(host -> LinkedPair.awaitWay(host, from, via, "both"));
        // What is told of the aliases has been told.
        Await.until(
                LinkedPair.SOON,
                () -> LinkedPair.held(web2) == Family.values().length,
                () -> "web1 tells that it has them: " + LinkedPair.link(web2).encode());
    }

    /** @param burstIsShort an answer over the link may be later on a busy machine: then the alias goes back again */
    private void cutAndLeave(boolean burstIsShort) {
        long from = System.nanoTime();
        lab.faults().cut(web1, web2);
        Await.pause(CUT);
        for (Family family : Family.values()) {
            assertThat(LinkedPair.said(web2, "unheard"))
                    .filteredOn(event -> event.alias().equals(family.alias().toString()))
                    .as("why web2 leaves %s:\n%s", family.alias(), web2.lastLines(30))
                    .hasSizeBetween(1, burstIsShort ? Integer.MAX_VALUE : 1)
                    .allSatisfy(event -> assertThat(event.text()).contains("web1", "over the node link"));
            if (burstIsShort) {
                lab.timeline().awaitHolders(family.alias(), Set.of("web1"), LinkedPair.SOON);
            }
        }
        lab.faults().mend(web1, web2);
        for (Family family : Family.values()) {
            Await.until(
                    LinkedPair.SOON,
                    () -> "watching".equals(LinkedPair.state(web2, family.alias())),
                    () -> "web2 watches " + family.alias() + " again:\n" + web2.lastLines(20));
        }
        long to = System.nanoTime();
        for (Family family : Family.values()) {
            System.out.printf(
                    "%s: two holders for %d ms%n",
                    family, lab.timeline().several(family.alias(), from, to).toMillis());
            assertThat(lab.timeline().stretches(family.alias(), from, to))
                    .as("%s:\n%s", family.alias(), web2.lastLines(30))
                    .extracting(HolderTimeline.Stretch::holders)
                    .allMatch(holders -> holders.contains("web1"))
                    .filteredOn(holders -> !burstIsShort && holders.size() > 1)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 100, 10})
    void aliasShouldStayWithItsHolderWhereARouterForwards(long intervalMillis) {
        forwarding(true);
        pair.start(LabConfig.both(Duration.ofMillis(intervalMillis)), V6);
        awaitSettled(V4, Optional.of("192.0.2.1"));
        cutAndLeave(intervalMillis <= 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 100, 10})
    void aliasShouldStayWithItsHolderWhereThereIsASecondNetwork(long intervalMillis) {
        forwarding(false);
        lab.second();
        pair.start(LabConfig.both(Duration.ofMillis(intervalMillis)), SECOND);
        awaitSettled(SECOND, Optional.empty());
        cutAndLeave(intervalMillis <= 10);
    }

    @Test
    void hostsWithoutAnyPathShouldEachTakeItAndEndWithOneHolder() {
        forwarding(false);
        pair.start(LabConfig.both(Duration.ofMillis(100)), V6);
        awaitSettled(V4, Optional.empty());

        lab.faults().cut(web1, web2);
        for (Family family : Family.values()) {
            lab.timeline().awaitHolders(family.alias(), Set.of("web1", "web2"), LinkedPair.SOON);
        }
        lab.faults().mend(web1, web2);
        for (Family family : Family.values()) {
            lab.timeline().awaitHolders(family.alias(), Set.of("web1"), LinkedPair.SOON);
        }
    }
}
