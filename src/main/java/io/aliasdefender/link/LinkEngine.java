package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.Talk;
import io.aliasdefender.link.protocol.Decoded;
import io.aliasdefender.link.protocol.Decoder;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.link.protocol.PathState.Way;
import io.aliasdefender.link.protocol.Refusal;
import io.aliasdefender.link.protocol.Session;
import io.aliasdefender.link.protocol.Session.Heard;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.LinkView.NodeView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
    /** An offer that may be older is asked for again: in a moment nobody would take it any more. */
    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();
    /** How often it is asked who else has what has just come to this host. */
    private static final int TAKEN_ROUNDS = 3;

    private static final Duration TAKEN_SPACING = Duration.ofMillis(50);

    private static final int NANOS_PER_MICRO = 1_000;

    private final long boot;
    private final long begunNanos;
    private final Outgoing outgoing;
    private final LinkReports reports;
    private final Consumer<LinkNews> news;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<Ends, Line> lines = new LinkedHashMap<>();
    private final Map<Peer, List<Line>> linesOf = new HashMap<>();
    private Settings settings;
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
            long boot, Settings settings, Wire wire, Consumer<Report> reports, Consumer<LinkNews> news, long nowNanos) {
        this.boot = boot;
        this.news = news;
        begunNanos = nowNanos;
        this.reports = new LinkReports(reports, nowNanos);
        outgoing = new Outgoing(boot, wire, settings);
        settings(settings, nowNanos);
    }

    /** Paths that stay keep all that is known of them. */
    public void settings(Settings next, long nowNanos) {
        settings = next;
        outgoing.settings(next);
        lay(nowNanos);
        lines.values().forEach(line -> {
            line.session().spacing(outgoing.spacing());
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
        linesOf.clear();
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
        linesOf.computeIfAbsent(peer, first -> new ArrayList<>()).add(line);
        return line;
    }

    private Line line(Path path, Peer peer, long nowNanos) {
        Session session = new Session(boot, outgoing.spacing(), nowNanos);
        // A path that a reload took away and brings back: more than was ever sent on it, so that nothing counts twice.
        session.countFrom((nowNanos - begunNanos) / NANOS_PER_MICRO);
        return new Line(path, peer, session, outgoing.listener(), nowNanos);
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
        boolean had = outgoing.has(alias);
        if (outgoing.tell(alias, what.telling().map(Telling::said), nowNanos)) {
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
        // Who else has it is known a round trip later, and not when others tell of it in their time.
        boolean taken = what.telling().flatMap(Telling::reply).isEmpty();
        if (!had && taken && outgoing.has(alias)) {
            ask(alias, TAKEN_ROUNDS, TAKEN_SPACING, nowNanos);
        }
    }

    /** Which checks of this host fail for an alias. */
    public void blame(IpAddress alias, Blame blame) {
        if (outgoing.blame(alias, blame)) {
            lines.values().forEach(line -> line.listener().changed(alias));
        }
    }

    /** Which checks of this host fail. That alone makes no message. */
    public void failing(FailingChecks now) {
        outgoing.failing(now);
    }

    /** Whether an operator took this host out of service. */
    public void maintenance(boolean on) {
        if (outgoing.maintenance(on)) {
            lines.values().forEach(Line::news);
        }
    }

    void macs(List<MacTold> now) {
        if (outgoing.macs(now)) {
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
                .filter(around -> header.found()
                        .filter(found -> found.path() == around.digestBack())
                        .isPresent())
                .orElse(direct);
        Optional<Refusal> refusal =
                header.refusal().or(() -> refusal(line, header.found().orElseThrow()));
        if (refusal.isEmpty() && !line.mayVerify(nowNanos)) {
            return;
        }
        refusal = refusal.or(() -> outgoing.signing().verify(bytes, length));
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
        for (Line line : linesOf.get(peer)) {
            if (line.session().way() == Way.BOTH) {
                return true;
            }
        }
        return false;
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
        reportChangedWay(line, nowNanos);
    }

    private void reportChangedWay(Line line, long nowNanos) {
        if (line.session().updateWay(nowNanos)) {
            reports.way(line.path(), line.via(), line.session().state(nowNanos), works(line.peer()));
        }
    }

    /** Does what is due; returns when to be called again at the latest. */
    public long tick(long nowNanos) {
        lines.values().forEach(line -> reportChangedWay(line, nowNanos));
        // First, so that what is due goes by every path that works.
        peers.values().forEach(peer -> outgoing.speak(peer, linesOf.get(peer), nowNanos));
        lines.values().stream()
                .filter(line -> line.dueNanos() <= nowNanos)
                .forEach(line -> outgoing.send(line, nowNanos));
        judge(nowNanos);
        long next = nowNanos + Duration.ofSeconds(1).toNanos();
        for (Line line : lines.values()) {
            next = Math.min(next, line.dueNanos());
        }
        for (Peer peer : peers.values()) {
            next = Math.min(next, outgoing.speakNanos(peer, linesOf.get(peer), nowNanos));
        }
        return next;
    }

    private void judge(long nowNanos) {
        Map<Integer, List<String>> claims = new TreeMap<>();
        claims.computeIfAbsent(outgoing.rank(), first -> new ArrayList<>())
                .add(settings.self().name());
        for (Peer peer : peers.values()) {
            if (works(peer)) {
                reports.differing(peer.name(), peer.differing(outgoing.parts()), nowNanos);
                peer.rank()
                        .ifPresent(claimed -> claims.computeIfAbsent(claimed, first -> new ArrayList<>())
                                .add(peer.name()));
            } else if (peer.rank().isEmpty()) {
                reports.never(peer.name(), settings.link().port().orElseThrow(), nowNanos);
            }
        }
        reports.ranks(claims, nowNanos);
    }

    /** The last word of this daemon. */
    public void farewell(long nowNanos) {
        outgoing.stops();
        lines.values().forEach(line -> outgoing.send(line, nowNanos));
    }

    public LinkView view(Optional<String> trouble, long nowNanos) {
        List<NodeView> nodes = new ArrayList<>();
        for (Peer peer : peers.values()) {
            nodes.add(new NodeView(
                    peer.name(),
                    linesOf.get(peer).stream().map(line -> line.view(nowNanos)).toList(),
                    peer.word(outgoing.parts(), nowNanos)));
        }
        return new LinkView(LinkView.State.ON, trouble, nowNanos, nodes);
    }
}
