package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Await;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.web.HostileServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other nodes in the doctor's eyes: one that does not answer as it should holds up nobody. */
@Timeout(60)
class PeerConfigurationsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static PeerConfigurations.Said ask(HostileServer peer, Duration limit, Duration limitOfAll)
            throws Exception {
        Settings.Web web = new Settings.Web(
                "127.0.0.1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("web1", peer.url()),
                Optional.empty());
        return PeerConfigurations.ask(web, limit, limitOfAll).get("web1");
    }

    private static String problem(HostileServer.Behaviour behaviour, Duration limit, Duration limitOfAll)
            throws Exception {
        try (HostileServer peer = new HostileServer(behaviour)) {
            PeerConfigurations.Said said = ask(peer, limit, limitOfAll);
            assertThat(said.configuration()).isEmpty();
            return said.problem().orElseThrow();
        }
    }

    @Test
    void configurationShouldBeRead() throws Exception {
        try (HostileServer peer = new HostileServer((path, out) -> {
            out.write(HostileServer.ok("{\"path\":\"" + path + "\"}"));
            throw new IOException("the end, as HTTP/1.0 has it");
        })) {
            assertThat(ask(peer, LONG, LONG).configuration().orElseThrow().getString("path"))
                    .isEqualTo("/api/config");
        }
    }

    @Test
    void answerWhenItTricklesShouldEndInTime() throws Exception {
        HostileServer.Behaviour trickle = (path, out) -> {
            out.write("HTTP/1.0 200 OK\r\n\r\n{");
            while (true) {
                Await.pause(Duration.ofMillis(10));
                out.write(" ");
            }
        };
        assertThat(problem(trickle, SHORT, LONG)).endsWith("gave no complete answer within 300 ms");
        // Whatever one of them waits for.
        assertThat(problem(trickle, LONG, SHORT)).isEqualTo("it gave no answer in time");
    }

    @Test
    void answerWhenItIsARedirectShouldNotBeFollowed() throws Exception {
        try (HostileServer target = new HostileServer((path, out) -> out.write(HostileServer.ok("{}")))) {
            String problem = problem(
                    (path, out) -> {
                        out.write("HTTP/1.0 302 Found\r\nLocation: " + target.url() + "/\r\n\r\n{}");
                        throw new IOException("the end");
                    },
                    LONG,
                    LONG);
            assertThat(problem).isEqualTo("it answers with HTTP status 302");
            assertThat(target.connections()).isZero();
        }
    }

    @Test
    void answerWhenItDoesNotEndShouldBeBounded() throws Exception {
        assertThat(problem(
                        (path, out) -> {
                            while (true) {
                                out.write("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000));
                            }
                        },
                        LONG,
                        LONG))
                .endsWith("gave an answer of more than 8388608 bytes");
    }

    @Test
    void jsonWhenItIsDeepShouldBeRefused() throws Exception {
        assertThat(problem(
                        (path, out) -> {
                            out.write("HTTP/1.0 200 OK\r\n\r\n" + "{\"a\":".repeat(100_000));
                            throw new IOException("the end");
                        },
                        LONG,
                        LONG))
                .endsWith("gave no JSON with status 200");
    }
}
