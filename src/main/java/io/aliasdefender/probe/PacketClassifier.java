package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.Mark;
import io.aliasdefender.os.NeighbourPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Decides for every packet that comes in whether it is an answer, or a sighting, or nothing. */
final class PacketClassifier implements Wire.Listener {
    /** An answer to another host's question from nowhere comes within this time, and looks like an announcement. */
    private static final long ANSWERING_NANOS = 1_000_000_000;

    private final SightingFilter filter = new SightingFilter();
    private final Timers timers;
    private final PauseGuard guard;
    private final Consumer<Sighting> sightings;
    private final ProxyAnswerers proxyAnswerers = new ProxyAnswerers();
    private SteadyProber steady;
    private BurstProber bursts;
    private ReachProber reaches;
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());
    private Map<IpAddress, Set<String>> aliases = Map.of();
    private Map<IpAddress, Set<Probe>> counting = Map.of();
    /** When another host last asked for an alias from nowhere. */
    private final Map<Question, Long> askedByOthersNanos = new HashMap<>();
    /** What others said in a pause, until everybody knows of it; empty: nothing is held back. */
    private Optional<List<Sighting>> heldBack = Optional.empty();
    /** Answers to echo requests that are older than this prove nothing. */
    private long earliestNanos;

    PacketClassifier(Timers timers, PauseGuard guard, Consumer<Sighting> sightings) {
        this.timers = timers;
        this.guard = guard;
        this.sightings = sightings;
        earliestNanos = timers.nanoTime();
    }

    /** To be called before the first packet can come. */
    void connect(SteadyProber steadyProber, BurstProber burstProber, ReachProber reachProber) {
        steady = steadyProber;
        bursts = burstProber;
        reaches = reachProber;
    }

    /**
     * @param linksOfAlias the aliases that are to be looked out for, each with its interfaces
     */
    void listenFor(Map<IpAddress, Set<String>> linksOfAlias, Surroundings now) {
        aliases = linksOfAlias;
        surroundings = now;
        askedByOthersNanos.keySet().removeIf(question -> !aliases.containsKey(question.address()));
    }

    /**
     * What is asked from now on.
     *
     * @param witnesses of witnesses, each on its link
     * @param kinds the answers about an alias that count while this host does not have it
     */
    void asked(Set<Question> witnesses, Map<IpAddress, Set<Probe>> kinds) {
        proxyAnswerers.witnesses(witnesses);
        counting = Map.copyOf(kinds);
    }

    /** Whoever has what this host carries is to be known, however it is noticed. */
    private boolean counts(IpAddress about, Probe kind) {
        Set<Probe> kinds = counting.get(about);
        return kinds == null || kinds.contains(kind) || surroundings.carries(about);
    }

    /** What was asked until now is to be answered in vain. */
    void forgetEarlier() {
        earliestNanos = timers.nanoTime();
    }

    /** Keeps sightings: whoever decides about them is to know first that there was a pause. */
    void holdBack() {
        if (heldBack.isEmpty()) {
            heldBack = Optional.of(new ArrayList<>());
        }
    }

    void tellHeldBack() {
        List<Sighting> held = heldBack.orElse(List.of());
        heldBack = Optional.empty();
        held.forEach(sightings);
    }

    @Override
    public void taking() {
        guard.check();
    }

    @Override
    public void echo(IpAddress from, int scope, long sentNanos) {
        // An address of our own is answered by this very host: that proves nothing about anybody else.
        if (!surroundings.carries(from) && counts(from, Probe.ECHO) && sentNanos - earliestNanos >= 0) {
            long now = timers.nanoTime();
            steady.echoed(from, scope, sentNanos, now);
            bursts.echoed(from, scope, sentNanos, now);
        }
    }

    @Override
    public void marked(IpAddress from, int mark, long sentNanos) {
        if (sentNanos - earliestNanos >= 0) {
            reaches.echoed(from, mark);
        }
    }

    @Override
    public void arp(String linkName, ArpPacket packet) {
        MacAddress mac = packet.senderMac();
        if (surroundings.ownMac(mac)) {
            return;
        }
        if (packet.isProbe()) {
            sighted(packet.targetIp(), linkName, mac, Sighting.Kind.PROBE);
        } else if (packet.isGratuitous()) {
            sighted(packet.senderIp(), linkName, mac, Sighting.Kind.ANNOUNCEMENT);
        } else if (packet.reply() && forThisHost(packet)) {
            reaches.spoken(packet.senderIp(), packet.targetIp(), linkName);
            answered(packet.senderIp(), linkName, mac);
        } else {
            // Whoever has the alias asks or answers from it, and nobody has decided to say so.
            sighted(packet.senderIp(), linkName, mac, Sighting.Kind.USE);
            if (!packet.reply()) {
                sighted(packet.targetIp(), linkName, mac, asked(packet.mark()));
            }
        }
    }

    /** An answer to us: a probe from nowhere is answered to nowhere. */
    private boolean forThisHost(ArpPacket reply) {
        return surroundings.ownMac(reply.targetMac())
                || reply.targetIp().isUnspecified()
                || surroundings.carries(reply.targetIp());
    }

    private static Sighting.Kind asked(Mark mark) {
        return switch (mark) {
            case NONE -> Sighting.Kind.REQUEST;
            case WATCH -> Sighting.Kind.WATCH;
            case FAREWELL -> Sighting.Kind.FAREWELL;
        };
    }

    @Override
    public void neighbour(String linkName, NeighbourPacket packet, MacAddress frameSender) {
        MacAddress mac = packet.mac().orElse(frameSender);
        if (surroundings.ownMac(frameSender) || surroundings.ownMac(mac)) {
            return;
        }
        if (!packet.advertisement() && packet.source().isUnspecified() && aliases.containsKey(packet.target())) {
            askedByOthersNanos.put(Question.on(linkName, packet.target()), timers.nanoTime());
        }
        if (packet.isProbe()) {
            sighted(packet.target(), linkName, mac, Sighting.Kind.PROBE);
        } else if (!packet.advertisement()) {
            sighted(packet.source(), linkName, mac, Sighting.Kind.USE);
            sighted(packet.target(), linkName, mac, asked(packet.mark()));
        } else if (!packet.destination().isMulticast() || awaited(linkName, packet.target())) {
            reaches.spoken(packet.target(), packet.destination(), linkName);
            answered(packet.target(), linkName, mac);
        } else {
            boolean answer = askedByOthers(linkName, packet.target());
            sighted(packet.target(), linkName, mac, answer ? Sighting.Kind.USE : Sighting.Kind.ANNOUNCEMENT);
        }
    }

    /** Whether it may be an answer to another host, which nobody has decided to say. */
    private boolean askedByOthers(String linkName, IpAddress address) {
        Long asked = askedByOthersNanos.get(Question.on(linkName, address));
        return asked != null && timers.nanoTime() - asked < ANSWERING_NANOS;
    }

    /**
     * An answer to a question from nowhere goes to all nodes, as an announcement does: only the moment tells them apart.
     * Any other question is answered to its sender (RFC 4861, section 7.2.4).
     */
    private boolean awaited(String linkName, IpAddress address) {
        return bursts.askedFromNowhere(address, linkName)
                || steady.listensFromNowhere(Question.on(linkName, address), timers.nanoTime());
    }

    private void answered(IpAddress about, String linkName, MacAddress mac) {
        long now = timers.nanoTime();
        Question question = Question.on(linkName, about);
        if (aliases.containsKey(about)) {
            Optional<String> why = proxyAnswerers.why(question, mac, steady.answersForTheDead(question, mac));
            if (why.isPresent() || !counts(about, Probe.ARP)) {
                return;
            }
        } else {
            proxyAnswerers.heard(question, mac);
        }
        Heard heard = steady.spoken(question, mac, now);
        boolean askedByBurst = bursts.spoken(about, linkName, mac, now);
        if (heard instanceof Heard.AnotherHolder && !askedByBurst) {
            sighted(about, linkName, mac, Sighting.Kind.REPLY);
        }
    }

    private void sighted(IpAddress about, String linkName, MacAddress mac, Sighting.Kind kind) {
        Set<String> links = aliases.get(about);
        if (links != null && links.contains(linkName)) {
            switch (kind) {
                case USE, WATCH, ANNOUNCEMENT -> steady.aliveOnLink(Question.on(linkName, about), mac);
                case PROBE, REQUEST, REPLY, FAREWELL -> {}
            }
            Sighting sighting = new Sighting(about, linkName, mac, kind);
            if (filter.worthTelling(sighting, timers.nanoTime())) {
                heldBack.ifPresentOrElse(held -> held.add(sighting), () -> sightings.accept(sighting));
            }
        }
    }
}
