package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two real daemons that look at each other over the network: what either of them shows, and what does not matter. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PeersIT extends WebPair {
    @Test
    @Order(1)
    void eitherNodeShouldShowBothViewsAndOneTimeline() throws Exception {
        startPair();

        for (LabHost host : lab.hosts()) {
            awaitAgreement(host, true);
            JsonObject agreement = agreement(host);
            assertThat(each(agreement.getJsonArray("views"), "holder")).containsOnly("web1");
            assertThat(views(agreement)).containsExactlyInAnyOrderEntriesOf(Map.of("web1", "held", "web2", "answered"));
            assertThat(agreement.getLong("differ_ms")).isNull();
            // The same over TCP, for a browser, without any token.
            Door.Answer overTls = tls(host).get("/api/peers");
            assertThat(first(overTls.json(), "peers").getBoolean("reachable")).isTrue();
        }
        Await.until("both have all events of both", SOON, () -> timeline(web1).equals(timeline(web2)));
        JsonArray events = get(web1, "/api/events?merged=true").getJsonArray("events");
        assertThat(each(events, "node")).contains("web1", "web2");
        assertThat(each(events, "at").stream().map(at -> Instant.parse((String) at)))
                .isSorted();
        leaveRunning();
    }

    private static List<String> timeline(LabHost host) {
        return get(host, "/api/events?merged=true").getJsonArray("events").stream()
                .map(entry -> (JsonObject) entry)
                .map(event -> event.getString("node") + " " + event.getLong("id"))
                .toList();
    }

    private static Map<Object, Object> views(JsonObject agreement) {
        JsonArray views = agreement.getJsonArray("views");
        return Map.of(
                each(views, "node").get(0), each(views, "view").get(0),
                each(views, "node").get(1), each(views, "view").get(1));
    }

    @Test
    @Order(3)
    void viewsWhenOneNodeIsDeafToTheAliasShouldBeMarkedAsDifferentOnBoth() {
        configure(LabConfig.every(INTERVAL).with("grace: never"));
        startPair();
        Await.until(
                "web2 waits for ever",
                SOON,
                () -> first(get(web2, "/api/config"), "aliases").getValue("grace_ms") == null);

        lab.network()
                .filter(
                        "deaf to the alias",
                        List.of(
                                "oifname web2 arp saddr ip " + ALIAS + " drop",
                                "oifname web2 ip saddr " + ALIAS + " drop"));

        for (LabHost host : lab.hosts()) {
            JsonObject differs = awaitDifference(
                    host, "web1 says that web1 has 192.0.2.100", "web2 says that nobody has 192.0.2.100");
            assertThat(differs.getLong("differ_ms")).isNotNegative();
        }
        lab.network().unfilter("deaf to the alias");
        for (LabHost host : lab.hosts()) {
            assertThat(awaitAgreement(host, true).getString("sentence")).isNull();
        }
    }

    @Test
    void peerWhenItIsCutOffShouldBecomeUnknownAndComeBackByItself() {
        startPair();
        awaitAgreement(web1, true);

        lab.faults().cut(web1, web2);

        awaitPeer(web1, peer -> !peer.getBoolean("reachable") && !peer.getBoolean("fresh"));
        assertThat(peer(web1).getString("error")).isEqualTo("it does not answer within 2 s");
        // A memory with its age, and nothing that is shown as true.
        assertThat(peer(web1).getJsonObject("status").getString("node")).isEqualTo("web2");
        assertThat(views(agreement(web1))).containsEntry("web2", "unknown");
        assertThat(agreement(web1).getBoolean("agree")).isNull();
        assertThat(first(get(web1, "/api/status"), "aliases").getString("state"))
                .isEqualTo("holding");

        lab.faults().mend(web1, web2);

        awaitAgreement(web1, true);
        awaitAgreement(web2, true);
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).hasSize(1);
    }

    @Test
    @Order(2)
    void peerWhenItsCertificateIsNobodysWeTrustShouldBeToldUntilTheAuthorityIsRight() {
        // Somebody else's certificate in the place of the authority's.
        lab.configure(web1, LabConfig.every(INTERVAL).with(web(web1, peers("https"), authority.certificate("web1"))));
        startPair();

        awaitPeer(web1, peer -> error(peer).startsWith("its certificate is not signed by anybody in web: peer-ca"));
        awaitPeer(web2, peer -> peer.getBoolean("reachable"));
        assertThat(agreement(web1).getBoolean("agree")).isNull();

        lab.configure(web1, LabConfig.every(INTERVAL).with(web(web1, peers("https"), authority.certificate())));

        awaitPeer(web1, peer -> peer.getBoolean("reachable"));
        assertUndisturbed();
        leaveRunning();
    }

    @Test
    void peerWhenItIsNoGoodShouldBeToldInOneSentenceAndNeverDisturb() throws Exception {
        lab.configure(web1, LabConfig.every(INTERVAL).with(web(web1, peers("http"), authority.certificate())));
        start(web1);
        awaitHolder(web1);
        awaitError("nobody listens there");

        try (FakePeer fake = new FakePeer(web2, FakePeer.hanging())) {
            awaitError("it does not answer within 2 s");
            fake.behave(FakePeer.closing());
            awaitError("it closes the connection without an answer; does it want https://?");
            fake.behave(FakePeer.answering(500, "no"));
            awaitError("it answers with HTTP status 500");
            fake.behave(FakePeer.answering(200, "<html>"));
            awaitError("its answer is no JSON object");
            fake.behave(FakePeer.saying("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"));
            awaitError("it does not speak HTTP");
            fake.behave(
                    FakePeer.answering(200, "{\"node\": \"web2\", \"aliases\": [], \"hosts\": [], \"version\": 7}"));
            awaitError("the field version of its answer is not as it should be");
            fake.behave(FakePeer.answering(200, statusOf("web3")));
            awaitError("it calls itself web3");
            fake.behave(FakePeer.answering(200, statusOf("web2")));
            awaitPeer(web1, peer -> peer.getBoolean("reachable"));

            lab.configure(web1, LabConfig.every(INTERVAL).with(web(web1, peers("https"), authority.certificate())));
            awaitError("it does not speak TLS; its address under web: peers is to begin with http://");
        }
        assertUndisturbed();
    }

    /** Of a newer version, which has more than we know. */
    private static String statusOf(String node) {
        return """
                {"node": "%s", "version": "99.0", "at": "2026-01-02T03:04:05Z", "event_id": 0, "uptime_ms": 1,
                 "fresh_ms": 4000, "maintenance": null, "aliases": [], "hosts": [], "wisdom": {"a": [1]}}""".formatted(node);
    }

    private static void awaitError(String sentence) {
        awaitPeer(web1, peer -> error(peer).equals(sentence));
    }

    private static String error(JsonObject peer) {
        return String.valueOf(peer.getString("error"));
    }

    /** Whatever the peer is like: the alias stayed where it was, and nothing went wrong inside. */
    private static void assertUndisturbed() {
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).isEqualTo(Set.of("web1"));
        assertThat(web1.lastLines(200)).doesNotContain("Exception", "\tat ", "error inside");
    }
}
