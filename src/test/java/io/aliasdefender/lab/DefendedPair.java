package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The pair with a client and a router that use both aliases all the time. */
abstract class DefendedPair extends MixedPair {
    /** Longer than any takeover at this interval would need. */
    static final Duration LONG = Duration.ofSeconds(2);
    /**
     * A takeover at this interval takes about 0.15 s, several seconds on a machine that is so busy that the defender
     * does not trust its own ears, and minutes when the client is not told of the new holder.
     */
    static final Duration BEARABLE = Duration.ofSeconds(10);

    Traffic traffic;

    @BeforeEach
    void use() {
        traffic = new Traffic(lab, List.of(Family.values()), Client.INTERVAL);
    }

    @AfterEach
    void leave() {
        traffic.close();
    }

    /** Starts the pair and waits until all is quiet: web1 holds both aliases, and the client is answered. */
    void startPairInUse() {
        startPair();
        awaitState(web1, "holding");
        awaitState(web2, "watching");
        traffic.awaitAnswers(SOON);
        Await.pause(INTERVAL.multipliedBy(5));
    }

    static void forBoth(Consumer<Family> what) {
        for (Family family : Family.values()) {
            what.accept(family);
        }
    }

    /** Waits until a daemon says so of both aliases. */
    static void awaitState(LabHost host, String state) {
        forBoth(family -> awaitState(host, family.cidr(), state));
    }

    /** Both aliases stayed where they were, without anybody beside it and without ever being gone. */
    void assertUndisturbed(long from, LabHost holder) {
        traffic.awaitAnswers(SOON);
        long now = System.nanoTime();
        forBoth(family -> {
            assertThat(lab.timeline().holders(family.alias())).containsExactly(holder.name());
            assertThat(lab.timeline().moves(family.alias(), from, now)).isZero();
            assertThat(lab.timeline().several(family.alias(), from, now)).isZero();
            assertThat(lab.timeline().nobody(family.alias(), from, now)).isZero();
            assertThat(traffic.answers(family).longestOutage(from, now)).isLessThan(Duration.ofMillis(500));
        });
    }
}
