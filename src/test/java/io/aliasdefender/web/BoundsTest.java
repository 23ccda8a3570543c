package io.aliasdefender.web;

import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Event;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can make the web side hold, and what it is answered beyond. */
@Timeout(60)
class BoundsTest {
    private static final String STATUS = "GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String LAST = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private Served served;
    private int port;
    private final List<Socket> open = new ArrayList<>();

    @BeforeEach
    void start() {
        served = new Served(folder).answering();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        served.close();
    }

    private void serve() throws Exception {
        port = served.deployOnTcp(Optional.empty());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(LOOPBACK, port));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private Socket send(String text) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void headShouldHaveSixtyFourFieldsAndFourKilobytesAtTheMost() throws Exception {
        serve();
        String close = "Host: localhost\r\nConnection: close\r\n";

        assertThat(read(send("GET / HTTP/1.1\r\n" + close + "a: b\r\n".repeat(62) + "\r\n")))
                .startsWith("HTTP/1.1 200");
        assertThat(read(send("GET / HTTP/1.1\r\n" + close + "a: b\r\n".repeat(63) + "\r\n")))
                .startsWith("HTTP/1.1 431");
        assertThat(read(send("GET / HTTP/1.1\r\n" + close + "a: " + "b".repeat(4_090) + "\r\n\r\n")))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void queryShouldHaveAFewParametersOnly() throws Exception {
        serve();

        String answer = read(send(LAST.replace("/health/live", "/api/events?since=0" + "&a".repeat(80))));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("a query may have 80 parameters");
    }

    @Test
    void requestsThatAreSentAheadShouldBeAnsweredOneAfterTheOther() throws Exception {
        serve();

        String answers = read(send(STATUS.repeat(100) + LAST));

        assertThat(answers.split("HTTP/1\\.1 200 OK", -1)).hasSize(102);
        assertThat(answers).endsWith("}").contains("\"checks\"");
    }

    @Test
    void requestsThatAreSentAheadShouldCostNothingWhileNoAnswerIsRead() throws Exception {
        for (int i = 1; i <= 1_000; i++) {
            served.history.add(event(i, Optional.empty()));
        }
        serve();
        for (int i = 0; i < 20; i++) {
            send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(300));
        }
        // What the kernel does not take of 140 kB each, and nothing of it is read.
        long held = held(20 * 30_000L);

        // One answer of each, and no more.
        assertThat(held).isLessThan(20 * 200_000L);
    }

    /** What is held, once it is so much at least. */
    private long held(long atLeast) throws Exception {
        long held = 0;
        while (held < atLeast) {
            held = served.held();
            Thread.onSpinWait();
        }
        return held;
    }

    @Test
    void nothingShouldBeAnsweredBehindARefusal() throws Exception {
        serve();

        for (String refused : List.of(
                "POST /api/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "POST /api/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")) {
            String answers = read(send(refused + STATUS + STATUS));
            assertThat(answers).startsWith("HTTP/1.1 4").doesNotContain("200 OK");
        }
    }

    @Test
    void headsWhenTheyHoldTooMuchTogetherShouldCostTheWorst() throws Exception {
        served.budget = new Budget(200_000);
        serve();
        Socket modest = send("GET /api/status HTTP/1.1\r\n");
        for (int i = 0; i < 20; i++) {
            send("GET /api/status HTTP/1.1\r\n" + "a: b\r\n".repeat(60));
        }
        while (served.ofBudget(Budget::cut) < 3) {
            Thread.onSpinWait();
        }
        assertThat(served.held()).isLessThanOrEqualTo(200_000);

        modest.getOutputStream()
                .write("Host: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(modest)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iframe", "frame", "embed", "object"})
    void frameOfAnotherPageShouldBeRefused(String dest) throws Exception {
        serve();

        String answer = read(send(LAST.replace("GET /health/live", "GET /")
                .replace("\r\n\r\n", "\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: " + dest + "\r\n\r\n")));

        assertThat(answer).startsWith("HTTP/1.1 403").contains("nothing here is shown within another page");
        assertThat(read(send(LAST))).containsIgnoringCase("x-frame-options: DENY");
    }

    @Test
    void bodyWhenItIsNestedTooDeepShouldBeRefusedInASentence() throws Exception {
        served.deploy();
        String deep = "[".repeat(33) + "]".repeat(33);

        Served.Answer answer = served.request(served.unix(), "POST", "/api/maintenance", Buffer.buffer(deep));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().getString("detail")).isEqualTo("the body may be nested 32 levels deep");
    }

    @Test
    void readerThatIsSlowShouldGetEverythingOnceAndHoldAPieceOfItOnly() throws Exception {
        for (int i = 1; i <= 500; i++) {
            served.history.add(
                    new Event(i, Instant.now(), "web1", Optional.empty(), "took-over", Level.INFO, "x".repeat(1_000)));
        }
        serve();
        Socket socket = send("GET /api/events/stream?since=0&type=event HTTP/1.0\r\n\r\n");
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1_024);
        long next = 1;
        long most = 0;
        while (next <= 600) {
            String line = lines.readLine();
            if (line.startsWith("id: ")) {
                assertThat(line).isEqualTo("id: " + next);
                next++;
                // What happens meanwhile comes behind what is missing.
                if (next % 5 == 0 && next <= 500) {
                    served.happens(new Event(
                            500 + next / 5, Instant.now(), "web1", Optional.empty(), "took-over", Level.INFO, "new"));
                }
                most = Math.max(most, served.held());
            }
        }
        assertThat(most).isLessThan(100_000);
    }
}
