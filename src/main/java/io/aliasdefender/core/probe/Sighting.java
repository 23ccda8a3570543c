package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;

/**
 * Another host's ARP frame (IPv6: neighbour solicitation or advertisement) that is about an alias of ours.
 *
 * @param address the alias
 * @param linkName the interface on which the frame came in
 * @param mac the sender's link-layer address, never one of our own
 */
public record Sighting(IpAddress address, String linkName, MacAddress mac, Kind kind) {
    /** What the frame says. */
    public enum Kind {
        /** "Who has it?" with an unspecified sender: somebody thinks of taking it (RFC 5227, section 2.1.1). */
        PROBE,
        /** "Who has it? Tell me at my address", with the mark of a defender that would take the alias. */
        WATCH,
        /** The same with the mark of a defender that has just let go of it on purpose. */
        FAREWELL,
        /** The same without that mark: the everyday question of clients and of any host's kernel. */
        REQUEST,
        /**
         * A frame about something else that is sent from the alias: its sender has it, and its kernel uses it by itself.
         * Nobody has decided to say so (RFC 5227, section 1.1 calls only a gratuitous ARP an announcement).
         */
        USE,
        /** "I have it": a gratuitous ARP, or an unsolicited neighbour advertisement. */
        ANNOUNCEMENT,
        /** An answer to a probe. */
        REPLY
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sighting that
                && kind == that.kind
                && mac.equals(that.mac)
                && address.equals(that.address)
                && linkName.equals(that.linkName);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * address.hashCode() + mac.hashCode()) + kind.name().hashCode();
    }
}
