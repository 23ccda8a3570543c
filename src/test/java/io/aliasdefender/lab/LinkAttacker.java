package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.FrameForger;
import io.aliasdefender.os.NeighbourPacket;
import java.io.IOException;
import java.util.List;

/** A machine on the laboratory's link that says what it likes, in anybody's name. */
final class LinkAttacker implements AutoCloseable {
    static final MacAddress MAC = MacAddress.of("02:ad:00:00:06:77");

    private final Lab lab;
    private final FrameForger frames;

    private LinkAttacker(Lab lab, FrameForger frames) {
        this.lab = lab;
        this.frames = frames;
    }

    /** Once for each laboratory. */
    static LinkAttacker plug(Lab lab) throws Exception {
        Namespace namespace = lab.namespace("attacker");
        namespace.create();
        Station station = new Station(
                "attacker",
                namespace,
                Station.INTERFACE,
                MAC,
                List.of(Cidr.of("192.0.2.77/24"), Cidr.of("2001:db8::77/64")),
                List.of());
        lab.network().plug(station);
        return new LinkAttacker(lab, FrameForger.open(namespace.name(), station.linkIndex()));
    }

    /** The address of a station's own. */
    static IpAddress own(Station station, Family family) {
        return station.addresses().stream()
                .map(Cidr::address)
                .filter(address -> address.v6() == family.alias().v6())
                .findFirst()
                .orElseThrow();
    }

    /** Says something about the alias to its holder alone: what others believe is another matter. */
    void tell(LabHost holder, Family family, Forgery what, MacAddress name) throws IOException {
        tell(
                holder,
                family,
                what,
                name,
                holder.station().mac(),
                holder.station().mac());
    }

    /** Says it to everybody. */
    void tellAll(LabHost holder, Family family, Forgery what, MacAddress name) throws IOException {
        tell(holder, family, what, name, FrameForger.BROADCAST, FrameForger.ALL_NODES);
    }

    private void tell(
            LabHost holder, Family family, Forgery what, MacAddress name, MacAddress arpTo, MacAddress neighbourTo)
            throws IOException {
        Forgery.Words words = new Forgery.Words(name, family.alias(), holder.station(), own(lab.router(), family));
        // A frame from the holder's own address would move its traffic on the switch to this port, which no host can
        // prevent; what is said in it is another matter.
        MacAddress source = name.equals(holder.station().mac()) ? MAC : name;
        if (family == Family.IPV4) {
            frames.send(source, arpTo, what.arp(words));
            return;
        }
        for (NeighbourPacket packet : what.neighbour(words)) {
            frames.send(source, neighbourTo, packet);
        }
    }

    /** Says to everybody, as an announcement, that a machine's own address is somewhere else. */
    void slander(Station station, Family family, MacAddress elsewhere) throws IOException {
        IpAddress address = own(station, family);
        if (family == Family.IPV4) {
            frames.send(MAC, FrameForger.BROADCAST, ArpPacket.announcementAsReply(elsewhere, address));
        } else {
            frames.send(MAC, FrameForger.ALL_NODES, NeighbourPacket.announcement(elsewhere, address));
        }
    }

    @Override
    public void close() {
        frames.close();
    }
}
