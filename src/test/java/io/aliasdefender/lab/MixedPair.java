package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two hosts that defend an IPv4 and an IPv6 alias on one interface. */
@ExtendWith(LabRequired.class)
abstract class MixedPair {
    static final Duration INTERVAL = Duration.ofMillis(100);
    static final Duration SOON = Duration.ofSeconds(45);
    static final List<Cidr> ALIASES = List.of(Lab.ALIAS, Lab.ALIAS_V6);
    static final LabConfig CONFIG = LabConfig.every(INTERVAL).defending(Lab.ALIAS, Lab.ALIAS_V6);

    static Lab lab;
    static LabHost web1;
    static LabHost web2;

    @BeforeAll
    static void build(TestInfo test) {
        Path folder = Path.of("target", "lab", test.getTestClass().orElseThrow().getSimpleName());
        lab = Lab.build(2, Optional.of(folder), DaemonCommand.ofThisProgram());
        web1 = lab.web(1);
        web2 = lab.web(2);
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
        lab.configure(CONFIG);
    }

    @AfterEach
    void reset() {
        // Whatever became of it: the next test gets one of the right name.
        if (!web1.station().hasInterface()) {
            web1.namespace()
                    .batch(web1.namespace()
                            .ip("-o", "link", "show", "type", "veth")
                            .lines()
                            .map(line -> "link del dev " + line.split("[:@]")[1].strip())
                            .toList());
        }
        lab.reset();
    }

    static void start(LabHost host) {
        host.start();
        host.awaitReady();
    }

    /** The primary first, so that every test begins with the same holder. */
    static void startPair() {
        start(web1);
        awaitHolder(web1);
        start(web2);
        ALIASES.forEach(alias -> awaitState(web2, alias, "watching"));
    }

    /** Both aliases are on this host, and on no other. */
    static void awaitHolder(LabHost host) {
        ALIASES.forEach(alias -> lab.timeline().awaitHolders(alias.address(), Set.of(host.name()), SOON));
    }

    static void awaitState(LabHost host, Cidr alias, String state) {
        await(host, alias, "is " + state, status -> status.state().equals(state));
    }

    static void awaitReason(LabHost host, Cidr alias, String words) {
        await(host, alias, "says " + words, status -> status.reason().contains(words));
    }

    private static void await(LabHost host, Cidr alias, String what, Predicate<DaemonApi.AliasStatus> wanted) {
        Await.until(
                SOON,
                () -> status(host, alias).filter(wanted).isPresent(),
                () -> host + " " + what + " about " + alias + "; it says " + status(host, alias) + "\n"
                        + host.lastLines(30));
    }

    static Optional<DaemonApi.AliasStatus> status(LabHost host, Cidr alias) {
        try {
            return host.api().alias(alias.address().toString());
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    /** Waits for a sentence in the events of a daemon. */
    static void awaitSaid(LabHost host, String words) {
        Await.until(
                SOON,
                () -> timesSaid(host, words) > 0,
                () -> host + " says " + words + "; its log ends with:\n" + host.lastLines(30));
    }

    static long timesSaid(LabHost host, String words) {
        try {
            return host.api().events(0).stream()
                    .filter(event -> event.text().contains(words))
                    .count();
        } catch (IOException silent) {
            return 0;
        }
    }

    /** The client reaches both aliases, and its kernel has them at this host. */
    static void awaitClientAt(LabHost host) {
        for (Cidr alias : ALIASES) {
            try (Client client = new Client(lab, alias.address())) {
                client.awaitAnswer(System.nanoTime(), SOON);
            }
            Await.until(
                    "the client has " + alias + " at " + host,
                    SOON,
                    () -> lab.clientNeighbour(alias.address())
                            .equals(Optional.of(host.station().mac())));
        }
    }
}
