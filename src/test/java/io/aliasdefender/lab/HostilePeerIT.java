package io.aliasdefender.lab;

import static io.aliasdefender.web.HostileServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.os.NetNs;
import io.aliasdefender.web.HostileServer;
import io.aliasdefender.web.PeerAnswers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real daemon with its production options, and a peer that wants to end it. */
class HostilePeerIT extends WebPair {
    private static final long EVENTS = 1_000;
    private static final int READERS = 8;
    private static final int READINGS = 25;
    /** All places on TCP, and some. */
    private static final int CONNECTIONS = 1_600;

    private static final Duration LENGTH = Duration.ofSeconds(12);

    private static void startBeside() {
        lab.configure(web1, LabConfig.every(INTERVAL).with(web(web1, peers("http"), authority.certificate())));
        start(web1);
        awaitHolder(web1);
    }

    private static HostileServer peer(HostileServer.Behaviour behaviour) throws Exception {
        ServerSocket listening = NetNs.call(
                web2.namespace().name(),
                () -> new ServerSocket(
                        Door.PORT, 16, InetAddress.getByName(web2.address().toString())));
        return new HostileServer(listening, behaviour);
    }

    private static JsonObject status() {
        JsonObject[] aliases = new JsonObject[250];
        for (int i = 0; i < aliases.length; i++) {
            aliases[i] = PeerAnswers.alias("answered", "\"\u0416".repeat(60), "\"\u0416".repeat(300))
                    .put("address", "192.0.2." + i);
        }
        return PeerAnswers.status("web2", EVENTS, aliases);
    }

    /** Sentences as long as fits into an answer. */
    private static HostileServer.Behaviour liar() {
        return liar(30, 7_800);
    }

    /** As many events as there are, so many in an answer, each with a sentence of so many characters. */
    private static HostileServer.Behaviour liar(int atOnce, int characters) {
        String status = ok(status().encode());
        return (path, out) -> {
            if (path.equals("/api/status")) {
                out.write(status);
                return;
            }
            long since = Long.parseLong(path.replaceFirst(".*since=", ""));
            JsonArray events = new JsonArray();
            for (long id = since + 1; id <= Math.min(EVENTS, since + atOnce); id++) {
                events.add(PeerAnswers.event("web2", id, "\u0416".repeat(characters)));
            }
            out.write(ok(PeerAnswers.events(events).encode()));
        };
    }

    @Test
    void mergedAnswersWhenThePeerLiesShouldBeBoundedAndEndNothing() throws Exception {
        startBeside();
        try (HostileServer peer = peer(liar())) {
            Await.until(
                    Duration.ofSeconds(120), () -> newestOfPeer() == EVENTS, () -> "the peer is read: " + peer(web1));
            assertThat(peer(web1)
                            .getJsonObject("status")
                            .getJsonArray("aliases")
                            .size())
                    .isEqualTo(250);

            List<Integer> lengths = read("/api/events?merged=true");
            List<Integer> statusLengths = read("/api/peers");

            assertThat(lengths).allMatch(length -> length < 600 << 10);
            assertThat(statusLengths).allMatch(length -> length < 1 << 20);
            assertThat(peer.connections()).isPositive();
        }
        assertDefending();
    }

    /** As many connections as there are places: each asks for all that the peer said, and reads nothing of it. */
    @Test
    @Tag("alone")
    void mergedAnswersWhenNobodyReadsThemShouldBeBoundedAndEndNothing() throws Exception {
        String plain = "web: {host: 0.0.0.0, port: %d, peers: {web2: \"http://%s:%d\"}}"
                .formatted(Door.PORT, web2.address(), Door.PORT);
        lab.configure(web1, LabConfig.every(INTERVAL).with(plain));
        start(web1);
        awaitHolder(web1);
        long from = System.nanoTime();
        // More than what is kept of a sentence: the merged answer is as long as with longer ones, and sooner.
        try (HostileServer peer = peer(liar(300, 600))) {
            Await.until(
                    Duration.ofSeconds(120), () -> newestOfPeer() == EVENTS, () -> "the peer is read: " + peer(web1));
            long pid = web1.pid();
            Siege siege =
                    new Siege(new InetSocketAddress("127.0.0.1", Door.PORT), List.of(WebAttack.ANSWERS), CONNECTIONS);

            Siege.Outcome outcome = NetNs.call(
                    web1.namespace().name(),
                    () -> siege.runUntilCut(web1.state().resolve("api.sock"), LENGTH));

            System.out.println("merged answers that nobody reads: " + outcome.told());
            assertThat(web1.pid()).isEqualTo(pid);
            assertThat(outcome.opened()).isGreaterThan(CONNECTIONS);
            assertThat(outcome.cut()).isPositive();
            // How soon the socket answers is a matter of the machine; that it does, of the siege's own patience.
            assertThat(outcome.held()).isLessThanOrEqualTo(20 << 20);
            assertThat(peer.connections()).isPositive();
        }
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), from, System.nanoTime()))
                .isZero();
        assertDefending();
    }

    /** The length of each answer, to several clients at the same time that ask again and again. */
    private static List<Integer> read(String path) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(READERS);
        try {
            Callable<List<Integer>> client = () -> {
                List<Integer> lengths = new ArrayList<>();
                for (int i = 0; i < READINGS; i++) {
                    lengths.add(get(web1, path).encode().length());
                }
                return lengths;
            };
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> lengths : clients.invokeAll(Collections.nCopies(READERS, client))) {
                all.addAll(lengths.get());
            }
            return all;
        } finally {
            clients.shutdownNow();
        }
    }

    private static long newestOfPeer() {
        return get(web1, "/api/events?merged=true").getJsonArray("events").stream()
                .map(entry -> (JsonObject) entry)
                .filter(event -> event.getString("node").equals("web2"))
                .mapToLong(event -> event.getLong("id"))
                .max()
                .orElse(0);
    }

    @Test
    void interimAnswersWithoutEndShouldCostNoProcessorTime() throws Exception {
        startBeside();
        String interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000);
        try (HostileServer peer = peer((path, out) -> {
            while (true) {
                out.write(interim);
            }
        })) {
            Duration before = processorTime();
            awaitPeer(
                    web1,
                    told -> "it sends interim answers (100 Continue) without end".equals(told.getString("error")));
            // It is asked again after its rest, and refused again.
            Await.until("it is asked again", SOON, () -> peer.connections() > 1);

            Duration taken = processorTime().minus(before);
            web1.note("processor time during the flood: " + taken.toMillis() + " ms");
            assertThat(taken).isLessThan(Duration.ofSeconds(3));
        }
        assertDefending();
    }

    private static Duration processorTime() throws Exception {
        String[] fields = Files.readString(Path.of("/proc", Long.toString(web1.pid()), "stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        // utime and stime (proc(5)), in ticks of 10 ms.
        return Duration.ofMillis(10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
    }

    @Test
    void deepJsonShouldBeRefusedAndEndNothing() throws Exception {
        startBeside();
        String deep = ok("{\"x\":" + "[".repeat(400_000));
        try (HostileServer peer = peer((path, out) -> out.write(deep))) {
            awaitPeer(web1, told -> "its answer is no JSON object".equals(told.getString("error")));
            assertThat(peer.connections()).isPositive();
        }
        assertDefending();
    }

    private static void assertDefending() {
        assertThat(web1.running()).isTrue();
        awaitHolder(web1);
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).isEqualTo(Set.of("web1"));
        assertThat(web1.lastLines(200)).doesNotContain("Exception", "\tat ", "error inside", "OutOfMemory");
    }
}
