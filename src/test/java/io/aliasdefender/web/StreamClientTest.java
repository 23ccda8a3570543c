package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.lab.Await;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamClientTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static StreamClient open(HostileServer server) throws IOException {
        return StreamClient.open(
                ClientConnection.to(URI.create(server.url()), Optional.empty()), "/s", Optional.empty(), SHORT);
    }

    private static void assertRefused(HostileServer.Behaviour behaviour, String sentence) throws Exception {
        try (HostileServer server = new HostileServer(behaviour)) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOf(IOException.class)
                    .hasMessage(sentence);
        }
    }

    @Test
    void eventShouldBeRead() throws Exception {
        try (HostileServer server = new HostileServer(
                        (path, out) -> out.write("HTTP/1.0 200 OK\r\n\r\nid: 7\nevent: event\ndata: {\"a\":1}\n\n"));
                StreamClient client = open(server)) {
            StreamClient.Received received = client.next();
            assertThat(received.name()).isEqualTo("event");
            assertThat(received.id()).contains(7L);
            assertThat(received.data().getInteger("a")).isEqualTo(1);
        }
    }

    @Test
    void headWhenItTricklesShouldEndInTime() throws Exception {
        assertRefused(
                (path, out) -> {
                    out.write("HTTP/1.0 200 OK\r\nX: ");
                    while (true) {
                        Await.pause(Duration.ofMillis(10));
                        out.write("x");
                    }
                },
                "no answer within 300 ms");
    }

    @Test
    void redirectShouldNotBeFollowed() throws Exception {
        assertRefused(
                (path, out) -> {
                    out.write("HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n");
                    throw new IOException("the end");
                },
                "no event stream, but HTTP/1.0 302 Found");
    }

    @Test
    void headersWhenTheyDoNotEndShouldBeRefused() throws Exception {
        assertRefused(
                (path, out) -> out.write("HTTP/1.0 200 OK\r\n" + "a: b\r\n".repeat(10_000)),
                "no event stream, but headers without end");
    }
}
