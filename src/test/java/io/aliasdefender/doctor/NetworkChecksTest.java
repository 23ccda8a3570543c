package io.aliasdefender.doctor;

import static io.aliasdefender.doctor.Situation.carried;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.web.ConfigJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the answers of the network and of other daemons mean. */
class NetworkChecksTest {
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress WEB2 = IpAddress.of("192.0.2.12");
    private static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    private static final MacAddress MAC2 = MacAddress.of("02:00:00:00:00:12");
    private static final MacAddress STRANGER = MacAddress.of("02:00:00:00:00:66");

    private final Situation host = new Situation();

    private static NetworkAnswers answers(Map<IpAddress, Set<MacAddress>> neighbours, IpAddress... echoes) {
        return new NetworkAnswers(Set.of(ALIAS), neighbours, Set.of(), Set.of(echoes), Optional.empty());
    }

    @Test
    void aliasShouldBeOnOneNodeOrNone() {
        Map<IpAddress, Set<MacAddress>> quiet = Map.of(WEB2, Set.of(MAC2));
        assertThat(Situation.lines(AliasesCheck.examine(host.facts(), answers(quiet))))
                .containsExactly("OK nobody answers for 192.0.2.100 at the moment");
        assertThat(Situation.lines(
                        AliasesCheck.examine(host.facts(), answers(Map.of(WEB2, Set.of(MAC2), ALIAS, Set.of(MAC2))))))
                .containsExactly("OK 192.0.2.100 is on web2");
        assertThat(Situation.lines(AliasesCheck.examine(
                        host.facts(), answers(Map.of(WEB2, Set.of(MAC2), ALIAS, Set.of(STRANGER))))))
                .singleElement()
                .asString()
                .startsWith("ERROR 192.0.2.100 is answered by 02:00:00:00:00:66 (no node of ours)");
        assertThat(Situation.lines(AliasesCheck.examine(
                        host.facts(), answers(Map.of(WEB2, Set.of(MAC2), ALIAS, Set.of(MAC2, STRANGER))))))
                .singleElement()
                .asString()
                .startsWith("ERROR 02:00:00:00:00:66 (no node of ours) and web2 both answer for 192.0.2.100");

        host.plus(carried(2, "192.0.2.100/24"));
        assertThat(Situation.lines(AliasesCheck.examine(host.facts(), answers(quiet))))
                .containsExactly("OK 192.0.2.100 is here, and nobody else answers for it");
        assertThat(Situation.lines(
                        AliasesCheck.examine(host.facts(), answers(Map.of(WEB2, Set.of(MAC2), ALIAS, Set.of(MAC2))))))
                .containsExactly("ERROR 192.0.2.100 is here, and web2 answers for it too");
    }

    /** The alias is on eth1, the nodes' addresses of the configuration are on eth0. */
    @Test
    void holderOnAnotherLinkThanItsAddressShouldBeTheNodeThatItAnswersForOrPerhapsOne() {
        IpAddress alias = IpAddress.of("198.51.100.100");
        MacAddress other = MacAddress.of("02:00:00:00:01:12");
        host.link(new Link(3, "eth1", MacAddress.of("02:00:00:00:01:11"), true, true, false))
                .plus(carried(3, "198.51.100.11/24"))
                .configured("""
                        nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
                        aliases: [{address: 198.51.100.100/24, interface: eth1}]
                        """);

        assertThat(Situation.lines(AliasesCheck.examine(
                        host.facts(),
                        new NetworkAnswers(
                                Set.of(alias),
                                Map.of(alias, Set.of(other), WEB2, Set.of(other)),
                                Set.of(Question.on("eth1", WEB2)),
                                Set.of(),
                                Optional.empty()))))
                .containsExactly("OK 198.51.100.100 is on web2");
        assertThat(Situation.lines(AliasesCheck.examine(
                        host.facts(),
                        new NetworkAnswers(
                                Set.of(alias), Map.of(alias, Set.of(other)), Set.of(), Set.of(), Optional.empty()))))
                .containsExactly(
                        "WARNING 198.51.100.100 is answered by 02:00:00:00:01:12, which may be web2: its link-layer"
                                + " address on eth1 is not known");
    }

    @Test
    void answerForAnAddressThatNoHostHasShouldBeProxyArp() {
        IpAddress network = IpAddress.of("192.0.2.0");
        NetworkAnswers proxied = new NetworkAnswers(
                Set.of(ALIAS),
                Map.of(network, Set.of(STRANGER), WEB2, Set.of(MAC2)),
                Set.of(Question.on("eth0", network), Question.on("eth0", WEB2)),
                Set.of(),
                Optional.empty());

        assertThat(Situation.lines(ProxyArpCheck.examine(host.facts(), proxied)))
                .containsExactly(
                        "WARNING 02:00:00:00:00:66 answers ARP for 192.0.2.0 on eth0, which no host can have: proxy"
                                + " ARP, which may answer for a dead holder too");
        assertThat(ProxyArpCheck.examine(host.facts(), NetworkAnswers.NONE)).isEmpty();
    }

    @Test
    void witnessesWhenNoneAnswersShouldBeAnError() {
        assertThat(Situation.lines(WitnessesCheck.examine(host.facts(), answers(Map.of(), ROUTER))))
                .containsExactly("OK witness 192.0.2.1 answers");
        assertThat(Situation.lines(WitnessesCheck.examine(host.facts(), NetworkAnswers.NONE)))
                .singleElement()
                .asString()
                .startsWith("ERROR no IPv4 witness answers (192.0.2.1): nothing is taken over");

        host.configured(Situation.PAIR + "witnesses: [router, 198.51.100.53]\n");
        assertThat(Situation.lines(WitnessesCheck.examine(host.facts(), answers(Map.of(), ROUTER))))
                .containsExactly(
                        "OK witness 192.0.2.1 answers", "WARNING witness 198.51.100.53 does not answer; others do");
    }

    @Test
    void witnessesWhenThereIsNoRouterShouldBeAnErrorOfThatFamily() {
        host.configured(Situation.BOTH).noRoutes();
        assertThat(Situation.lines(WitnessesCheck.examine(host.facts(), NetworkAnswers.NONE)))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("ERROR no IPv4 default router is known"))
                .anyMatch(line -> line.startsWith("ERROR no IPv6 default router is known"));

        // A list of addresses alone counts for the other family, too.
        host.configured(Situation.BOTH + "witnesses: [192.0.2.53]\n");
        assertThat(WitnessesCheck.examine(host.facts(), answers(Map.of(), IpAddress.of("192.0.2.53"))))
                .allMatch(found -> found.level() == Level.OK);
    }

    @Test
    void nodesWhenTheyAreSilentShouldBeAWarning() {
        assertThat(Situation.lines(NodesCheck.examine(host.facts(), answers(Map.of(WEB2, Set.of(MAC2))))))
                .containsExactly("OK node web2 (192.0.2.12) answers ARP, but no ping");
        assertThat(NodesCheck.examine(host.facts(), NetworkAnswers.NONE))
                .singleElement()
                .matches(one -> one.level() == Level.WARNING);
    }

    @Test
    void silenceWhenNobodyCouldBeAskedShouldMeanNothing() {
        NetworkAnswers refused =
                new NetworkAnswers(Set.of(), Map.of(), Set.of(), Set.of(), Optional.of("not permitted"));

        assertThat(AliasesCheck.examine(host.facts(), refused)).isEmpty();
        assertThat(WitnessesCheck.examine(host.facts(), refused)).isEmpty();
        assertThat(NodesCheck.examine(host.facts(), refused)).isEmpty();
    }

    @Test
    void partnersWhenTheyDifferShouldBeToldInWhat() {
        JsonObject theirs = ConfigJson.of(host.facts().settings().orElseThrow());
        assertThat(partner(theirs.copy())).containsExactly("OK web2 runs the same configuration");

        JsonObject slower =
                theirs.copy().put("interval_ms", 500).put("self", "web2").put("commands", "ip");
        assertThat(partner(slower))
                .containsExactly("WARNING web2 is configured differently: interval_ms 1000 here and 500 there");

        JsonObject other = theirs.copy();
        JsonArray aliases = other.getJsonArray("aliases");
        aliases.getJsonObject(0).put("grace_ms", (Object) null);
        aliases.add(new JsonObject().put("address", "192.0.2.101/24\u001b[2J"));
        assertThat(partner(other))
                .containsExactly(
                        "WARNING web2 is configured differently: 192.0.2.100/24 grace_ms 3000 here and null there;"
                                + " 192.0.2.101/24?[2J is an alias there alone");
    }

    @Test
    void partnersWhenTheyCannotBeAskedShouldBeUnknown() {
        assertThat(PartnersCheck.examine(host.facts(), Map.of()))
                .singleElement()
                .matches(one -> one.level() == Level.UNKNOWN);
        PeerConfigurations.Said silent =
                new PeerConfigurations.Said(Optional.empty(), Optional.of("Connection refused"));
        assertThat(Situation.lines(PartnersCheck.examine(host.facts(), Map.of("web2", silent))))
                .containsExactly("UNKNOWN web2 does not say what it is configured to do: Connection refused");
    }

    private List<String> partner(JsonObject theirs) {
        PeerConfigurations.Said said =
                new PeerConfigurations.Said(Optional.of(new JsonObject(theirs.encode())), Optional.empty());
        return Situation.lines(PartnersCheck.examine(host.facts(), Map.of("web2", said)));
    }

    @Test
    void daemonWhenItRunsSomethingElseShouldBeToldInWhat() {
        JsonObject running = new JsonObject(
                ConfigJson.of(host.facts().settings().orElseThrow()).encode());
        assertThat(daemon(running)).containsExactly("OK the daemon answers and runs this configuration");
        assertThat(daemon(running.copy().put("interval_ms", 100)))
                .containsExactly(
                        "WARNING the daemon runs something else than this file: interval_ms 1000 here and 100 there");
        assertThat(daemon(running.copy().put("file", new JsonObject().put("accepted", false))))
                .singleElement()
                .asString()
                .startsWith("ERROR the daemon rejected the configuration file");
        assertThat(DaemonCheck.examine(new Situation().facts())).isEmpty();
    }

    @Test
    void aliasThatClientsDoNotReachHereShouldBeAnError() {
        JsonObject alias = new JsonObject()
                .put("address", "192.0.2.100")
                .put("interface", "eth0")
                .put("state", "holding")
                .put("cause", "filtered")
                .put("filtered_ms", 4_000)
                .put("reason", "primary: the network drops the frames of the alias");
        assertThat(reaching(alias))
                .singleElement()
                .asString()
                .startsWith("ERROR the daemon says: primary: the network drops the frames of the alias");
        JsonObject unheard = alias.copy().putNull("filtered_ms").put("cause", "unheard");
        assertThat(reaching(unheard)).singleElement().asString().startsWith("ERROR");
        assertThat(reaching(unheard.copy().put("state", "vacant")))
                .as("another host has it")
                .isEmpty();
        assertThat(reaching(unheard.copy().put("cause", "adopted"))).isEmpty();
    }

    private List<String> reaching(JsonObject alias) {
        JsonObject status = new JsonObject().put("aliases", new JsonArray().add(alias));
        return Situation.lines(DaemonCheck.examine(
                host.daemon(new DaemonAnswers(Optional.empty(), Optional.of(status), Optional.empty()))
                        .facts()));
    }

    private List<String> daemon(JsonObject running) {
        return Situation.lines(
                DaemonCheck.examine(host.daemon(new DaemonAnswers(Optional.of(running), Optional.empty()))
                        .facts()));
    }
}
