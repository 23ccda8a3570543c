package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.link.protocol.AliasTeller;
import io.aliasdefender.link.protocol.Body;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Body.Talk;
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
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
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
public final class LinkEngine {
    private static final Duration SHORTEST_SPACING = Duration.ofMillis(100);
    private static final Duration LONGEST_SPACING = Duration.ofSeconds(1);
    private static final int NANOS_PER_MILLI = 1_000_000;
    /** An offer that may be older is asked for again: in a moment nobody would take it any more. */
    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();
    /** Messages to one node that follow each other at once, and how long is waited then: a socket holds about a hundred. */
    private static final int AT_A_TIME = 8;

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final long boot;
    private final Wire wire;
    private final LinkReports reports;
    private final Consumer<LinkNews> news;
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
    private HostTold host = new HostTold(false, false);
    private List<MacTold> macs = List.of();
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
     * @param news is told what other nodes say and prove
     */
    public LinkEngine(
            long boot,
            Settings settings,
            Wire wire,
            Consumer<Report> reports,
            Consumer<LinkNews> news,
            long nowNanos) {
        this.boot = boot;
        this.wire = wire;
        this.news = news;
        this.reports = new LinkReports(reports, nowNanos);
        settings(settings, nowNanos);
    }

    /** Paths that stay keep all that is known of them. */
    public void settings(Settings next, long nowNanos) {
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
    public void routers(Map<IpAddress, Hop> now, long nowNanos) {
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
                    path.node(), name -> Optional.ofNullable(known.get(name)).orElseGet(() -> new Peer(name, boot)));
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
    public Set<IpAddress> ownAddresses() {
        Set<IpAddress> own = new LinkedHashSet<>();
        lines.keySet().forEach(ends -> own.add(ends.ours()));
        return own;
    }

    /** What the others are to be told about an alias from now on. */
    public void tell(LinkTelling what, long nowNanos) {
        IpAddress alias = what.alias();
        boolean changed = what.telling()
                .map(telling -> teller.tell(alias, telling.said(), nowNanos))
                .orElseGet(() -> teller.gone(alias));
        if (changed) {
            lines.values().forEach(line -> {
                line.listener().changed(alias);
                line.news();
            });
        }
        for (Peer peer : peers.values()) {
            what.telling()
                    .flatMap(Telling::offer)
                    .filter(offer -> offer.to().name().equals(peer.name()))
                    .ifPresentOrElse(
                            offer -> peer.exchange().offer(alias, offer.id(), what.untilNanos(), nowNanos),
                            () -> peer.exchange().withdraw(alias));
            what.telling()
                    .flatMap(Telling::reply)
                    .filter(reply -> reply.to().name().equals(peer.name()))
                    .ifPresentOrElse(
                            reply -> peer.exchange().reply(alias, reply.reply(), nowNanos),
                            () -> peer.exchange().noReply(alias));
        }
    }

    /** Whether an operator took this host out of service. */
    public void maintenance(boolean on) {
        host(new HostTold(on, host.stops()));
    }

    private void host(HostTold now) {
        if (!now.equals(host)) {
            host = now;
            lines.values().forEach(Line::news);
        }
    }

    void macs(List<MacTold> now) {
        if (!now.equals(macs)) {
            macs = now;
            lines.values().forEach(Line::news);
        }
    }

    /** Asks all other nodes about an alias, at once and at each spacing until they have answered. */
    public void ask(IpAddress alias, int rounds, Duration each, long nowNanos) {
        peers.values().forEach(peer -> peer.exchange().ask(alias, rounds, each.toNanos(), nowNanos));
    }

    /** This process was not run for a while. */
    public void paused() {
        lines.values().forEach(line -> line.session().paused());
    }

    /** Takes what came in a socket. What costs least is looked at first. */
    public void received(IpAddress ours, IpAddress theirs, byte[] bytes, int length, long nowNanos) {
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
        long provedNanos = line.session().echoedNanos();
        Talk talk = message.body().talk();
        line.peer().heard(message, provedNanos, nowNanos).ifPresent(news);
        if (message.header().wantsWhole()) {
            line.listener().tellWhole();
        }
        if (nowNanos - provedNanos > FRESH_NANOS && !talk.offers().isEmpty()) {
            line.wantsFresh(nowNanos);
        }
        talk.asked().ifPresent(asked -> {
            line.peer().exchange().repeatOffers(nowNanos);
            line.asked(asked, nowNanos);
        });
        look(line, nowNanos);
    }

    private void look(Line line, long nowNanos) {
        if (line.session().look(nowNanos)) {
            reports.way(line.path(), line.via(), line.session().state(nowNanos), works(line.peer()));
        }
    }

    /** Does what is due; returns when to be called again at the latest. */
    public long tick(long nowNanos) {
        lines.values().forEach(line -> look(line, nowNanos));
        // First, so that what is due goes by every path that works.
        peers.values().forEach(peer -> speak(peer, nowNanos));
        lines.values().stream().filter(line -> line.dueNanos() <= nowNanos).forEach(line -> send(line, nowNanos));
        judge(nowNanos);
        long next = nowNanos + LONGEST_SPACING.toNanos();
        for (Line line : lines.values()) {
            next = Math.min(next, line.dueNanos());
        }
        for (Peer peer : peers.values()) {
            next = Math.min(next, speakNanos(peer, nowNanos));
        }
        return next;
    }

    /** Says at once what does not wait, a few messages at a time. */
    private void speak(Peer peer, long nowNanos) {
        peer.exchange().look(nowNanos);
        List<Line> all = lines.values().stream().filter(line -> line.peer() == peer).toList();
        List<Line> usable = usable(all);
        int sent = 0;
        while (sent < AT_A_TIME && speakNanos(peer, nowNanos) <= nowNanos) {
            boolean due = peer.exchange().dueNanos(nowNanos) <= nowNanos;
            List<Line> to = all.stream()
                    .filter(line -> line.urgent() || due && usable.contains(line))
                    .toList();
            Talk talk = peer.exchange().next(Encoder.roomForTalk(brief(Talk.NOTHING)), teller::said, nowNanos);
            to.forEach(line -> sendAtOnce(line, talk, nowNanos));
            sent += Math.max(1, to.size());
        }
        if (sent >= AT_A_TIME) {
            peer.spokeNanos(nowNanos);
        }
    }

    private long speakNanos(Peer peer, long nowNanos) {
        boolean urgent = lines.values().stream().anyMatch(line -> line.peer() == peer && line.urgent());
        long due = urgent ? nowNanos : peer.exchange().dueNanos(nowNanos);
        return Math.max(due, peer.spokeNanos() + PAUSE_NANOS);
    }

    /** Those that work; where none does, all by which anything was ever heard: one may work again. */
    private static List<Line> usable(List<Line> all) {
        List<Line> both =
                all.stream().filter(line -> line.session().way() == Way.BOTH).toList();
        return both.isEmpty()
                ? all.stream()
                        .filter(line -> line.session().way() != Way.NEVER)
                        .toList()
                : both;
    }

    private void sendAtOnce(Line line, Talk talk, long nowNanos) {
        Optional<List<IpAddress>> asked =
                talk.asked().isEmpty() && line.asking() ? Optional.of(List.of()) : talk.asked();
        Body rest = brief(new Talk(talk.offers(), talk.replies(), asked));
        send(line, line.session().urgent(nowNanos), rest.with(line.listener().next(rest, nowNanos)));
        line.saidAtOnce();
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
        line.sent(nowNanos);
        send(line, stamp, body(line, nowNanos));
    }

    private void send(Line line, Stamp stamp, Body body) {
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
        byte[] datagram = Encoder.encode(new Message(header, body), signing);
        IpAddress from = line.path().from();
        IpAddress to = line.path().to();
        if (line.path().kind() == Path.Kind.DIRECT) {
            wire.send(from, to, datagram);
        } else {
            line.hop().ifPresent(hop -> wire.sendByRouter(hop, from, to, datagram));
        }
    }

    private Body body(Line line, long nowNanos) {
        Body whole = new Body(
                Optional.of(host),
                Optional.of(parts),
                macs,
                Optional.of(teller.summary()),
                Optional.empty(),
                Talk.NOTHING);
        Talk talk = line.peer().exchange().next(Encoder.roomForTalk(whole), teller::said, nowNanos);
        Body rest = new Body(whole.host(), whole.configuration(), macs, whole.summary(), Optional.empty(), talk);
        return rest.with(line.listener().next(rest, nowNanos));
    }

    /** Without what is told in its time. */
    private Body brief(Talk talk) {
        return new Body(
                Optional.of(host), Optional.empty(), List.of(), Optional.of(teller.summary()), Optional.empty(), talk);
    }

    /** The last word of this daemon. */
    public void farewell(long nowNanos) {
        host(new HostTold(host.maintenance(), true));
        lines.values().forEach(line -> send(line, nowNanos));
    }

    public LinkView view(Optional<String> trouble, long nowNanos) {
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
