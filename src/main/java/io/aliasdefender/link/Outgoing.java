package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.link.protocol.AliasTeller;
import io.aliasdefender.link.protocol.Body;
import io.aliasdefender.link.protocol.Body.CheckTold;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Body.Talk;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.link.protocol.Encoder;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.link.protocol.PathState.Way;
import io.aliasdefender.link.protocol.Session.Stamp;
import io.aliasdefender.link.protocol.Signing;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What this host has to tell, and the messages that tell it. */
final class Outgoing {
    private static final Duration SHORTEST_SPACING = Duration.ofMillis(100);
    private static final Duration LONGEST_SPACING = Duration.ofSeconds(1);
    private static final int NANOS_PER_MILLI = 1_000_000;
    /** Messages to one node that follow each other at once, and how long is waited then: a socket holds about a hundred. */
    private static final int AT_A_TIME = 8;

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final long boot;
    private final Wire wire;
    private final AliasTeller teller = new AliasTeller();
    private HostTold host = new HostTold(false, false);
    private List<MacTold> macs = List.of();
    private FailingChecks failing = FailingChecks.NONE;
    private Signing signing;
    private Parts parts;
    private Duration spacing;
    private int rank;
    private long cluster;
    private long self;

    Outgoing(long boot, Wire wire, Settings settings) {
        this.boot = boot;
        this.wire = wire;
        settings(settings);
    }

    void settings(Settings next) {
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
    }

    Signing signing() {
        return signing;
    }

    /** Of the configuration in force. */
    Parts parts() {
        return parts;
    }

    /** Between two messages that are sent in their time. */
    Duration spacing() {
        return spacing;
    }

    int rank() {
        return rank;
    }

    AliasTeller.Listener listener() {
        return teller.new Listener();
    }

    /**
     * What is to be told about an alias from now on.
     *
     * @param said empty: this host does not have it in its configuration any more
     * @return whether that is news
     */
    boolean tell(IpAddress alias, Optional<Said> said, long nowNanos) {
        return said.map(now -> teller.tell(alias, now, nowNanos)).orElseGet(() -> teller.gone(alias));
    }

    /** Returns whether that is news. */
    boolean blame(IpAddress alias, Blame blame) {
        return teller.blame(alias, blame);
    }

    /** Which checks of this host fail; it is told with what is sent anyway. */
    void failing(FailingChecks now) {
        failing = now;
    }

    /** Whether this host says that it has the alias. */
    boolean has(IpAddress alias) {
        return teller.said(alias).has() == Known.YES;
    }

    /** Returns whether that is news. */
    boolean maintenance(boolean on) {
        boolean news = host.maintenance() != on;
        host = new HostTold(on, host.stops());
        return news;
    }

    /** Returns whether that is news. */
    boolean macs(List<MacTold> now) {
        boolean news = !now.equals(macs);
        macs = now;
        return news;
    }

    /** This daemon is about to end. */
    void stops() {
        host = new HostTold(host.maintenance(), true);
    }

    /** Says at once what does not wait, a few messages at a time. */
    void speak(Peer peer, List<Line> all, long nowNanos) {
        peer.exchange().dropExpired(nowNanos);
        int sent = 0;
        while (sent < AT_A_TIME && speakNanos(peer, all, nowNanos) <= nowNanos) {
            boolean due = peer.exchange().dueNanos(nowNanos) <= nowNanos;
            List<Line> usable = due ? usable(all) : List.of();
            List<Line> to = all.stream()
                    .filter(line -> line.urgent() || usable.contains(line))
                    .toList();
            Talk talk = peer.exchange().next(Encoder.roomForTalk(brief(Talk.NOTHING)), teller::said, nowNanos);
            to.forEach(line -> sendAtOnce(line, talk, nowNanos));
            sent += Math.max(1, to.size());
        }
        if (sent >= AT_A_TIME) {
            peer.spokeNanos(nowNanos);
        }
    }

    /** When there is something to be said that does not wait. */
    long speakNanos(Peer peer, List<Line> all, long nowNanos) {
        long due = anyUrgent(all) ? nowNanos : peer.exchange().dueNanos(nowNanos);
        return Math.max(due, peer.spokeNanos() + PAUSE_NANOS);
    }

    private static boolean anyUrgent(List<Line> all) {
        for (Line line : all) {
            if (line.urgent()) {
                return true;
            }
        }
        return false;
    }

    /** Those that work; where none does, all by which anything was ever heard: one may work again. */
    private static List<Line> usable(List<Line> all) {
        List<Line> both =
                all.stream().filter(line -> line.session().way() == Way.BOTH).toList();
        return both.isEmpty()
                ? all.stream().filter(line -> line.session().way() != Way.NEVER).toList()
                : both;
    }

    private void sendAtOnce(Line line, Talk talk, long nowNanos) {
        Optional<List<IpAddress>> asked =
                talk.asked().isEmpty() && line.asking() ? Optional.of(List.of()) : talk.asked();
        Body rest = withFailing(brief(new Talk(talk.offers(), talk.replies(), asked)), nowNanos);
        send(line, line.session().urgent(nowNanos), rest.with(line.listener().next(rest, nowNanos)));
        line.saidAtOnce();
    }

    /** What is sent in its time: everything. */
    void send(Line line, long nowNanos) {
        Stamp stamp = line.session().next(nowNanos);
        line.sent(nowNanos);
        send(line, stamp, body(line, nowNanos));
    }

    private void send(Line line, Stamp stamp, Body body) {
        int key = signing.idFor(line.peer().keys());
        int other = otherThan(key);
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

    /** 0: there is no other key. */
    private int otherThan(int key) {
        for (int id : signing.ids()) {
            if (id != key) {
                return id;
            }
        }
        return 0;
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
        Body rest = withFailing(
                new Body(whole.host(), whole.configuration(), macs, whole.summary(), Optional.empty(), talk), nowNanos);
        return rest.with(line.listener().next(rest, nowNanos));
    }

    private Body withFailing(Body body, long nowNanos) {
        List<CheckTold> checks = failing.checks().stream()
                .map(check -> new CheckTold(
                        check.name(), check.sentence(), Math.max(0, (nowNanos - check.sinceNanos()) / NANOS_PER_MILLI)))
                .toList();
        return body.failing(checks, failing.total());
    }

    /** Without what is told in its time. */
    private Body brief(Talk talk) {
        return new Body(
                Optional.of(host), Optional.empty(), List.of(), Optional.of(teller.summary()), Optional.empty(), talk);
    }
}
