package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import java.util.List;
import java.util.Optional;

/** What anybody on a link can say about an alias, by ARP or by neighbour discovery, in the name of any link-layer address. */
enum Forgery {
    /** "I have it", to everybody (RFC 5227, section 3; RFC 4861, section 7.2.6). */
    ANNOUNCEMENT {
        @Override
        ArpPacket arp(Words words) {
            return ArpPacket.announcement(words.name(), words.alias());
        }

        @Override
        List<NeighbourPacket> neighbour(Words words) {
            return List.of(NeighbourPacket.announcement(words.name(), words.alias()));
        }
    },
    /** The same as a reply; by neighbour discovery behind a question that it seems to answer. */
    ANNOUNCEMENT_AS_REPLY {
        @Override
        ArpPacket arp(Words words) {
            return ArpPacket.announcementAsReply(words.name(), words.alias());
        }

        @Override
        List<NeighbourPacket> neighbour(Words words) {
            return List.of(
                    NeighbourPacket.probe(words.alias()), NeighbourPacket.announcement(words.name(), words.alias()));
        }
    },
    /** An answer to the holder alone, which may have asked or not. */
    ANSWER {
        @Override
        ArpPacket arp(Words words) {
            return new ArpPacket(
                    true,
                    words.name(),
                    words.alias(),
                    words.holder().mac(),
                    LinkAttacker.own(words.holder(), Family.IPV4));
        }

        @Override
        List<NeighbourPacket> neighbour(Words words) {
            return List.of(new NeighbourPacket(
                    true,
                    words.alias(),
                    LinkAttacker.own(words.holder(), Family.IPV6),
                    words.alias(),
                    Optional.of(words.name())));
        }
    },
    /** "Who has it?" from no address: somebody thinks of taking it (RFC 5227, section 2.1.1). */
    PROBE {
        @Override
        ArpPacket arp(Words words) {
            return ArpPacket.probe(words.name(), words.alias());
        }

        @Override
        List<NeighbourPacket> neighbour(Words words) {
            return List.of(NeighbourPacket.probe(words.alias()));
        }
    },
    /** A question about another host, asked from the alias. */
    USE {
        @Override
        ArpPacket arp(Words words) {
            return ArpPacket.request(words.name(), words.alias(), words.other());
        }

        @Override
        List<NeighbourPacket> neighbour(Words words) {
            return List.of(NeighbourPacket.request(words.name(), words.alias(), words.other()));
        }
    },
    /** The question of a watching defender. */
    WATCH {
        @Override
        ArpPacket arp(Words words) {
            return ArpPacket.watchFromNowhere(words.name(), words.alias());
        }

        @Override
        List<NeighbourPacket> neighbour(Words words) {
            return List.of(NeighbourPacket.watchFromNowhere(words.alias()));
        }
    };

    /**
     * What is said.
     *
     * @param name the link-layer address of whoever seems to speak
     * @param holder who has the alias
     * @param other an address of the same family that is asked for
     */
    record Words(MacAddress name, IpAddress alias, Station holder, IpAddress other) {}

    abstract ArpPacket arp(Words words);

    abstract List<NeighbourPacket> neighbour(Words words);
}
