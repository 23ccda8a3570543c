package io.aliasdefender.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.LinkView.NodeView;
import io.aliasdefender.payload.LinkView.PathView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two engines, and what is on the wire between them. */
class LinkEngineTest {
    private static final long STEP = Duration.ofMillis(10).toNanos();
    private static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    private static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));
    private static final LinkKey KEY = key(1, 1);
    private static final LinkKey NEXT_KEY = key(2, 2);

    private final List<Datagram> wire = new ArrayList<>();
    private final List<Datagram> recorded = new ArrayList<>();
    private final List<Report> said1 = new ArrayList<>();
    private final List<Report> said2 = new ArrayList<>();
    private long now = 1;
    private LinkEngine web1 = engine(7, settings(WEB1, KEY), said1);
    private LinkEngine web2 = engine(8, settings(WEB2, KEY), said2);
    private int sent;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Datagram(IpAddress from, IpAddress to, byte[] bytes) {}

    private static LinkKey key(int id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new LinkKey(id, new Secret(Base64.getEncoder().encodeToString(bytes)));
    }

    private static Settings settings(Node self, LinkKey... keys) {
        return settings(self, List.of(WEB1, WEB2), Duration.ofSeconds(1), Map.of(), keys);
    }

    private static Settings settings(
            Node self, List<Node> nodes, Duration interval, Map<String, List<IpAddress>> also, LinkKey... keys) {
        return LinkSettings.of(self, nodes, interval, new Link(Optional.of(8601), "/k", List.of(keys), also));
    }

    private LinkEngine engine(long boot, Settings settings, List<Report> said) {
        return new LinkEngine(
                boot,
                settings,
                (from, to, bytes) -> wire.add(new Datagram(from, to, bytes)),
                said::add,
                news -> {},
                now);
    }

    private void run(Duration length) {
        long end = now + length.toNanos();
        while (now < end) {
            now += STEP;
            web1.tick(now);
            web2.tick(now);
            List<Datagram> arriving = new ArrayList<>(wire);
            wire.clear();
            sent += arriving.size();
            recorded.addAll(arriving);
            arriving.forEach(this::deliver);
        }
    }

    private void deliver(Datagram one) {
        boolean toWeb2 = List.of(WEB2.address(), IpAddress.of("198.51.100.12")).contains(one.to());
        (toWeb2 ? web2 : web1).received(one.to(), one.from(), one.bytes(), one.bytes().length, now);
    }

    private NodeView node(LinkEngine engine) {
        return engine.view(Optional.empty(), now).nodes().get(0);
    }

    private List<String> ways(LinkEngine engine) {
        return node(engine).paths().stream().map(PathView::way).toList();
    }

    private static List<String> causes(List<Report> said) {
        return said.stream().map(Report::cause).toList();
    }

    @Test
    void nodesWhenBothStartShouldProveBothWaysWithinAnInstantAndSendTwoDatagramsASecond() {
        run(Duration.ofMillis(500));
        assertThat(ways(web1)).containsExactly("both");
        assertThat(ways(web2)).containsExactly("both");

        sent = 0;
        run(Duration.ofSeconds(20));
        assertThat(sent).isBetween(38, 41);
        assertThat(causes(said1)).containsExactly("link-up");
    }

    @Test
    void whatIsToldShouldArriveAtOnce() {
        run(Duration.ofSeconds(3));
        web1.maintenance(true);
        web1.macs(List.of(new MacTold(Cidr.of("192.0.2.11/24"), MacAddress.of("02:00:00:00:00:01"))));
        web1.tell(
                new LinkTelling(
                        IpAddress.of("192.0.2.100"),
                        Optional.of(new Telling(
                                IpAddress.of("192.0.2.100"),
                                new Said(Known.YES, true, true, true, true, Known.YES),
                                Optional.empty(),
                                Optional.empty())),
                        0),
                now);
        run(Duration.ofMillis(120));

        assertThat(node(web2).word()).hasValueSatisfying(word -> {
            assertThat(word.hearsWitness()).isEqualTo("yes");
            assertThat(word.maintenance()).isTrue();
            assertThat(word.aliases()).isEqualTo(1);
            assertThat(word.held()).isEqualTo(1);
            assertThat(word.rank()).isEqualTo(1);
            assertThat(word.differs()).isEmpty();
        });
        web1.farewell(now);
        run(Duration.ofMillis(20));
        assertThat(node(web2).word().orElseThrow().stops()).isTrue();
    }

    @Test
    void keyWhenAnotherOneShouldBeRefusedInOneSentence() {
        web2 = engine(8, settings(WEB2, NEXT_KEY), said2);
        run(Duration.ofSeconds(10));

        assertThat(ways(web1)).containsExactly("never");
        assertThat(causes(said1)).containsExactly("link-refused");
        assertThat(said1.get(0).sentence())
                .isEqualTo(
                        "what comes from 192.0.2.12, an address of web2, over the link is refused: it is signed with a"
                                + " key that this host does not have; copy the key file of one node to all others, and reload");
    }

    @Test
    void keyWhenExchangedOnOneAfterTheOtherShouldLeaveTheLinkUp() {
        run(Duration.ofSeconds(3));
        for (List<LinkKey> step : List.of(List.of(KEY, NEXT_KEY), List.of(NEXT_KEY))) {
            LinkKey[] keys = step.toArray(LinkKey[]::new);
            web1.settings(settings(WEB1, keys), now);
            run(Duration.ofSeconds(20));
            web2.settings(settings(WEB2, keys), now);
            run(Duration.ofSeconds(20));
        }
        assertThat(causes(said1)).containsExactly("link-up");
        assertThat(causes(said2)).containsExactly("link-up");
    }

    @Test
    void configurationsWhenTheyDifferForAWhileShouldBeToldOnceByName() {
        run(Duration.ofSeconds(3));
        Settings other = settings(WEB2, List.of(WEB1, WEB2), Duration.ofMillis(700), Map.of(), KEY);
        web2.settings(other, now);
        run(Duration.ofSeconds(2));
        assertThat(causes(said1)).containsExactly("link-up");
        run(Duration.ofSeconds(20));

        assertThat(causes(said1)).containsExactly("link-up", "link-config-differs");
        assertThat(said1.get(1).sentence())
                .contains("web2 runs another configuration")
                .contains(": interval differs;");
        web2.settings(settings(WEB2, KEY), now);
        run(Duration.ofSeconds(10));
        assertThat(causes(said1)).endsWith("link-config-agrees");
    }

    @Test
    void nodesWhenTheyClaimTheSameRankShouldBeAnError() {
        web2 = engine(8, settings(WEB2, List.of(WEB2, WEB1), Duration.ofSeconds(1), Map.of(), KEY), said2);
        run(Duration.ofSeconds(10));

        assertThat(said1.stream().filter(report -> report.cause().equals("link-rank")))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.level()).isEqualTo(Level.ERROR);
                    assertThat(report.sentence()).startsWith("web1 and web2 each say that they are number 1");
                });
        assertThat(node(web1).word().orElseThrow().differs()).containsExactly("nodes");
    }

    @Test
    void pathsShouldBePairedAlikeOnBothEnds() {
        Map<String, List<IpAddress>> also =
                Map.of("web1", List.of(IpAddress.of("198.51.100.11")), "web2", List.of(IpAddress.of("198.51.100.12")));
        web1 = engine(7, settings(WEB1, List.of(WEB1, WEB2), Duration.ofSeconds(1), also, KEY), said1);
        web2 = engine(8, settings(WEB2, List.of(WEB1, WEB2), Duration.ofSeconds(1), also, KEY), said2);
        run(Duration.ofSeconds(2));

        assertThat(ways(web1)).containsExactly("both", "both");
        assertThat(node(web2).paths())
                .extracting(path -> path.from() + " " + path.to())
                .containsExactly("192.0.2.12 192.0.2.11", "198.51.100.12 198.51.100.11");
    }

    @Test
    void pathThatAReloadTakesAwayAndBringsBackShouldWorkAgainAtOnce() {
        Map<String, List<IpAddress>> also =
                Map.of("web1", List.of(IpAddress.of("198.51.100.11")), "web2", List.of(IpAddress.of("198.51.100.12")));
        Settings both = settings(WEB1, List.of(WEB1, WEB2), Duration.ofSeconds(1), also, KEY);
        web1.settings(both, now);
        web2.settings(settings(WEB2, List.of(WEB1, WEB2), Duration.ofSeconds(1), also, KEY), now);
        run(Duration.ofSeconds(60));
        web1.settings(settings(WEB1, KEY), now);
        run(Duration.ofSeconds(1));
        web1.settings(both, now);
        run(Duration.ofSeconds(3));
        assertThat(ways(web1)).containsExactly("both", "both");
        assertThat(ways(web2)).containsExactly("both", "both");
    }

    @Test
    void recordingsWhenReplayedAnywhereShouldChangeNothing() {
        run(Duration.ofSeconds(5));
        List<Datagram> old = new ArrayList<>(recorded);
        web1 = engine(17, settings(WEB1, KEY), said1);
        web2 = engine(18, settings(WEB2, KEY), said2);
        sent = 0;
        for (int i = 0; i < 3_000; i++) {
            now += STEP / 10;
            Datagram one = old.get(i % old.size());
            deliver(one);
            // To the other end, and reflected.
            deliver(new Datagram(one.to(), one.from(), one.bytes()));
            web1.tick(now);
            web2.tick(now);
            sent += wire.size();
            wire.clear();
        }
        assertThat(ways(web1)).containsExactly("never");
        assertThat(node(web1).word()).isEmpty();
        // Three seconds of an answer each 200 ms, and of one message a second, at both ends.
        assertThat(sent).isLessThan(50);
        run(Duration.ofSeconds(2));
        assertThat(ways(web1)).containsExactly("both");
        assertThat(ways(web2)).containsExactly("both");
    }
}
