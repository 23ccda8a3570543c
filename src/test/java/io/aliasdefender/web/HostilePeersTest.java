package io.aliasdefender.web;

import static io.aliasdefender.web.HostileServer.ok;
import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.payload.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that want to harm: whatever they send, it ends, it is bounded, and this node says what is wrong. */
@Timeout(120)
class HostilePeersTest {
    private static final String SPACES = " ".repeat(64 << 10);

    @TempDir
    private Path folder;

    private Served served;

    @BeforeEach
    void start() {
        served = new Served(folder).answering();
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    private void deploy(HostileServer... peers) throws Exception {
        Map<String, String> urls = new LinkedHashMap<>();
        for (int i = 0; i < peers.length; i++) {
            urls.put("bad" + (i + 1), peers[i].url());
        }
        served.deploy(settings(new Settings.Web(
                LOOPBACK, Optional.empty(), Optional.empty(), Optional.empty(), urls, Optional.empty())));
    }

    private JsonObject peers() throws Exception {
        Served.Answer answer = served.get("/api/peers");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private JsonObject peer(int index) throws Exception {
        return peers().getJsonArray("peers").getJsonObject(index);
    }

    private String error() throws Exception {
        String error;
        do {
            error = peer(0).getString("error");
        } while (error == null || error.equals("not asked yet"));
        return error;
    }

    private String errorWhen(HostileServer.Behaviour behaviour) throws Exception {
        try (HostileServer peer = new HostileServer(behaviour)) {
            deploy(peer);
            return error();
        }
    }

    private static JsonObject status(long eventId) {
        return new JsonObject()
                .put("node", "bad1")
                .put("version", "1")
                .put("at", "2026-01-02T03:04:05Z")
                .put("event_id", eventId)
                .put("uptime_ms", 1)
                .put("fresh_ms", 4_000)
                .put("aliases", new JsonArray())
                .put("hosts", new JsonArray());
    }

    private static JsonObject alias(String reason) {
        return new JsonObject()
                .put("address", Served.ALIAS.toString())
                .put("placement", "192.0.2.100/24 on eth0")
                .put("role", "primary")
                .put("state", "holding")
                .put("since_ms", 5)
                .put("view", "held")
                .put("holder", "bad1")
                .put("cause", "adopted")
                .put("level", "info")
                .put("reason", reason);
    }

    private static JsonObject event(long id, String sentence) {
        return new JsonObject()
                .put("id", id)
                .put("at", "2026-01-02T03:04:05Z")
                .put("node", "bad1")
                .put("cause", "took-over")
                .put("level", "info")
                .put("sentence", sentence);
    }

    @Test
    void headWhenItTricklesShouldEndInTime() throws Exception {
        assertThat(errorWhen((path, out) -> trickle(out, "HTTP/1.1 200 OK\r\nX: ")))
                .isEqualTo("it does not answer within 2 s");
    }

    @Test
    void bodyWhenItTricklesShouldEndInTime() throws Exception {
        assertThat(errorWhen((path, out) -> trickle(out, ok("Content-Length: 400000", "{"))))
                .isEqualTo("it does not answer within 2 s");
    }

    private static void trickle(HostileServer.Writer out, String beginning) throws IOException, InterruptedException {
        out.write(beginning);
        while (true) {
            Thread.sleep(50);
            out.write(" ");
        }
    }

    @Test
    void redirectShouldNotBeFollowed() throws Exception {
        try (HostileServer target = new HostileServer((path, out) -> out.write(ok("{}")))) {
            assertThat(errorWhen((path, out) -> out.write(
                            "HTTP/1.1 302 Found\r\nLocation: " + target.url() + "/\r\nContent-Length: 0\r\n\r\n")))
                    .isEqualTo("it answers with HTTP status 302");
            assertThat(target.connections()).isZero();
        }
    }

    @Test
    void interimAnswersWhenTheyDoNotEndShouldEndTheConnectionAtOnceAndBeARestForBoth() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000);
        try (HostileServer flood = new HostileServer((path, out) -> {
                    while (true) {
                        out.write(interim);
                    }
                });
                HostileServer other = new HostileServer((path, out) -> {
                    asked.incrementAndGet();
                    out.write(ok("{}"));
                })) {
            deploy(flood, other);

            assertThat(error()).isEqualTo("it sends interim answers (100 Continue) without end");
            // Less than what the system's buffers take by themselves, and a bit.
            assertThat(flood.written()).isLessThan(16 << 20);
            int before = asked.get();
            while (asked.get() < before + 3) {
                Thread.sleep(20);
            }
            assertThat(flood.connections()).isEqualTo(1);
        }
    }

    @Test
    void bytesWhenTheyAreNoPartOfTheBodyShouldBeBounded() throws Exception {
        assertThat(errorWhen((path, out) -> {
                    out.write(ok("Transfer-Encoding: chunked", ""));
                    while (true) {
                        // One byte of the body, and 2 KiB of an extension that nobody reads.
                        out.write("1;" + "x".repeat(2_000) + "\r\n{\r\n");
                    }
                }))
                .isEqualTo("it sends more than an answer may have");
    }

    @Test
    void headersWhenTheyAreHugeShouldBeRefused() throws Exception {
        assertThat(errorWhen((path, out) -> out.write(ok("X: " + SPACES + "x", "{}"))))
                .isEqualTo("it does not speak HTTP");
    }

    @Test
    void headersWhenTheyAreManyShouldBeRefused() throws Exception {
        assertThat(errorWhen((path, out) -> out.write(ok("a:b\r\n".repeat(4_000) + "c:d", "{}"))))
                .isEqualTo("it does not speak HTTP");
    }

    @Test
    void contentLengthWhenItIsTooLargeShouldEndInTime() throws Exception {
        assertThat(errorWhen((path, out) ->
                        out.write(ok("Content-Length: 400000", status(0).encode()))))
                .isEqualTo("it does not answer within 2 s");
    }

    @Test
    void contentLengthWhenItIsTooSmallShouldMakeTheRestNoAnswerToAnything() throws Exception {
        // Which comes first depends on how it comes in.
        assertThat(errorWhen((path, out) ->
                        out.write(ok("Content-Length: 1", status(0).encode()))))
                .isIn("its answer is no JSON object", "it does not speak HTTP");
    }

    @Test
    void answersWhenThereAreMoreThanQuestionsShouldNotBeTaken() throws Exception {
        try (HostileServer peer = new HostileServer((path, out) -> out.write(ok(
                        status(1).encode())
                + ok(new JsonObject().put("events", new JsonArray()).encode()).repeat(5)))) {
            deploy(peer);
            while (peer.connections() < 2) {
                peers();
            }
        }
    }

    @Test
    void answerWhenItIsCompressedShouldNotBeUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(SPACES.getBytes(StandardCharsets.US_ASCII));
            }
        }
        // Not the right bytes behind the beginning, which does not matter: nobody looks at them.
        String bomb = packed.toString(StandardCharsets.ISO_8859_1);
        int length = bomb.getBytes(StandardCharsets.UTF_8).length;
        assertThat(errorWhen((path, out) -> out.write(ok("Content-Encoding: gzip\r\nContent-Length: " + length, bomb))))
                .isEqualTo("its answer is no JSON object");
    }

    @Test
    void jsonWhenItIsDeepShouldBeRefused() throws Exception {
        String deep = "{\"aliases\":" + "[".repeat(200_000);
        assertThat(errorWhen((path, out) -> out.write(ok(deep)))).isEqualTo("its answer is no JSON object");
    }

    @Test
    void jsonWhenItIsDeepInAFieldThatNobodyAsksForShouldBeRefused() throws Exception {
        String deep = "{\"x\":" + "[".repeat(200_000);
        assertThat(errorWhen((path, out) -> out.write(ok(deep)))).isEqualTo("its answer is no JSON object");
    }

    @Test
    void jsonWhenItHasManyValuesShouldBeRefused() throws Exception {
        String many = "{\"aliases\":[" + "{},".repeat(150_000) + "{}]}";
        assertThat(errorWhen((path, out) -> out.write(ok(many)))).isEqualTo("its answer is no JSON object");
    }

    /** Aliases with next to nothing in them are few bytes, and each an object with ten others. */
    @Test
    void statusWhenItTakesTooMuchInTheHeapShouldBeRefused() throws Exception {
        JsonArray aliases = new JsonArray();
        for (int i = 0; i < 1_700; i++) {
            aliases.add(alias("").put("placement", "").put("role", "").put("cause", ""));
        }
        String status = status(0).put("aliases", aliases).encode();
        assertThat(status.length()).isLessThan(512 << 10);

        assertThat(errorWhen((path, out) -> out.write(ok(status)))).startsWith("its status takes more than the ");
    }

    @Test
    void sentencesShouldBeCutAndWithoutControlCharacters() throws Exception {
        try (HostileServer peer = new HostileServer((path, out) -> out.write(ok((path.equals("/api/status")
                        ? status(1)
                                .put("aliases", new JsonArray().add(alias("\u001b[2J\u202e" + "long ".repeat(3_000))))
                        : new JsonObject()
                                .put("events", new JsonArray().add(event(1, "\u001b]0;" + "x".repeat(16_000)))))
                .encode())))) {
            deploy(peer);
            while (peer(0).getValue("status") == null || !peer(0).getBoolean("reachable")) {
                Thread.sleep(10);
            }

            String reason = peer(0).getJsonObject("status")
                    .getJsonArray("aliases")
                    .getJsonObject(0)
                    .getString("reason");
            assertThat(reason)
                    .hasSize(PeerJson.SENTENCE_CHARACTERS)
                    .startsWith("\\u001b[2J\\u202elong")
                    .endsWith("…");
            String sentence = served.get("/api/events?merged=true")
                    .body()
                    .getJsonArray("events")
                    .getJsonObject(0)
                    .getString("sentence");
            assertThat(sentence)
                    .hasSize(PeerJson.SENTENCE_CHARACTERS)
                    .startsWith("\\u001b]0;xxx")
                    .endsWith("…");
        }
    }

    /** Three peers with all the events that they may have here, each of the longest sentence. */
    @Test
    void mergedEventsShouldBeBoundedInBytesAndTheNewest() throws Exception {
        try (HostileServer first = new HostileServer(liar("bad1"));
                HostileServer second = new HostileServer(liar("bad2"));
                HostileServer third = new HostileServer(liar("bad3"))) {
            deploy(first, second, third);
            Served.Answer answer = served.get("/api/events?merged=true");
            while (length(answer) < ReadRoutes.MOST_EVENT_BYTES - 4_000) {
                Thread.sleep(50);
                answer = served.get("/api/events?merged=true");
            }

            assertThat(length(answer)).isLessThan(ReadRoutes.MOST_EVENT_BYTES + 4_000);
            assertThat(answer.body().getJsonArray("events").size()).isBetween(100, 999);
        }
    }

    private static HostileServer.Behaviour liar(String node) {
        String sentence = "\"\u0416".repeat(250);
        return (path, out) -> {
            if (path.equals("/api/status")) {
                out.write(ok(status(900).put("node", node).encode()));
                return;
            }
            long since = Long.parseLong(path.replaceFirst(".*since=", ""));
            JsonArray events = new JsonArray();
            for (long id = since + 1; id <= Math.min(900, since + 300); id++) {
                events.add(event(id, sentence).put("node", node));
            }
            out.write(ok(new JsonObject().put("events", events).encode()));
        };
    }

    private static int length(Served.Answer answer) {
        return Integer.parseInt(answer.response().getHeader("content-length"));
    }

    /** 255 other nodes, each with the most that it may have. */
    @Test
    void allPeersTogetherShouldTakeAPartOfTheHeap() {
        for (int peers = 1; peers <= 255; peers++) {
            PeerLimits each = PeerLimits.of(peers);
            long all = (long) peers * (each.bodyBytes() + each.statusBytes() + each.eventBytes());
            assertThat(all).as("of %s peers", peers).isLessThanOrEqualTo(13L << 20);
        }
        assertThat(PeerLimits.of(2)).isEqualTo(PeerLimits.of(1));
    }
}
