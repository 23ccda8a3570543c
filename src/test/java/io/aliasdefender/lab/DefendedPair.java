package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two real defenders of an IPv4 and an IPv6 alias, with a client and a router that use both all the time. */
@ExtendWith(LabRequired.class)
abstract class DefendedPair {
    static final Duration INTERVAL = Duration.ofMillis(100);
    static final LabConfig BOTH = LabConfig.both(INTERVAL);
    static final Duration SOON = Duration.ofSeconds(15);
    /** Longer than any takeover at this interval would need. */
    static final Duration LONG = Duration.ofSeconds(2);
    /**
     * A takeover at this interval takes about 0.15 s, several seconds on a machine that is so busy that the defender
     * does not trust its own ears, and minutes when the client is not told of the new holder.
     */
    static final Duration BEARABLE = Duration.ofSeconds(10);

    static Lab lab;

    Traffic traffic;

    @BeforeAll
    static void build() {
        lab = Lab.build(2, Optional.of(Path.of("target", "lab")), DaemonCommand.ofThisProgram());
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        lab.hosts().forEach(host -> host.note("=== " + test.getDisplayName()));
        traffic = new Traffic(lab, Client.INTERVAL);
    }

    @AfterEach
    void reset() {
        traffic.close();
        lab.reset();
    }

    void startPair() {
        lab.configure(BOTH);
        startConfiguredPair();
    }

    /** The primary first, so that every test begins with the same holder. */
    void startConfiguredPair() {
        lab.web(1).start();
        lab.web(1).awaitReady();
        awaitHolder("web1");
        lab.web(2).start();
        lab.web(2).awaitReady();
        awaitState(lab.web(1), "holding");
        awaitState(lab.web(2), "watching");
        traffic.awaitAnswers(SOON);
        Await.pause(INTERVAL.multipliedBy(5));
    }

    static void forBoth(Consumer<Family> what) {
        for (Family family : Family.values()) {
            what.accept(family);
        }
    }

    /** Waits until this host, and nobody else, has both aliases. */
    static void awaitHolder(String host) {
        forBoth(family -> lab.timeline().awaitHolders(family.alias(), Set.of(host), SOON));
    }

    /** Waits until a daemon says so of both aliases. */
    static void awaitState(LabHost host, String state) {
        forBoth(family -> Await.until(
                SOON,
                () -> Quotes.state(host, family.alias()).equals(state),
                () -> host + " says " + state + " of " + family.alias() + "; it says "
                        + Quotes.state(host, family.alias()) + ": " + Quotes.reason(host, family.alias()) + "\n"
                        + host.lastLines(20)));
    }

    /** Both aliases stayed where they were, without anybody beside it and without ever being gone. */
    void assertUndisturbed(long from, String holder) {
        traffic.awaitAnswers(SOON);
        long now = System.nanoTime();
        forBoth(family -> {
            assertThat(lab.timeline().holders(family.alias())).containsExactly(holder);
            assertThat(lab.timeline().moves(family.alias(), from, now)).isZero();
            assertThat(lab.timeline().several(family.alias(), from, now)).isZero();
            assertThat(lab.timeline().nobody(family.alias(), from, now)).isZero();
            assertThat(traffic.answers(family).longestOutage(from, now)).isLessThan(Duration.ofMillis(500));
        });
    }
}
