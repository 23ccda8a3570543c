package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aliases of no subnet of their interface: a provider's failover address, and a link-local one. */
@ExtendWith(LabRequired.class)
class ForeignSubnetIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Lab lab;

    @BeforeAll
    static void build() {
        lab = Lab.build(2, Optional.of(Path.of("target", "lab", "ForeignSubnetIT")), Unnamed.ofThisProgram());
        // As the provider's router has it.
        for (Station station : new Station[] {lab.router(), lab.client()}) {
            station.namespace().ip("route", "replace", "198.51.100.0/24", "dev", Station.INTERFACE);
        }
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
    }

    @AfterEach
    void reset() {
        lab.hosts().forEach(LabHost::kill);
        lab.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.100/32, is outside every subnet of its interface",
        "198.51.100.100/28, is outside every subnet of its interface",
        "fe80::100/64, ''"
    })
    void aliasWhenItsInterfaceIsNamedShouldBeTakenAnnouncedAndTakenOver(String text, String warning) {
        Cidr alias = Cidr.of(text);
        LabConfig config = LabConfig.every(Duration.ofMillis(100)).defending(alias);
        lab.configure(config);
        try (Ear ear = new Ear(lab.client())) {
            long begun = System.nanoTime();
            start(lab.web(1));
            awaitState(lab.web(1), alias, "holding");
            start(lab.web(2));
            awaitState(lab.web(2), alias, "watching");
            if (!warning.isEmpty()) {
                lab.web(1).awaitLine(warning);
            }
            assertThat(ear.announcements()
                            .count(alias.address(), Set.of(lab.web(1).station().mac()), begun, System.nanoTime()))
                    .isPositive();

            lab.faults().powerOff(lab.web(1));

            awaitState(lab.web(2), alias, "holding");
            assertThat(lab.web(2).carries(alias)).isTrue();
            Await.until(
                    "web2 announces it",
                    SOON,
                    () -> ear.announcements()
                                    .count(
                                            alias.address(),
                                            Set.of(lab.web(2).station().mac()),
                                            begun,
                                            System.nanoTime())
                            > 0);
        }
    }

    private static void start(LabHost which) {
        which.start();
        which.awaitReady();
    }

    private static void awaitState(LabHost which, Cidr alias, String state) {
        Await.until(
                SOON,
                () -> Quotes.state(which, alias.address()).equals(state),
                () -> which + " is " + state + ", not " + Quotes.state(which, alias.address()) + ":\n"
                        + which.lastLines(20));
    }
}
