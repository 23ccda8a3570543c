package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.MacAddress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Forged frames against a holder that a better-ranked node would come before: nobody is made to yield by what anybody on
 * the link can say in that node's name.
 */
@Timeout(180)
class AttacksLinkIT extends DefendedPair {
    /** Longer than the patience with a better node at this interval, so that two frames are seen as going on. */
    private static final Duration SPACING = Duration.ofMillis(250);

    private static final int MANY = 24;
    private static final int SOME = 12;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Set<Forgery> CLAIMS = Set.of(Forgery.ANNOUNCEMENT, Forgery.ANNOUNCEMENT_AS_REPLY, Forgery.USE);

    private static LinkAttacker attacker;

    @BeforeAll
    static void plug() throws Exception {
        attacker = LinkAttacker.plug(lab);
    }

    @AfterAll
    static void unplug() {
        if (attacker != null) {
            attacker.close();
        }
    }

    /** The worse-ranked host holds both aliases, and the better one watches and is known by its link-layer address. */
    private void startWithTheWorseOneHolding() {
        start(web2);
        awaitHolder(web2);
        start(web1);
        awaitState(web1, "watching");
        awaitState(web2, "holding");
        Await.until("web2 knows web1", SOON, () -> macOfWeb1().equals(better().toString()));
        traffic.awaitAnswers(SOON);
        // No conflict, and no doubt of a start, is under way.
        Await.pause(INTERVAL.multipliedBy(10));
    }

    private static String macOfWeb1() {
        try {
            return web2.api().status().getJsonArray("hosts").stream()
                    .map(JsonObject.class::cast)
                    .filter(host -> "web1".equals(host.getString("name")))
                    .map(host -> String.valueOf(host.getString("mac")))
                    .findFirst()
                    .orElse("");
        } catch (IOException silent) {
            return "";
        }
    }

    private static MacAddress better() {
        return web1.station().mac();
    }

    private static void awaitConflict(Family family) {
        Await.until(
                SOON,
                () -> conflicts(family) > 0,
                () -> "web2 says that " + family.alias() + " is claimed:\n" + web2.lastLines(20));
    }

    private static long conflicts(Family family) {
        try {
            return web2.api().events(0).stream()
                    .filter(event -> family.alias().toString().equals(event.alias()))
                    .filter(event -> event.cause().equals("conflict"))
                    .count();
        } catch (IOException silent) {
            return 0;
        }
    }

    @Test
    void announcementInTheNameOfABetterNodeShouldNotMakeTheHolderYieldAndBeContradictedAtOnce() throws Exception {
        startWithTheWorseOneHolding();
        for (Family family : Family.values()) {
            long from = System.nanoTime();
            attacker.tellAll(web2, family, Forgery.ANNOUNCEMENT, better());
            awaitConflict(family);
            // The frame went to the client, too, which believes it until it is told better.
            awaitClientAt(web2);
            long to = System.nanoTime();

            assertThat(lab.timeline().moves(family.alias(), from, to)).isZero();
            assertThat(lab.timeline().nobody(family.alias(), from, to)).isZero();
            Duration outage = traffic.answers(family).longestOutage(from, to);
            System.out.printf("%s: a client that believed the frame: %d ms%n", family, outage.toMillis());
            assertThat(outage).isLessThan(LONG);
        }
    }

    /** Told to the holder alone, so that clients have only its own acting to suffer from. */
    @ParameterizedTest
    @EnumSource(Forgery.class)
    void frameInAnybodysNameShouldMoveNothing(Forgery forgery) throws Exception {
        startWithTheWorseOneHolding();
        long from = System.nanoTime();
        // An answer in that node's name is what the node would give; in a moment of doubt one is enough.
        for (int i = 0; i < MANY && forgery != Forgery.ANSWER; i++) {
            tell(forgery, better());
            if (i == 0 && CLAIMS.contains(forgery)) {
                forBoth(AttacksLinkIT::awaitConflict);
                Await.pause(LOOK);
                assertUndisturbed(from, web2);
            }
            Await.pause(SPACING);
        }
        assertUndisturbed(from, web2);

        for (int i = 0; i < SOME; i++) {
            for (MacAddress name : List.of(web2.station().mac(), lab.router().mac(), LinkAttacker.MAC)) {
                tell(forgery, name);
            }
            Await.pause(SPACING);
        }
        assertUndisturbed(from, web2);
        forBoth(family ->
                assertThat(status(web1, family.cidr()).orElseThrow().state()).isEqualTo("watching"));
    }

    private static void tell(Forgery forgery, MacAddress name) throws IOException {
        for (Family family : Family.values()) {
            attacker.tell(web2, family, forgery, name);
        }
    }

    @Test
    void machinesWhenTheirAddressesAreSaidToBeElsewhereShouldNotBeMissedForLong() throws Exception {
        startWithTheWorseOneHolding();
        long from = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            for (Family family : Family.values()) {
                attacker.slander(lab.router(), family, LinkAttacker.MAC);
                attacker.slander(web1.station(), family, LinkAttacker.MAC);
                attacker.slander(web2.station(), family, LinkAttacker.MAC);
            }
            Await.pause(SPACING);
        }
        assertUndisturbed(from, web2);
        for (LabHost host : lab.hosts()) {
            assertThat(host.api().events(0)).noneMatch(event -> event.cause().equals("isolated"));
        }
    }
}
