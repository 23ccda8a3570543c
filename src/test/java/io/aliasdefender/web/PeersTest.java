package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.await;
import static io.aliasdefender.web.Served.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.PhaseName;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PeersTest extends PeersFixture {
    /** Serves a peer called web1 and this node, web2, which asks it. */
    private void peer(Handler<HttpServerRequest> behaviour) throws Exception {
        HttpServer peer =
                await(served.vertx.createHttpServer().requestHandler(behaviour).listen(0, LOOPBACK));
        ask(Map.of("web1", "http://127.0.0.1:" + peer.actualPort()));
    }

    private static JsonObject statusOfPeer(String view, String holder) {
        return PeerAnswers.status(
                "web1", 8, PeerAnswers.alias(view, holder, "a <script> in it").put("surprise", "of a newer version"));
    }

    private static void answer(HttpServerRequest request, JsonObject status) {
        JsonObject events = PeerAnswers.events(new JsonArray().add(PeerAnswers.event("web1", 8, "it is here")));
        request.response().end((request.path().equals("/api/status") ? status : events).toBuffer());
    }

    @Test
    void peerShouldBeShownAsItIsWithItsAge() throws Exception {
        peer(request -> answer(request, statusOfPeer("held", "web1")));

        JsonObject body = peersWhen(PeersFixture::isHeard);

        JsonObject peer = first(body, "peers");
        assertThat(peer.getString("node")).isEqualTo("web1");
        assertThat(peer.getBoolean("fresh")).isTrue();
        assertThat(peer.getLong("age_ms")).isBetween(0L, 60_000L);
        JsonObject alias = first(peer.getJsonObject("status"), "aliases");
        assertThat(alias.getString("reason")).isEqualTo("a <script> in it");
        assertThat(alias.fieldNames()).doesNotContain("surprise");
        // web2 of this test says that web1 answers, too.
        assertThat(first(body, "aliases").getBoolean("agree")).isTrue();
        assertThat(first(body, "aliases").getLong("differ_ms")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            answered | web2              | false | web2 says that web1 has 192.0.2.100, web1 says that web2 has 192.0.2.100
            silent   | null              | false | web2 says that web1 has 192.0.2.100, web1 says that nobody has 192.0.2.100
            answered | 02:00:00:00:00:99 | null  | null
            unknown  | null              | null  | null
            """)
    void viewsShouldBeCompared(String view, String holder, Boolean agree, String sentence) throws Exception {
        peer(request -> answer(request, statusOfPeer(view, holder)));

        JsonObject alias = first(peersWhen(PeersFixture::isHeard), "aliases");

        assertThat(alias.getBoolean("agree")).isEqualTo(agree);
        assertThat(alias.getString("sentence")).isEqualTo(sentence);
        assertThat(alias.getLong("differ_ms") != null).isEqualTo(Boolean.FALSE.equals(agree));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "600, true"})
    void claimOfAPeerShouldCountOnlyIfItIsNewerThanOurOwn(long heldSeconds, boolean conflict) throws Exception {
        // It tells once that it has the alias, and is never heard again.
        AtomicBoolean told = new AtomicBoolean();
        peer(request -> {
            if (!request.path().equals("/api/status") || told.compareAndSet(false, true)) {
                answer(request, statusOfPeer("held", "web1"));
            }
        });
        peersWhen(PeersFixture::isHeard);

        served.status.set(holding(Duration.ofSeconds(heldSeconds)));

        while (!isHere(first(peers(), "aliases"))) {
            Thread.onSpinWait();
        }
        JsonObject alias = first(peers(), "aliases");
        assertThat(alias.getString("sentence"))
                .isEqualTo(conflict ? "192.0.2.100 is on web2 and web1 at the same time" : null);
    }

    private static boolean isHere(JsonObject alias) {
        return alias.getJsonArray("views").getJsonObject(0).getString("view").equals("held");
    }

    private static NodeStatus holding(Duration age) {
        NodeStatus status = Served.status();
        AliasStatus alias = status.aliases().get(0);
        return new NodeStatus(
                status.node(),
                status.uptime(),
                status.fresh(),
                List.of(new AliasStatus(
                        alias.placement(),
                        alias.group(),
                        PhaseName.HOLDING,
                        alias.role(),
                        age,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        alias.reason(),
                        alias.counters())),
                status.hosts());
    }

    @Test
    void eventsOfBothShouldBeMergedByTime() throws Exception {
        served.history.add(event(3, Optional.of(ALIAS)));
        peer(request -> answer(request, statusOfPeer("held", "web1")));
        peersWhen(PeersFixture::isHeard);

        JsonObject merged = served.get("/api/events?merged=true").body();

        List<Long> ids = merged.getJsonArray("events").stream()
                .map(entry -> ((JsonObject) entry).getLong("id"))
                .toList();
        assertThat(ids).containsExactly(8L, 3L);
        assertThat(first(merged, "peers").getBoolean("reachable")).isTrue();
        assertThat(served.get("/api/events").body().getJsonArray("events")).hasSize(1);
    }

    @Test
    void peerWhenItCallsItselfOtherwiseShouldNotBeBelieved() throws Exception {
        peer(request -> answer(request, statusOfPeer("held", "web1").put("node", "web9")));

        JsonObject peer = first(peersWhen(PeersFixture::isBroken), "peers");

        assertThat(peer.getString("error")).isEqualTo("it calls itself web9");
        assertThat(peer.getJsonObject("status")).isNull();
        assertThat(peer.getBoolean("fresh")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            view     | "great"        | the field view of its answer
            address  | "web1"         | the field address of its answer
            reason   | {}             | the field reason of its answer
            since_ms | -1             | the field since_ms of its answer
            since_ms | 1e400          | the field since_ms of its answer
            role     | null           | the field role of its answer
            """)
    void fieldWhenItIsWrongShouldSpoilTheWholeAnswer(String field, String value, String error) throws Exception {
        String text = statusOfPeer("held", "web1")
                .encode()
                .replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\d+)", "\"" + field + "\":" + value);
        peer(request -> request.response().end(text));

        assertThat(error()).startsWith(error);
    }

    @Test
    void answerWhenItIsEndlessShouldBeCutShort() throws Exception {
        peer(request -> {
            request.response().setChunked(true);
            pour(request);
        });

        assertThat(error()).isEqualTo("its answer has more than 524288 bytes");
        assertThat(served.get("/api/status").status()).isEqualTo(200);
    }

    private static void pour(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().write("[".repeat(10_000)).onSuccess(written -> pour(request));
        }
    }

    @Test
    void peerWhenItNeverAnswersShouldBeToldInTime() throws Exception {
        peer(request -> {});

        assertThat(error()).isEqualTo("it does not answer within 2 s");
    }

    @Test
    void peerWhenNobodyListensShouldBeUnknownAndNotInTheWay() throws Exception {
        ask(Map.of("web1", "http://127.0.0.1:" + Served.freePort()));

        JsonObject body = peersWhen(PeersFixture::isBroken);

        assertThat(first(body, "peers").getBoolean("reachable")).isFalse();
        assertThat(first(body, "aliases").getBoolean("agree")).isNull();
    }
}
