package io.aliasdefender.web;

import static io.aliasdefender.web.HostileServer.ok;
import static io.aliasdefender.web.Served.LOOPBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that want to harm: whatever they send, it ends, it is bounded, and this node says what is wrong. */
@Timeout(120)
class HostilePeersTest extends PeersFixture {
    private static final String SPACES = " ".repeat(64 << 10);
    private static final String MERGED = "/api/events?merged=true";
    private static final String TOO_LATE = "it does not answer within 2 s";
    /** Between two bytes of an answer that never ends, and between two looks at a large one. */
    private static final Duration TRICKLE = Duration.ofMillis(50);

    private static final Duration SOON = Duration.ofSeconds(60);

    private void deploy(HostileServer... peers) throws Exception {
        Map<String, String> urls = new LinkedHashMap<>();
        for (int i = 0; i < peers.length; i++) {
            urls.put("bad" + (i + 1), peers[i].url());
        }
        ask(urls);
    }

    private String errorWhen(HostileServer.Behaviour behaviour) throws Exception {
        try (HostileServer peer = new HostileServer(behaviour)) {
            deploy(peer);
            return error();
        }
    }

    /** Why its answer is refused: on a busy machine the first may come too late to be looked at, and it is asked again. */
    private String refusalWhen(HostileServer.Behaviour behaviour) throws Exception {
        try (HostileServer peer = new HostileServer(behaviour)) {
            deploy(peer);
            return first(
                            peersWhen(told ->
                                    isBroken(told) && !told.getString("error").equals(TOO_LATE)),
                            "peers")
                    .getString("error");
        }
    }

    private static JsonObject status(long eventId, JsonObject... aliases) {
        return PeerAnswers.status("bad1", eventId, aliases);
    }

    private static JsonObject alias(String reason) {
        return PeerAnswers.alias("held", "bad1", reason);
    }

    private static JsonObject event(long id, String sentence) {
        return PeerAnswers.event("bad1", id, sentence);
    }

    @Test
    void headWhenItTricklesShouldEndInTime() throws Exception {
        assertThat(errorWhen((path, out) -> trickle(out, "HTTP/1.1 200 OK\r\nX: ")))
                .isEqualTo(TOO_LATE);
    }

    @Test
    void bodyWhenItTricklesShouldEndInTime() throws Exception {
        assertThat(errorWhen((path, out) -> trickle(out, ok("Content-Length: 400000", "{"))))
                .isEqualTo(TOO_LATE);
    }

    private static void trickle(HostileServer.Writer out, String beginning) throws IOException {
        out.write(beginning);
        while (true) {
            Await.pause(TRICKLE);
            out.write(" ");
        }
    }

    @Test
    void redirectShouldNotBeFollowed() throws Exception {
        try (HostileServer target = new HostileServer((path, out) -> out.write(ok("{}")))) {
            assertThat(refusalWhen((path, out) -> out.write(
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
            Await.until("the other one is asked three times", SOON, () -> asked.get() >= before + 3);
            assertThat(flood.connections()).isEqualTo(1);
        }
    }

    @Test
    void bytesWhenTheyAreNoPartOfTheBodyShouldBeBounded() throws Exception {
        assertThat(refusalWhen((path, out) -> {
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
        assertThat(refusalWhen((path, out) -> out.write(ok("X: " + SPACES + "x", "{}"))))
                .isEqualTo("it does not speak HTTP");
    }

    @Test
    void headersWhenTheyAreManyShouldBeRefused() throws Exception {
        assertThat(refusalWhen((path, out) -> out.write(ok("a:b\r\n".repeat(4_000) + "c:d", "{}"))))
                .isEqualTo("it does not speak HTTP");
    }

    @Test
    void contentLengthWhenItIsTooLargeShouldEndInTime() throws Exception {
        assertThat(errorWhen((path, out) ->
                        out.write(ok("Content-Length: 400000", status(0).encode()))))
                .isEqualTo(TOO_LATE);
    }

    @Test
    void contentLengthWhenItIsTooSmallShouldMakeTheRestNoAnswerToAnything() throws Exception {
        // Which comes first depends on how it comes in.
        assertThat(refusalWhen((path, out) ->
                        out.write(ok("Content-Length: 1", status(0).encode()))))
                .isIn("its answer is no JSON object", "it does not speak HTTP");
    }

    @Test
    void answersWhenThereAreMoreThanQuestionsShouldNotBeTaken() throws Exception {
        try (HostileServer peer =
                new HostileServer((path, out) -> out.write(ok(status(1).encode())
                        + ok(PeerAnswers.events(new JsonArray()).encode()).repeat(5)))) {
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
        assertThat(refusalWhen(
                        (path, out) -> out.write(ok("Content-Encoding: gzip\r\nContent-Length: " + length, bomb))))
                .isEqualTo("its answer is no JSON object");
    }

    @Test
    void jsonWhenItIsDeepShouldBeRefused() throws Exception {
        String deep = "{\"aliases\":" + "[".repeat(200_000);
        assertThat(refusalWhen((path, out) -> out.write(ok(deep)))).isEqualTo("its answer is no JSON object");
    }

    @Test
    void jsonWhenItIsDeepInAFieldThatNobodyAsksForShouldBeRefused() throws Exception {
        String deep = "{\"x\":" + "[".repeat(200_000);
        assertThat(refusalWhen((path, out) -> out.write(ok(deep)))).isEqualTo("its answer is no JSON object");
    }

    @Test
    void jsonWhenItHasManyValuesShouldBeRefused() throws Exception {
        String many = "{\"aliases\":[" + "{},".repeat(150_000) + "{}]}";
        assertThat(refusalWhen((path, out) -> out.write(ok(many)))).isEqualTo("its answer is no JSON object");
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

        assertThat(refusalWhen((path, out) -> out.write(ok(status)))).startsWith("its status takes more than the ");
    }

    @Test
    void sentencesShouldBeCutAndWithoutControlCharacters() throws Exception {
        try (HostileServer peer = new HostileServer((path, out) -> out.write(ok((path.equals("/api/status")
                        ? status(1, alias("\u001b[2J\u202e" + "long ".repeat(3_000)))
                        : PeerAnswers.events(new JsonArray().add(event(1, "\u001b]0;" + "x".repeat(16_000)))))
                .encode())))) {
            deploy(peer);
            peersWhen(told -> told.getValue("status") != null && isHeard(told));

            String reason = peer(0).getJsonObject("status")
                    .getJsonArray("aliases")
                    .getJsonObject(0)
                    .getString("reason");
            assertThat(reason)
                    .hasSize(PeerJson.SENTENCE_CHARACTERS)
                    .startsWith("\\u001b[2J\\u202elong")
                    .endsWith("…");
            String sentence = served.get(MERGED)
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
            Served.Answer answer = fullAnswer();

            assertThat(length(answer)).isLessThan(ReadRoutes.MOST_EVENT_BYTES + 4_000);
            assertThat(answer.body().getJsonArray("events").size()).isBetween(100, 999);
        }
    }

    /** Each is longer than what the kernel takes, and the budget has room for a few. */
    @Test
    void mergedEventsWhenNobodyReadsThemShouldCostThoseWhoAskAndNotTheNode() throws Exception {
        long most = 3 << 20;
        int port = Served.freePort();
        served.budget = new Budget(most);
        List<Socket> idle = new ArrayList<>();
        try (HostileServer first = new HostileServer(liar("bad1"));
                HostileServer second = new HostileServer(liar("bad2"))) {
            ask(Map.of("bad1", first.url(), "bad2", second.url()), Optional.of(port));
            fullAnswer();
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket();
                idle.add(socket);
                socket.setReceiveBufferSize(4_096);
                socket.connect(new InetSocketAddress(LOOPBACK, port));
                socket.getOutputStream()
                        .write(("GET " + MERGED + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(served.held()).isLessThanOrEqualTo(most);
            }
            while (served.ofBudget(Budget::cut) < 30) {
                assertThat(served.held()).isLessThanOrEqualTo(most);
            }
            assertThat(served.get(MERGED).status()).isEqualTo(200);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    /** The first that has as much as may be in it: the peers are read little by little. */
    private Served.Answer fullAnswer() throws Exception {
        while (true) {
            Served.Answer answer = served.get(MERGED);
            if (length(answer) >= ReadRoutes.MOST_EVENT_BYTES - 4_000) {
                return answer;
            }
            // The answers are large, and the peers need the machine, too.
            Await.pause(TRICKLE);
        }
    }

    private static HostileServer.Behaviour liar(String node) {
        String sentence = "\"\u0416".repeat(250);
        return (path, out) -> {
            if (path.equals("/api/status")) {
                out.write(ok(PeerAnswers.status(node, 900).encode()));
                return;
            }
            long since = Long.parseLong(path.replaceFirst(".*since=", ""));
            JsonArray events = new JsonArray();
            for (long id = since + 1; id <= Math.min(900, since + 300); id++) {
                events.add(PeerAnswers.event(node, id, sentence));
            }
            out.write(ok(PeerAnswers.events(events).encode()));
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
