package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.await;
import static io.aliasdefender.web.Served.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.payload.ProbeSamples.Sample;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamTest {
    private static final IpAddress OTHER = IpAddress.of("192.0.2.101");

    @TempDir
    private Path folder;

    private Served served;
    private int port;

    @BeforeEach
    void start() throws Exception {
        served = new Served(folder).answering();
        served.history.addAll(
                List.of(event(11, Optional.of(ALIAS)), event(12, Optional.of(OTHER)), event(13, Optional.empty())));
        port = served.deployOnTcp(Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    record Received(String name, Optional<Long> id, JsonObject data) {}

    /** A reader as simple as any: HTTP/1.0, so that the stream is not chunked. */
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private final List<String> head = new ArrayList<>();
        private final List<String> comments = new ArrayList<>();

        Client(String query, String... headers) throws IOException {
            socket = new Socket();
            // So that a reader that does not read is noticed soon.
            socket.setReceiveBufferSize(8_192);
            socket.connect(new InetSocketAddress(Served.LOOPBACK, port));
            socket.setSoTimeout(30_000);
            String request = "GET /api/events/stream" + query + " HTTP/1.0\r\n" + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                head.add(line.toLowerCase(java.util.Locale.ROOT));
            }
        }

        Received next() throws IOException {
            String name = "";
            Optional<Long> id = Optional.empty();
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the stream has ended");
                }
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = Optional.of(Long.parseLong(line.substring(4)));
                } else if (line.startsWith("data: ")) {
                    return new Received(name, id, new JsonObject(line.substring(6)));
                } else {
                    comments.add(line);
                }
            }
        }

        Received next(String name) throws IOException {
            Received received = next();
            while (!received.name().equals(name)) {
                received = next();
            }
            return received;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void streamShouldBeginWithTheStatusAndThenHaveWhatHappens() throws Exception {
        try (Client client = new Client("")) {
            assertThat(client.head)
                    .contains("content-type: text/event-stream", "cache-control: no-store", "x-accel-buffering: no");
            Received first = client.next();
            assertThat(first.name()).isEqualTo("status");
            assertThat(first.id()).isEmpty();
            assertThat(first.data().getString("node")).isEqualTo("web2");
            assertThat(client.comments).contains("retry: 1000");

            served.happens(event(14, Optional.of(ALIAS)));

            Received event = client.next("event");
            assertThat(event.id()).contains(14L);
            assertThat(event.data().getString("cause")).isEqualTo("took-over");
        }
    }

    @Test
    void streamShouldReplayWhatWasMissed() throws Exception {
        try (Client client = new Client("?since=11")) {
            assertThat(client.next().name()).isEqualTo("status");
            assertThat(client.next().id()).contains(12L);
            assertThat(client.next().id()).contains(13L);
        }
        try (Client client = new Client("?since=11", "Last-Event-ID: 12\r\n")) {
            assertThat(client.next("event").id()).contains(13L);
        }
        try (Client client = new Client("?since=0")) {
            client.next();
            Received first = client.next();
            assertThat(first.name()).isEqualTo("event");
            assertThat(first.id()).contains(11L);
        }
    }

    @Test
    void streamWhenWhatWasMissedIsGoneShouldSaySo() throws Exception {
        try (Client client = new Client("", "Last-Event-ID: 3\r\n")) {
            Received gap = client.next("gap");
            assertThat(gap.data()).isEqualTo(new JsonObject("{\"since\": 3, \"first\": 11}"));
            assertThat(client.next().id()).contains(11L);
        }
        // From a state folder that was lost since: all that there is is news.
        try (Client client = new Client("", "Last-Event-ID: 9000\r\n")) {
            client.next("gap");
            assertThat(client.next().id()).contains(11L);
        }
    }

    @Test
    void filtersShouldLeaveOutTheRest() throws Exception {
        try (Client client = new Client("?since=0&type=event&alias=" + OTHER)) {
            assertThat(client.next().id()).contains(12L);
            served.happens(event(14, Optional.of(ALIAS)));
            served.happens(event(15, Optional.empty()));
            served.happens(event(16, Optional.of(OTHER)));
            assertThat(client.next().id()).contains(16L);
        }
    }

    @Test
    void samplesShouldComeAsTheyAreGathered() throws Exception {
        try (Client all = new Client("?type=probe");
                Client one = new Client("?type=probe&alias=" + OTHER)) {
            Thread sampler = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    Channels.SAMPLES.publish(served.vertx, samples());
                    try {
                        TimeUnit.MILLISECONDS.sleep(10);
                    } catch (InterruptedException enough) {
                        return;
                    }
                }
            });
            sampler.start();
            try {
                JsonObject data = all.next().data();
                assertThat(data.getInteger("span_ms")).isEqualTo(100);
                assertThat(data.getJsonArray("samples").getJsonObject(0)).isEqualTo(new JsonObject("""
                        {"address": "192.0.2.100", "rounds": 10, "lost": 1, "broken": 0, "rtt_ms": 0.25}"""));
                assertThat(data.getJsonArray("samples")).hasSize(2);
                assertThat(one.next().data().getJsonArray("samples")).hasSize(1);
            } finally {
                sampler.interrupt();
                sampler.join();
            }
        }
    }

    private static ProbeSamples samples() {
        return new ProbeSamples(
                Duration.ofMillis(100),
                List.of(
                        new Sample(ALIAS, 10, 1, 0, Optional.of(Duration.ofNanos(250_000))),
                        new Sample(OTHER, 10, 10, 0, Optional.empty())));
    }

    @Test
    void statusShouldFollowAnEventAtOnceAndElseComeEverySecond() throws Exception {
        try (Client client = new Client("?type=status")) {
            client.next();
            long begin = System.nanoTime();
            Received second = client.next();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(Instant.parse(second.data().getString("at")))
                    .isAfter(Instant.now().minusSeconds(20));
        }
    }

    @Test
    void readerThatNeverReadsShouldBeCutOffAndCostTheOthersNothing() throws Exception {
        String sentence = "x".repeat(15_000);
        try (Client lazy = new Client("?type=event");
                Client quick = new Client("?type=event")) {
            long id = 100;
            boolean cutOff = false;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
            while (!cutOff && System.nanoTime() < deadline) {
                for (int i = 0; i < 50; i++) {
                    id++;
                    served.happens(
                            new Event(id, Instant.now(), "web2", Optional.empty(), "took-over", Level.INFO, sentence));
                }
                Received newest = quick.next();
                while (newest.id().orElseThrow() < id) {
                    newest = quick.next();
                }
                cutOff = isClosed(lazy.socket);
            }
            assertThat(cutOff).isTrue();
            assertThat(pending()).isLessThan(Limits.READER_BEHIND_BYTES);
            // The good reader goes on.
            served.happens(event(id + 1, Optional.empty()));
            assertThat(quick.next().id()).contains(id + 1);
        }
    }

    /** What waits for readers, as the metrics say, once somebody was cut off. */
    private long pending() throws Exception {
        await(served.vertx.deployVerticle(new MeterVerticle()));
        String page = served.onLoop(() -> served.client
                .request(served.unix().setURI("/metrics"))
                .compose(request -> request.send())
                .compose(response -> response.body())
                .map(Object::toString));
        assertThat(page).contains("alias_defender_stream_readers_cut_off_total 1.0");
        Matcher pending = Pattern.compile("(?m)^alias_defender_stream_pending_bytes (\\S+)")
                .matcher(page);
        assertThat(pending.find()).isTrue();
        return (long) Double.parseDouble(pending.group(1));
    }

    /** Whether the far end is gone; what it sent before stays unread. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.getOutputStream().write('\n');
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void readersWhenTheyGoShouldBeForgotten() throws Exception {
        for (int i = 0; i < 80; i++) {
            // The separate loop of this test has room for 64.
            try (Client client = new Client("")) {
                assertThat(client.next().name()).isEqualTo("status");
            } catch (NullPointerException full) {
                i--;
            }
        }
    }
}
