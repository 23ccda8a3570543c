package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonApiTest {
    private static final String EVENTS = "{\"events\":[{\"id\":7,\"at\":\"2026-01-01T00:00:00Z\",\"node\":\"web1\","
            + "\"alias\":\"192.0.2.100\",\"cause\":\"took-over\",\"level\":\"info\",\"sentence\":\"für alle\"}]}";

    @TempDir
    private Path folder;

    @Test
    void eventsWhenSentWholeShouldBeRead() throws Exception {
        int length = EVENTS.getBytes(StandardCharsets.UTF_8).length;
        assertThat(answering("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + EVENTS)
                        .events(0))
                .containsExactly(new DaemonApi.DaemonEvent(
                        7, "2026-01-01T00:00:00Z", "web1", "192.0.2.100", "took-over", "info", "für alle"));
    }

    @Test
    void statusWhenRefusedOrCutShortShouldFail() throws Exception {
        assertThatThrownBy(() ->
                        answering("HTTP/1.1 503 Service Unavailable\r\n\r\n").status())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        assertThatThrownBy(
                        () -> answering("HTTP/1.1 200 OK\r\n\r\n{\"aliases\":[").status())
                .isInstanceOf(IOException.class);
        assertThat(new DaemonApi(folder.resolve("none.sock")).answers()).isFalse();
    }

    private DaemonApi answering(String response) throws IOException {
        return answering(response.getBytes(StandardCharsets.UTF_8));
    }

    /** A server for one request. */
    private DaemonApi answering(byte[] response) throws IOException {
        Path socket = folder.resolve(System.nanoTime() + ".sock");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> {
            try (server;
                    SocketChannel connection = server.accept()) {
                connection.read(ByteBuffer.allocate(4096));
                connection.write(ByteBuffer.wrap(response));
            } catch (IOException closed) {
                // The test sees that it gets no answer.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new DaemonApi(socket);
    }
}
