package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.AliasTeller;
import io.aliasdefender.link.protocol.Body;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Decoded;
import io.aliasdefender.link.protocol.Decoder;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.link.protocol.Encoder;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.link.protocol.PathState.Way;
import io.aliasdefender.link.protocol.Refusal;
import io.aliasdefender.link.protocol.Session;
import io.aliasdefender.link.protocol.Session.Heard;
import io.aliasdefender.link.protocol.Session.Stamp;
import io.aliasdefender.link.protocol.Signing;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.LinkView.NodeView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything of the link from the sockets' edge on; knows no clock and no socket. One thread only. Times are of one
 * monotonic clock, in nanoseconds.
 */
final class LinkEngine {
    private static final Duration SHORTEST_SPACING = Duration.ofMillis(100);
    private static final Duration LONGEST_SPACING = Duration.ofSeconds(1);
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final long boot;
    private final Wire wire;
    private final LinkReports reports;
    private final AliasTeller teller = new AliasTeller();
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<Ends, Line> lines = new LinkedHashMap<>();
    private Settings settings;
    private Signing signing;
    private Parts parts;
    private Duration spacing;
    private int rank;
    private long cluster;
    private long self;
    private Told told = Told.NOTHING;
    private Map<IpAddress, Hop> hops = Map.of();

    /** By which a datagram finds its line. */
    private record Ends(IpAddress ours, IpAddress theirs, Path.Kind kind) {
        static Ends of(Path path) {
            return new Ends(path.from(), path.to(), path.kind());
        }
    }

    /**
     * @param boot random, not 0
     * @param settings of a link that is on
     */
    LinkEngine(long boot, Settings settings, Wire wire, Consumer<Report> reports, long nowNanos) {
        this.boot = boot;
        this.wire = wire;
        this.reports = new LinkReports(reports, nowNanos);
        settings(settings, nowNanos);
    }

    /** Paths that stay keep all that is known of them. */
    void settings(Settings next, long nowNanos) {
        settings = next;
        signing = new Signing(next.link().keys().stream()
                .map(key -> new Signing.Key(
                        key.id(), Base64.getDecoder().decode(key.secret().text())))
                .toList());
        parts = ConfigParts.of(next);
        self = Digests.of(next.self().name());
        cluster = ConfigParts.nodes(next);
        rank = next.nodes().indexOf(next.self()) + 1;
        Duration interval = next.interval();
        spacing = interval.compareTo(SHORTEST_SPACING) < 0
                ? SHORTEST_SPACING
                : interval.compareTo(LONGEST_SPACING) > 0 ? LONGEST_SPACING : interval;
        lay(nowNanos);
        lines.values().forEach(line -> {
            line.session().spacing(spacing);
            line.news();
        });
    }

    /** @param now by which routers messages can go from the addresses of this host; where there is none, by none */
    void routers(Map<IpAddress, Hop> now, long nowNanos) {
        hops = Map.copyOf(now);
        lay(nowNanos);
    }

    private void lay(long nowNanos) {
        Map<Ends, Line> before = new LinkedHashMap<>(lines);
        Map<String, Peer> known = new LinkedHashMap<>(peers);
        lines.clear();
        peers.clear();
        for (Path path : Path.all(settings)) {
            Peer peer = peers.computeIfAbsent(
                    path.node(), name -> Optional.ofNullable(known.get(name)).orElseGet(() -> new Peer(name)));
            lay(path, peer, before, nowNanos);
            Path around = path.viaRouter();
            Optional<Hop> hop = Optional.ofNullable(hops.get(path.from())).filter(found -> found.leadsTo(path.to()));
            // Where there was one, it stays: the other host knows its counter, and goes on sending by its own router.
            if (hop.isPresent() || before.containsKey(Ends.of(around))) {
                lay(around, peer, before, nowNanos).hop(hop);
            }
        }
    }

    private Line lay(Path path, Peer peer, Map<Ends, Line> before, long nowNanos) {
        Line old = before.get(Ends.of(path));
        Line line = old != null && old.peer() == peer ? old : line(path, peer, nowNanos);
        lines.put(Ends.of(path), line);
        return line;
    }

    private Line line(Path path, Peer peer, long nowNanos) {
        return new Line(path, peer, new Session(boot, spacing, nowNanos), teller.new Listener(), nowNanos);
    }

    /** Where this host is to be reached. */
    Set<IpAddress> ownAddresses() {
        Set<IpAddress> own = new LinkedHashSet<>();
        lines.keySet().forEach(ends -> own.add(ends.ours()));
        return own;
    }

    /** What is so now at this host. */
    void told(Told now, long nowNanos) {
        Set<IpAddress> changed = teller.update(now.aliases(), nowNanos);
        boolean news = !changed.isEmpty() || !now.host().equals(told.host());
        told = now;
        for (Line line : news ? lines.values() : List.<Line>of()) {
            line.listener().changed(changed);
            line.news();
        }
    }

    /** This process was not run for a while. */
    void paused() {
        lines.values().forEach(line -> line.session().paused());
    }

    /** Takes what came in a socket. What costs least is looked at first. */
    void received(IpAddress ours, IpAddress theirs, byte[] bytes, int length, long nowNanos) {
        Line direct = lines.get(new Ends(ours, theirs, Path.Kind.DIRECT));
        if (direct == null) {
            return;
        }
        Decoded<Header> header = Decoder.header(bytes, length);
        Line line = Optional.ofNullable(lines.get(new Ends(ours, theirs, Path.Kind.VIA_ROUTER)))
                .filter(around ->
                        header.found().filter(found -> found.path() == around.digestBack()).isPresent())
                .orElse(direct);
        Optional<Refusal> refusal =
                header.refusal().or(() -> refusal(line, header.found().orElseThrow()));
        if (refusal.isEmpty() && !line.mayVerify(nowNanos)) {
            return;
        }
        refusal = refusal.or(() -> signing.verify(bytes, length));
        if (refusal.isPresent()) {
            reports.refused(line.path(), refusal.get(), works(line.peer()));
            return;
        }
        Decoder.body(bytes, length, header.found().orElseThrow())
                .found()
                .ifPresent(message -> take(line, message, nowNanos));
    }

    private static Optional<Refusal> refusal(Line line, Header header) {
        if (header.sender() != line.peer().digest()) {
            return Optional.of(Refusal.UNKNOWN_SENDER);
        }
        return header.path() != line.digestBack()
                ? Optional.of(Refusal.OTHER_PATH)
                : line.session().refusal(header);
    }

    private boolean works(Peer peer) {
        return lines.values().stream()
                .anyMatch(line -> line.peer() == peer && line.session().way() == Way.BOTH);
    }

    private void take(Line line, Message message, long nowNanos) {
        if (line.session().heard(message.header(), nowNanos) != Heard.PROVED) {
            return;
        }
        line.peer().heard(message, nowNanos);
        if (message.header().wantsWhole()) {
            line.listener().tellWhole();
        }
        look(line, nowNanos);
    }

    private void look(Line line, long nowNanos) {
        if (line.session().look(nowNanos)) {
            reports.way(line.path(), line.via(), line.session().state(nowNanos), works(line.peer()));
        }
    }

    /** Does what is due; returns when to be called again at the latest. */
    long tick(long nowNanos) {
        long next = nowNanos + LONGEST_SPACING.toNanos();
        for (Line line : lines.values()) {
            look(line, nowNanos);
            if (line.dueNanos() <= nowNanos) {
                send(line, nowNanos);
            }
            next = Math.min(next, line.dueNanos());
        }
        judge(nowNanos);
        return next;
    }

    private void judge(long nowNanos) {
        Map<Integer, List<String>> claims = new TreeMap<>();
        claims.computeIfAbsent(rank, first -> new ArrayList<>())
                .add(settings.self().name());
        for (Peer peer : peers.values()) {
            if (works(peer)) {
                reports.differing(peer.name(), peer.differing(parts), nowNanos);
                peer.rank()
                        .ifPresent(claimed -> claims.computeIfAbsent(claimed, first -> new ArrayList<>())
                                .add(peer.name()));
            } else if (peer.rank().isEmpty()) {
                reports.never(peer.name(), settings.link().port().orElseThrow(), nowNanos);
            }
        }
        reports.ranks(claims, nowNanos);
    }

    private void send(Line line, long nowNanos) {
        Stamp stamp = line.session().next(nowNanos);
        List<Integer> keys = signing.ids();
        int key = signing.idFor(line.peer().keys());
        int other = keys.stream().filter(id -> id != key).findFirst().orElse(0);
        Header header = new Header(
                key,
                other,
                rank,
                (int) (spacing.toNanos() / NANOS_PER_MILLI),
                stamp.lossPercent(),
                line.peer().wantsWhole(),
                cluster,
                self,
                line.digest(),
                boot,
                stamp.counter(),
                stamp.echoBoot(),
                stamp.echoCounter(),
                stamp.echoDelayMicros());
        line.sent(nowNanos);
        byte[] datagram = Encoder.encode(new Message(header, body(line, nowNanos)), signing);
        IpAddress from = line.path().from();
        IpAddress to = line.path().to();
        if (line.path().kind() == Path.Kind.DIRECT) {
            wire.send(from, to, datagram);
        } else {
            line.hop().ifPresent(hop -> wire.sendByRouter(hop, from, to, datagram));
        }
    }

    private Body body(Line line, long nowNanos) {
        Body rest = new Body(
                Optional.of(told.host()),
                Optional.of(parts),
                told.macs(),
                Optional.of(teller.summary()),
                Optional.empty());
        return new Body(
                rest.host(),
                rest.configuration(),
                rest.macs(),
                rest.summary(),
                line.listener().next(rest, nowNanos));
    }

    /** The last word of this daemon. */
    void farewell(long nowNanos) {
        told = told.stopping();
        lines.values().forEach(line -> send(line, nowNanos));
    }

    LinkView view(Optional<String> trouble, long nowNanos) {
        List<NodeView> nodes = new ArrayList<>();
        for (Peer peer : peers.values()) {
            nodes.add(new NodeView(
                    peer.name(),
                    lines.values().stream()
                            .filter(line -> line.peer() == peer)
                            .map(line -> line.view(nowNanos))
                            .toList(),
                    peer.word(parts, nowNanos)));
        }
        return new LinkView(LinkView.State.ON, trouble, nowNanos, nodes);
    }
}
