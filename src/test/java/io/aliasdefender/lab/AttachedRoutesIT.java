package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes and rules that move along with an alias, by the daemons as they are, in kernels as they are. */
class AttachedRoutesIT extends MixedPair {
    private static final String ROUTE = "203.0.113.0/24";
    private static final String ROUTES = "    routes:\n"
            + "      - {to: 203.0.113.0/24, via: 192.0.2.1, metric: 50}\n"
            + "      - {to: default, via: 192.0.2.1, table: 100, source: alias}\n"
            + "    rules:\n"
            + "      - {from: 192.0.2.100, table: 100, priority: 1000}\n";
    private static final String ROUTES_V6 = "    routes:\n" + "      - {to: 2001:db8:7::/48, via: \"2001:db8::1\"}\n";

    @BeforeEach
    void attach() {
        lab.hosts().forEach(host -> configure(host, ROUTES, ROUTES_V6));
    }

    @AfterEach
    void clean() {
        for (LabHost host : lab.hosts()) {
            host.kill();
            for (String family : List.of("-4", "-6")) {
                host.namespace().ip(family, "route", "flush", "table", "all", "protocol", "173");
            }
            if (routes(host).contains("1000:")) {
                host.namespace().ip("rule", "del", "priority", "1000");
            }
        }
    }

    private static void configure(LabHost host, String routes, String routesV6) {
        host.configure(
                "alias-defender.yaml",
                CONFIG.yaml(lab.hosts())
                        .replace("    label: eth0:1\n", "    label: eth0:1\n" + routes)
                        .replaceFirst("(address: 2001\\S+\n    interface: \\S+\n)", "$1" + routesV6));
    }

    private static String routes(LabHost host) {
        return host.namespace().ip("-4", "route", "show", "table", "all", "protocol", "173")
                + host.namespace().ip("-6", "route", "show", "table", "all", "protocol", "173")
                + host.namespace()
                        .ip("rule", "show")
                        .lines()
                        .filter(rule -> rule.startsWith("1000:"))
                        .collect(Collectors.joining("\n"));
    }

    private static void awaitAll(LabHost host) {
        Await.until(
                SOON,
                () -> {
                    String has = routes(host);
                    return has.contains("203.0.113.0/24 via 192.0.2.1 dev eth0 metric 50")
                            && has.contains("default via 192.0.2.1 dev eth0 table 100 src 192.0.2.100")
                            && has.contains("2001:db8:7::/48 via 2001:db8::1 dev eth0")
                            && has.contains("from 192.0.2.100 lookup 100");
                },
                () -> host + " has all that moves along, not " + routes(host) + "\n" + host.lastLines(20));
    }

    private static void awaitNone(LabHost host) {
        Await.until(
                SOON,
                () -> routes(host).isBlank(),
                () -> host + " has nothing that moves along, not " + routes(host) + "\n" + host.lastLines(20));
    }

    @Test
    void routesAndRulesShouldBeWhereTheAliasIsAndNowhereElse() {
        startPair();
        awaitAll(web1);
        assertThat(routes(web2)).isBlank();

        web1.stop(SOON);
        assertThat(routes(web1)).as("they go with the alias").isBlank();
        awaitAll(web2);
    }

    @Test
    void routeThatSomethingDeletesShouldBePutBack() {
        startPair();
        awaitAll(web1);

        web1.namespace().ip("route", "del", ROUTE);
        web1.namespace().ip("rule", "del", "priority", "1000");

        awaitAll(web1);
        web1.awaitLine("something deleted 203.0.113.0/24 via 192.0.2.1");
    }

    @Test
    void routeThatWasThereBeforeShouldBeLeftAloneAlsoWhenTheAliasGoes() {
        web1.namespace().ip("route", "add", ROUTE, "via", "192.0.2.1", "metric", "50", "protocol", "static");
        try {
            startPair();
            Await.until(
                    SOON,
                    () -> web1.lastLines(30).contains("203.0.113.0/24 via 192.0.2.1 metric 50 is there already"),
                    () -> "it is said\n" + web1.lastLines(30));

            web1.stop(SOON);
            assertThat(web1.namespace().ip("route", "show", ROUTE)).contains("via 192.0.2.1");
        } finally {
            web1.namespace().ip("route", "flush", ROUTE);
        }
    }

    @Test
    void leftoversOfAKilledDaemonShouldGoWhenTheAliasIsElsewhere() {
        startPair();
        awaitAll(web1);
        web1.kill();
        lab.faults().powerOff(web1);
        awaitHolder(web2);
        lab.faults().powerOn(web1);
        // As a host that was not rebooted has them.
        web1.namespace().ip("route", "replace", ROUTE, "via", "192.0.2.1", "metric", "50", "protocol", "173");
        assertThat(routes(web1)).as("the rule is on no interface").contains("1000:");

        start(web1);

        awaitNone(web1);
        awaitAll(web2);
    }

    @Test
    void reloadThatTakesARouteOutShouldRemoveItAndOneThatAddsOneShouldAddIt() throws Exception {
        startPair();
        awaitAll(web1);

        configure(web1, "    routes:\n      - {to: 198.51.100.0/24, via: 192.0.2.1}\n", "");
        web1.api().reload();

        Await.until(
                SOON,
                () -> routes(web1).strip().startsWith("198.51.100.0/24 via 192.0.2.1")
                        && routes(web1).lines().count() == 1,
                () -> "the one route, not " + routes(web1) + "\n" + web1.lastLines(20));
    }

    @Test
    void daemonThatIsKilledAndStartedAgainShouldKeepThem() {
        startPair();
        awaitAll(web1);
        web1.kill();

        start(web1);
        awaitState(web1, Lab.ALIAS, "holding");

        Await.pause(Duration.ofSeconds(2));
        awaitAll(web1);
    }
}
