package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The laboratory's service and the client that uses it, by which the figures about checks are taken: no daemon is involved. */
@ExtendWith(LabRequired.class)
class ServiceIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Lab lab;
    private LabHost host;
    private IpAddress address;
    private Service service;
    private TcpClient client;

    @BeforeEach
    void serve() {
        lab = Lab.build();
        host = lab.web(1);
        address = host.address();
        service = new Service(host);
        service.start();
        client = new TcpClient(lab.client(), address, Duration.ofMillis(20));
        client.awaitAnswer(System.nanoTime(), SOON);
    }

    @AfterEach
    void close() {
        client.close();
        service.close();
        lab.close();
    }

    @Test
    void serviceWhenKilledShouldTakeNoConnectionUntilItIsThereAgain() throws IOException {
        assertThat(Files.readString(Path.of(
                                "/proc", Files.readString(Service.pidFile(host)).strip(), "comm"))
                        .strip())
                .isEqualTo(Service.processName(host));

        service.kill();
        // The client has seen what was under way.
        awaitSent(5);
        long dead = System.nanoTime();
        awaitSent(20);
        long again = System.nanoTime();
        service.start();
        client.awaitAnswer(again, SOON);

        assertThat(client.connections().firstNanos(dead)).isGreaterThanOrEqualTo(again);
        assertThat(client.connections().longestSilence(dead, System.nanoTime()))
                .isGreaterThanOrEqualTo(Duration.ofNanos(again - dead));
    }

    @Test
    void serviceWhenItHangsShouldTakeConnectionsAndAnswerNone() {
        service.hang();
        // What was under way is answered, or never.
        awaitSent(5);
        long hung = System.nanoTime();
        long connected = client.connections().answeredCount();
        Await.until(
                "the kernel takes connections", SOON, () -> client.connections().answeredCount() > connected);

        assertThat(client.answers().firstNanos(hung)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void serviceShouldTellWhenItsOwnHostLooksAtItAndNotOfClients() {
        long asked = System.nanoTime();
        Thread looking =
                new Thread(() -> host.namespace().exec("", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + Service.PORT));
        assertThat(service.awaitAskedBy(looking::start, SOON)).isGreaterThanOrEqualTo(asked);
    }

    private void awaitSent(int more) {
        long enough = client.answers().sentCount() + more;
        Await.until("the client goes on to ask", SOON, () -> client.answers().sentCount() >= enough);
    }
}
