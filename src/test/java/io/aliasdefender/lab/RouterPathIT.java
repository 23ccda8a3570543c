package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons that talk by way of the router of their link. */
@ExtendWith(LabRequired.class)
class RouterPathIT {
    private static final String V4 = "192.0.2.";
    private static final String V6 = "2001:db8::";
    private static final Optional<String> STRAIGHT = Optional.empty();
    private static final Optional<String> ROUTER = Optional.of("192.0.2.1");
    private static final Optional<String> ROUTER_V6 = Optional.of("2001:db8::1");
    private static final LabConfig CONFIG = LabConfig.both(Duration.ofMillis(500));

    @TempDir
    private Path folder;

    private Lab lab;
    private LinkedPair pair;

    @BeforeEach
    void build() {
        lab = Lab.build();
        pair = new LinkedPair(lab, folder);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void forwarding(boolean on) {
        String value = on ? "1" : "0";
        lab.router().namespace().set("net.ipv4.ip_forward", value);
        lab.router().namespace().set("net.ipv6.conf.all.forwarding", value);
    }

    private void awaitWays(String straight, String byRouter) {
        for (LabHost host : lab.hosts()) {
            LinkedPair.awaitWay(host, V4, STRAIGHT, straight);
            LinkedPair.awaitWay(host, V6, STRAIGHT, straight);
            LinkedPair.awaitWay(host, V4, ROUTER, byRouter);
            LinkedPair.awaitWay(host, V6, ROUTER_V6, byRouter);
        }
    }

    @Test
    void hostsThatAreCutFromEachOtherShouldHearEachOtherByWayOfARouterThatForwards() {
        forwarding(true);
        pair.start(CONFIG, V6);
        awaitWays("both", "both");

        lab.faults().cut(lab.web(1), lab.web(2));
        awaitWays("none", "both");
        lab.faults().mend(lab.web(1), lab.web(2));
        awaitWays("both", "both");

        forwarding(false);
        awaitWays("both", "none");
        forwarding(true);
        awaitWays("both", "both");
        // The kernels still have their own ways to each other: no redirect has changed any.
        for (LabHost host : lab.hosts()) {
            String other = host.equals(lab.web(1)) ? "12" : "11";
            for (String network : List.of(V4, V6)) {
                assertThat(host.namespace().ip("route", "get", network + other)).doesNotContain("via");
            }
        }
    }

    @Test
    void routerThatForwardsNothingShouldBeShownAndNoOtherPathBeTheWorse() {
        forwarding(false);
        pair.start(CONFIG, V6);
        awaitWays("both", "never");

        lab.faults().cut(lab.web(1), lab.web(2));
        awaitWays("none", "never");
        lab.faults().mend(lab.web(1), lab.web(2));
        awaitWays("both", "never");
        for (LabHost host : lab.hosts()) {
            assertThat(LinkedPair.said(host, "link-down"))
                    .extracting(DaemonApi.DaemonEvent::text)
                    .noneMatch(text -> text.contains("router"));
        }
    }
}
