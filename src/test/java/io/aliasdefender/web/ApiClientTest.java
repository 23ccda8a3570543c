package io.aliasdefender.web;

import static io.aliasdefender.web.FakeServer.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApiClientTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    private Path socket;
    private FakeServer server;

    @BeforeEach
    void nameSocket() {
        socket = folder.resolve("api.sock");
    }

    @AfterEach
    void endServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answerShouldHaveTheStatusAndTheBody() throws Exception {
        serve(saying("HTTP/1.1 409 Conflict\r\ncontent-type: x\r\n\r\n{\"name\": \"Ärger\"}"));

        ApiClient.Answer answer = new ApiClient(socket, LONG).get("/api/status");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().getString("name")).isEqualTo("Ärger");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "HTTP/1.1 abc\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n{\"half\":",
                "HTTP/1.1 200 OK\r\n\r\nnull",
                "HTTP/1.1 200 OK\r\n\r\n[1]",
                "HTTP/1.1 200 OK\r\n\r\n<html>"
            })
    void answerWhenItIsNoneShouldBeAFailureThatNamesTheSocket(String response) throws Exception {
        serve(saying(response));

        assertThatThrownBy(() -> new ApiClient(socket, LONG).get("/api/status"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(socket + " gave ");
    }

    @Test
    void answerWhenItNeverComesShouldNotBeWaitedForBeyondTheLimit() throws Exception {
        serve(channel -> TimeUnit.MINUTES.sleep(10));

        assertThatThrownBy(() -> new ApiClient(socket, SHORT).get("/api/status"))
                .isInstanceOf(IOException.class)
                .hasMessage(socket + " gave no complete answer within 200 ms");
    }

    @Test
    void answerWhenItComesDropByDropShouldNotBeWaitedForBeyondTheLimit() throws Exception {
        serve(channel -> {
            FakeServer.write(channel, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                FakeServer.write(channel, " ");
                TimeUnit.MILLISECONDS.sleep(1);
            }
        });

        assertThatThrownBy(() -> new ApiClient(socket, SHORT).get("/api/status"))
                .hasMessage(socket + " gave no complete answer within 200 ms");
    }

    @Test
    void answerWhenItIsHugeShouldBeRefused() throws Exception {
        serve(channel -> {
            while (true) {
                FakeServer.write(channel, "x".repeat(1 << 20));
            }
        });

        assertThatThrownBy(() -> new ApiClient(socket, LONG).get("/api/status"))
                .isInstanceOf(IOException.class)
                .hasMessage(socket + " gave an answer of more than 8388608 bytes");
    }

    /** A daemon that was stopped takes in a few connections more; the next one waits. */
    @Test
    void connectionWhenNobodyTakesItInShouldNotBeWaitedForBeyondTheLimit() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        try (ServerSocketChannel listening =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1);
                SocketChannel first = SocketChannel.open(address);
                SocketChannel second = SocketChannel.open(address)) {
            assertThat(List.of(listening.isOpen(), first.isConnected(), second.isConnected()))
                    .containsOnly(true);

            assertThatThrownBy(() -> new ApiClient(socket, SHORT).get("/api/status"))
                    .isInstanceOf(IOException.class)
                    .hasMessage(socket + " gave no complete answer within 200 ms");
        }
    }

    @Test
    void connectionWhenNobodyListensShouldBeRefused() throws Exception {
        serve(saying(""));
        server.close();

        assertThat(Files.exists(socket)).isTrue();
        assertThatThrownBy(() -> new ApiClient(socket, LONG).get("/")).isInstanceOf(ConnectException.class);
    }

    @Test
    void connectionWhenThereIsNoSocketShouldFail() {
        assertThatThrownBy(() -> new ApiClient(socket, LONG).get("/")).isInstanceOf(IOException.class);
    }

    private void serve(FakeServer.Behaviour behaviour) throws IOException {
        server = new FakeServer(socket, behaviour);
    }
}
