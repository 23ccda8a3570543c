package io.aliasdefender.web;

import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.TenureJson;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TenuresTest extends PeersFixture {
    private static final String DAY = "from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z";
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /** This node, web2, with a peer web1 that tells this of itself. */
    private void peer(JsonObject record) throws Exception {
        HttpServer peer = await(served.vertx
                .createHttpServer()
                .requestHandler(request -> answer(request, record))
                .listen(0, LOOPBACK));
        ask(Map.of("web1", "http://127.0.0.1:" + peer.actualPort()));
        peersWhen(PeersFixture::isHeard);
    }

    private void answer(HttpServerRequest request, JsonObject record) {
        if (request.path().equals("/api/tenures")) {
            asked.add(request.query());
            Future<Void> unused = request.response().end(record.toBuffer());
        } else {
            JsonObject events = PeerAnswers.events(new JsonArray());
            JsonObject status = PeerAnswers.status("web1", 0, PeerAnswers.alias("held", "web1", "it is here"));
            Future<Void> unused =
                    request.response().end((request.path().equals("/api/status") ? status : events).toBuffer());
        }
    }

    private static JsonObject recorded(JsonObject... tenures) {
        JsonObject node = new JsonObject()
                .put("node", "web1")
                .put("since", "2026-01-01T10:00:00Z")
                .put("error", null);
        return new JsonObject()
                .put("nodes", new JsonArray().add(node))
                .put("truncated", false)
                .put("tenures", new JsonArray(List.of(tenures)));
    }

    private static JsonObject tenure() {
        return new JsonObject("""
                {"alias": "192.0.2.100", "group": null, "node": "web1", "begin": "2026-01-02T01:00:00Z",
                 "end": "2026-01-02T03:04:05Z", "planned": true, "begin_cause": "adopted", "begin_sentence": "was here",
                 "end_cause": null, "end_sentence": null, "end_certain": false, "unanswered_ms": null}
                """);
    }

    @Test
    void tenuresShouldBeThoseOfAllNodesByTime() throws Exception {
        peer(recorded(tenure()));

        JsonObject found = served.get("/api/tenures?merged=true&" + DAY).body();

        assertThat(found.getString("node")).isEqualTo("web2");
        assertThat(found.getString("from")).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(found.getJsonArray("nodes")).isEqualTo(new JsonArray("""
                [{"node": "web2", "since": "2026-01-01T00:00:00Z", "error": null},
                 {"node": "web1", "since": "2026-01-01T10:00:00Z", "error": null}]
                """));
        assertThat(found.getJsonArray("tenures"))
                .isEqualTo(new JsonArray().add(tenure()).add(TenureJson.of(served.tenures.get(0))));
        assertThat(found.getBoolean("truncated")).isFalse();
        assertThat(served.get("/api/tenures?" + DAY).body().getJsonArray("tenures"))
                .hasSize(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void tenuresShouldBeOnlyThoseThatAreAskedFor() throws Exception {
        peer(recorded());
        served.tenures.add(Served.tenure("2026-01-02T05:00:00Z"));

        JsonObject newest =
                served.get("/api/tenures?merged=true&limit=1&" + DAY).body();

        assertThat(newest.getJsonArray("tenures").getJsonObject(0).getString("begin"))
                .isEqualTo("2026-01-02T05:00:00Z");
        assertThat(newest.getBoolean("truncated")).isTrue();
        assertThat(asked.poll()).isEqualTo("limit=1&" + DAY);
        assertThat(served.get("/api/tenures?alias=192.0.2.101&" + DAY).body().getJsonArray("tenures"))
                .isEmpty();
        served.get("/api/tenures?merged=true&alias=2001:db8::64&" + DAY);
        assertThat(asked.poll()).isEqualTo("limit=1000&" + DAY + "&alias=2001%3Adb8%3A%3A64");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from=yesterday                                       | from is a time such as
            from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z    | from is not to be later than to
            from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:01Z    | from and to may be 31 days apart
            to=-1000000000-01-01T00:00:00Z                       | to is a time such as
            limit=2001                                           | limit is a number from 1 to 2000
            alias=web1                                           | alias is an IP address
            """)
    void requestWhenItIsWrongShouldBeToldAsAProblem(String query, String detail) throws Exception {
        served.answering().deploy();

        Served.Answer answer = served.get("/api/tenures?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().getString("detail")).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node          | "web9"                     | a tenure is not one of web1
            alias         | "web1"                     | a tenure is not one of web1
            begin         | "now"                      | a tenure is not one of web1
            end           | "2026-01-01T00:00:00Z"     | a tenure is not one of web1
            end           | "+1000000000-12-31T00:00:00Z" | a tenure is not one of web1
            begin_cause   | "Took Over"                | a tenure is not one of web1
            unanswered_ms | -1                         | a tenure is not one of web1
            planned       | "yes"                      | a tenure is not one of web1
            """)
    void tenureOfAPeerWhenItIsWrongShouldSpoilItsAnswer(String field, String value, String error) throws Exception {
        JsonObject wrong = new JsonObject("{\"value\": " + value + "}");
        peer(recorded(tenure().put(field, wrong.getValue("value"))));

        assertThat(errorOfPeer()).isEqualTo(error);
    }

    private String errorOfPeer() throws Exception {
        JsonObject found = served.get("/api/tenures?merged=true&" + DAY).body();
        assertThat(found.getJsonArray("tenures")).hasSize(1);
        assertThat(found.getJsonArray("nodes").getJsonObject(1).getString("since"))
                .isNull();
        return found.getJsonArray("nodes").getJsonObject(1).getString("error");
    }

    @Test
    void peerWhenItTellsMoreThanItWasAskedForShouldNotBeBelieved() throws Exception {
        List<JsonObject> many = new ArrayList<>();
        for (int i = 0; i <= Peer.MOST_TENURES; i++) {
            many.add(tenure());
        }
        peer(recorded(many.toArray(JsonObject[]::new)));

        assertThat(errorOfPeer()).isEqualTo("the field tenures of its answer is not as it should be");
    }

    @Test
    void sentenceOfAPeerShouldBePlainAndShort() throws Exception {
        peer(recorded(tenure().put("begin_sentence", "\u001b[2J" + "x".repeat(1_000))));

        JsonObject first = served.get("/api/tenures?merged=true&" + DAY)
                .body()
                .getJsonArray("tenures")
                .getJsonObject(0);

        assertThat(first.getString("begin_sentence"))
                .startsWith("\\u001b[2Jx")
                .endsWith("…")
                .hasSize(500);
    }

    @Test
    void reportShouldBeMarkdownOfWhatAllNodesRecorded() throws Exception {
        peer(recorded(tenure()));
        ApiClient client = new ApiClient(served.socket, Duration.ofSeconds(30));

        ApiClient.Text report = client.text("/api/report?" + DAY);

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.body())
                .startsWith("# What happened to the aliases\n")
                .contains(
                        "1 unplanned move", "| web1, known to have run until", "| web2 | **no** | 87 ms | took-over |");
        assertThat(client.text("/api/report?from=x").status()).isEqualTo(400);
        assertThat(client.text("/api/report?from=x").body()).startsWith("from is a time such as");
    }

    @Test
    void peerThatCannotBeReadShouldNotBeAsked() throws Exception {
        ask(Map.of("web1", "http://127.0.0.1:" + Served.freePort()));
        peersWhen(peer -> "nobody listens there".equals(peer.getString("error")));

        assertThat(errorOfPeer()).isEqualTo("nobody listens there");
    }
}
