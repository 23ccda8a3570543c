package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that a proxy and this server would read as different requests is none. */
@Timeout(60)
class SmugglingTest {
    /** Whatever is behind the ambiguous request is to be told from an answer to it. */
    private static final String HIDDEN =
            "GET /api/there-is-no-such-path HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private Served served;
    private int port;

    @BeforeEach
    void start() throws Exception {
        served = new Served(folder).answering();
        port = served.deployOnTcp(Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    /** Everything that comes until the server closes. */
    private String answers(String request) throws IOException {
        try (Socket socket = new Socket(Served.LOOPBACK, port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(30_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String request(String headers) {
        return "GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked, xchunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding : chunked",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: +5"
            })
    void requestWhenItsLengthIsAmbiguousShouldBeRefusedWithWhatFollowsIt(String headers) throws Exception {
        String answers = answers(request(headers) + "0\r\n\r\n" + HIDDEN);

        assertThat(answers).doesNotContain("200 OK").doesNotContain("there-is-no-such-path");
    }

    /** So that the test above cannot pass because nothing is answered at all. */
    @Test
    void requestWhenItIsPlainShouldBeAnsweredWithWhatFollowsIt() throws Exception {
        assertThat(answers(request("Accept: */*") + HIDDEN)).contains("200 OK", "there-is-no-such-path");
    }
}
