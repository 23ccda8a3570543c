package io.aliasdefender.link.protocol;

/**
 * How a message is laid out, in network order.
 *
 * <pre>
 * magic 4, major 1, minor 1, key 2, other key 2, rank 2, spacing 2, loss 1, flags 1,
 * cluster 8, sender 8, path 8, boot 8, counter 8, echo: boot 8, counter 8, delay 4
 * sections: type 2, length 2, value
 * signature 16
 * </pre>
 *
 * A section of an unknown type is skipped, and so is what a section has beyond the values that are known: that is how
 * a later minor version adds something. Another major version is another protocol.
 */
final class Layout {
    /** "ADLK". */
    static final int MAGIC = 0x4144_4c4b;

    static final int MAJOR = 1;
    static final int MINOR = 0;

    /** The least that every IPv6 path takes whole (RFC 8200, section 5), less the headers of IPv6 and UDP. */
    static final int MOST_BYTES = 1_232;

    static final int HEADER_BYTES = 76;
    /** HMAC-SHA-256 cut as in RFC 4868. */
    static final int SIGNATURE_BYTES = 16;

    static final int WANTS_WHOLE = 1;

    static final int SECTION_HEAD_BYTES = 4;
    static final int HOST = 1;
    static final int CONFIGURATION = 2;
    static final int MACS = 3;
    static final int SUMMARY = 4;
    static final int ALIASES = 5;
    static final int OFFERS = 6;
    static final int REPLIES = 7;
    static final int ASKED = 8;
    /** Of each alias that section 5 tells, in its order. */
    static final int SERVICES = 9;

    /** The checks that fail at the sender. */
    static final int FAILING = 10;
    /** Of each alias that section 5 tells, in its order: which check fails. */
    static final int BLAMES = 11;

    static final int MOST_KNOWN_TYPE = BLAMES;

    static final int IN_MAINTENANCE = 1;
    static final int STOPS = 2;

    /** The kind, and at most an IPv6 address. */
    static final int ALIASES_HEAD_BYTES = 18;

    static final int NO_FAMILY = 0;
    /** Flags and age, beside the address. */
    static final int ALIAS_BYTES = 5;

    /** In a section of its own. */
    static final int SERVICE_BYTES = 1;
    /** Flags, id and milliseconds, beside the address. */
    static final int OFFER_BYTES = 11;
    /** Flags, id and outcome, beside the address. */
    static final int REPLY_BYTES = 10;

    /** Prefix and link-layer address, beside the address. */
    static final int MAC_BYTES = 7;

    static final int V4 = 4;
    static final int V6 = 6;

    private Layout() {}

    /** Of an address with its family. */
    static int addressBytes(boolean v6) {
        return v6 ? 17 : 5;
    }
}
