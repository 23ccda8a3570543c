package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Whoever can open the port or the socket of a daemon can do it no harm: its own options, a small heap, real attacks. */
@Tag("alone")
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AttacksWebIT extends WebPair {
    /** All places on TCP, and some. */
    private static final int CONNECTIONS = 1_600;

    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", Door.PORT);
    private static final String PLAIN = "web: {host: 0.0.0.0, port: " + Door.PORT + "}";
    private static final String TO_RELOAD = "/api/reload";

    private static Door plain(Namespace from, IpAddress to) {
        return Door.tcp(from, to, Optional.empty());
    }

    private static void servePlainly() {
        lab.configure(web1, LabConfig.every(INTERVAL).with(PLAIN));
        Await.until("it serves without TLS", SOON, () -> {
            try {
                return plain(web1.namespace(), IpAddress.of("127.0.0.1"))
                                .get("/api/status")
                                .status()
                        == 200;
            } catch (Exception notYet) {
                return false;
            }
        });
    }

    /** Goes on defending under it. */
    private static void withstand(List<WebAttack> attacks) throws Exception {
        long pid = web1.pid();
        long from = System.nanoTime();
        Siege siege = new Siege(LOOPBACK, attacks, CONNECTIONS);
        Path socket = web1.state().resolve("api.sock");
        Lateness before = timers(socket);
        Siege.Outcome outcome;
        double late;
        try (Pulse.Control control = Pulse.Control.start()) {
            Pulse.Late idle = control.ask();
            outcome = NetNs.call(web1.namespace().name(), () -> siege.run(socket, LENGTH));
            Pulse.Late busy = control.ask();
            late = (double) (busy.late() - idle.late()) / Math.max(1, busy.all() - idle.all());
        }
        System.out.println(attacks + ": " + outcome);
        Lateness since = timers(socket).since(before);

        assertThat(web1.pid()).isEqualTo(pid);
        assertThat(web1.running()).isTrue();
        // What a busy machine does to anybody, it does to a process that only sleeps, too.
        assertThat(since.laterThan(0.05) / since.all()).isLessThanOrEqualTo(0.1 + 3 * late);
        assertThat(outcome.opened()).isGreaterThan(100);
        assertThat(outcome.median()).as(outcome.toString()).isLessThan(Duration.ofSeconds(1));
        assertThat(outcome.held()).isLessThanOrEqualTo(20 << 20);
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), from, System.nanoTime()))
                .isZero();
        awaitHolder(web1);
    }

    private static Lateness timers(Path socket) throws IOException {
        return Lateness.of(Lateness.TIMERS, List.of(Flood.get(socket, "/metrics")));
    }

    @Test
    @Order(1)
    void daemonShouldGoOnUnderEveryWayToFillItsMemory() throws Exception {
        startPair();
        servePlainly();
        withstand(Arrays.stream(WebAttack.values())
                .filter(attack -> !attack.isForTls())
                .toList());
        leaveRunning();
    }

    @Test
    @Order(2)
    void daemonShouldGoOnUnderEveryWayToFillItsMemoryByTls() throws Exception {
        startPair();
        Await.until("it serves by TLS", SOON, () -> servesByTls());
        withstand(Arrays.stream(WebAttack.values()).filter(WebAttack::isForTls).toList());
        leaveRunning();
    }

    private static boolean servesByTls() {
        try {
            return tls(web1).get("/api/status").status() == 200;
        } catch (Exception notYet) {
            return false;
        }
    }

    @Test
    @Order(3)
    void ordersByTheSocketShouldBeTakenWhileTcpIsFull() throws Exception {
        startPair();
        servePlainly();
        List<Socket> idle = new ArrayList<>();
        try {
            // From five sources, of which the last has no place any more.
            for (int i = 0; i < 1_700; i++) {
                idle.add(connect("127.0.0." + (1 + i / 384)));
            }
            assertThat(isClosed(connect("127.0.0.1"))).isTrue();
            assertThat(isClosed(connect("127.0.0.9"))).isTrue();

            assertThat(Door.unix(web1).get("/api/status").status()).isEqualTo(200);
            assertThat(Door.unix(web1).post(TO_RELOAD).status()).isEqualTo(200);
            Door.Answer removed = Door.unix(web1).post("/api/aliases/" + ALIAS + "/remove");
            assertThat(removed.status()).as(removed.text()).isEqualTo(200);
            awaitHolder(web2);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static Socket connect(String from) throws Exception {
        return NetNs.call(web1.namespace().name(), () -> {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(LOOPBACK, Door.LIMIT_MILLIS);
            socket.setSoTimeout(Door.LIMIT_MILLIS);
            return socket;
        });
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    @Order(4)
    void tlsShouldAllowNoRenegotiationAndNoSuiteThatAKeyOpensLater() throws Exception {
        startPair();
        Await.until("it serves by TLS", SOON, () -> servesByTls());

        try (SSLSocket socket = secured("TLSv1.2")) {
            socket.startHandshake();
            ask(socket);
            // By TLS 1.2, a second one is asked for. Refused either at once or with the next byte.
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        ask(socket);
                        ask(socket);
                    })
                    .isInstanceOf(IOException.class);
        }
        for (String suite : List.of("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")) {
            try (SSLSocket socket = secured("TLSv1.2")) {
                socket.setEnabledCipherSuites(new String[] {suite});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
            }
        }
        leaveRunning();
    }

    private static SSLSocket secured(String protocol) throws Exception {
        SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(connect("127.0.0.1"), "127.0.0.1", Door.PORT, true);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    /** And reads the beginning of the answer. */
    private static void ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read(new byte[4_096]) < 0) {
            throw new IOException("the connection has ended");
        }
    }

    @Test
    @Order(5)
    void nameOfSomebodyElseAndAFrameShouldNotBeServedOffTheLoopbackEither() throws Exception {
        startPair();
        servePlainly();
        Door door = plain(lab.client().namespace(), web1.address());

        for (String host :
                List.of("web1", "web2:8600", "localhost", ALIAS, web1.address() + ":8600", web2.address() + "")) {
            assertThat(door.get("/api/status", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
        for (String host : List.of("evil.example.net", "web1.evil.example.net:8600", "203.0.113.9")) {
            Door.Answer answer = door.get("/api/status", "Host: " + host);
            assertThat(answer.status()).as(host).isEqualTo(421);
            assertThat(answer.detail()).contains("web1", "web: {host: NAME}");
        }
        Door.Answer framed =
                door.get("/", "Sec-Fetch-Dest: iframe", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: cross-site");
        assertThat(framed.status()).isEqualTo(403);
        assertThat(door.get("/").head())
                .containsIgnoringCase("x-frame-options: DENY")
                .contains("frame-ancestors 'none'");
        leaveRunning();
    }

    @Test
    @Order(6)
    void requestsThatAreNoneShouldBeRefusedInASentenceAndNothingBehindThemBeAnswered() throws Exception {
        startPair();
        servePlainly();
        String deep = "{\"on\":".repeat(500) + "true" + "}".repeat(500);
        Door.Answer nested = Door.unix(web1).ask("POST", "/api/maintenance", deep, "Content-Type: application/json");
        assertThat(nested.status()).isEqualTo(400);
        assertThat(nested.detail()).isEqualTo("the body may be nested 32 levels deep");

        String behind = "GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (String refused : List.of(
                "POST /api/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "POST /api/maintenance HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: evil.example.net\r\n\r\n")) {
            String said = plain(web1.namespace(), IpAddress.of("127.0.0.1")).exchange(refused + behind);
            assertThat(said).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200");
        }
        String fields = "a: b\r\n".repeat(65);
        assertThat(plain(web1.namespace(), IpAddress.of("127.0.0.1"))
                        .exchange("GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(web1.running()).isTrue();
        leaveRunning();
    }
}
