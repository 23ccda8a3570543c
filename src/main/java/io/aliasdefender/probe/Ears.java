package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Decides for every packet that comes in whether it is an answer, or a sighting, or nothing. */
final class Ears implements Wire.Listener {
    private final SightingFilter filter = new SightingFilter();
    private final Consumer<Sighting> sightings;
    private SteadyProber steady;
    private BurstProber bursts;
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());
    private Map<IpAddress, String> aliases = Map.of();

    Ears(Consumer<Sighting> sightings) {
        this.sightings = sightings;
    }

    /** To be called before the first packet can come. */
    void connect(SteadyProber steadyProber, BurstProber burstProber) {
        steady = steadyProber;
        bursts = burstProber;
    }

    /**
     * @param linkOfAlias the aliases that are to be looked out for, each with its interface
     */
    void listenFor(Map<IpAddress, String> linkOfAlias, Surroundings now) {
        aliases = linkOfAlias;
        surroundings = now;
    }

    @Override
    public void echo(IpAddress from, long sentNanos) {
        // An address of our own is answered by this very host: that proves nothing about anybody else.
        if (!surroundings.carries(from)) {
            long now = System.nanoTime();
            steady.echoed(from, sentNanos, now);
            bursts.echoed(from, sentNanos, now);
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
        } else if (packet.reply() && !packet.isGratuitous()) {
            answered(packet.senderIp(), linkName, mac);
        } else {
            sighted(packet.senderIp(), linkName, mac, Sighting.Kind.ANNOUNCEMENT);
            if (!packet.reply() && !packet.isGratuitous()) {
                sighted(packet.targetIp(), linkName, mac, Sighting.Kind.REQUEST);
            }
        }
    }

    @Override
    public void neighbour(String linkName, NeighbourPacket packet, MacAddress frameSender) {
        MacAddress mac = packet.mac().orElse(frameSender);
        if (surroundings.ownMac(frameSender) || surroundings.ownMac(mac)) {
            return;
        }
        if (packet.isProbe()) {
            sighted(packet.target(), linkName, mac, Sighting.Kind.PROBE);
        } else if (!packet.advertisement()) {
            sighted(packet.source(), linkName, mac, Sighting.Kind.ANNOUNCEMENT);
            sighted(packet.target(), linkName, mac, Sighting.Kind.REQUEST);
        } else if (!packet.destination().isMulticast() || awaited(packet.target())) {
            answered(packet.target(), linkName, mac);
        } else {
            sighted(packet.target(), linkName, mac, Sighting.Kind.ANNOUNCEMENT);
        }
    }

    /** An answer to a probe from nowhere goes to all nodes, as an announcement does: only the moment tells them apart. */
    private boolean awaited(IpAddress address) {
        long now = System.nanoTime();
        return bursts.awaits(address)
                || steady.target(address)
                        .filter(target -> target.listening(now))
                        .isPresent();
    }

    private void answered(IpAddress about, String linkName, MacAddress mac) {
        long now = System.nanoTime();
        Heard heard = steady.spoken(about, linkName, mac, now);
        boolean askedByBurst = bursts.spoken(about, linkName, mac, now);
        if (heard instanceof Heard.AnotherHolder && !askedByBurst) {
            sighted(about, linkName, mac, Sighting.Kind.REPLY);
        }
    }

    private void sighted(IpAddress about, String linkName, MacAddress mac, Sighting.Kind kind) {
        if (linkName.equals(aliases.get(about))) {
            Sighting sighting = new Sighting(about, linkName, mac, kind);
            if (filter.worthTelling(sighting, System.nanoTime())) {
                sightings.accept(sighting);
            }
        }
    }
}
