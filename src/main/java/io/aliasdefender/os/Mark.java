package io.aliasdefender.os;

import io.aliasdefender.core.net.MacAddress;
import java.util.Optional;

/**
 * What a defender writes into a question about an alias, where no kernel puts it: in ARP into the target hardware address,
 * which RFC 826 leaves open and for which RFC 5227, section 2.1.1 allows anything; in neighbour discovery into a nonce (RFC
 * 3971, section 5.3.2). To any other host the question is an everyday one.
 */
public enum Mark {
    /** None: anybody's question. */
    NONE(0),
    /** It would take the alias when it falls silent: locally administered, "ALIAS". */
    WATCH(0x02_41_4c_49_41_53L),
    /** It has just let go of the alias, and whoever may have it is to ask at once: locally administered, "ALBYE". */
    FAREWELL(0x02_41_4c_42_59_45L);

    private final MacAddress bits;

    Mark(long bits) {
        this.bits = new MacAddress(bits);
    }

    /** As it stands in the frame; zeros: none. */
    MacAddress bits() {
        return bits;
    }

    static Mark of(MacAddress bits) {
        if (bits.equals(WATCH.bits)) {
            return WATCH;
        }
        return bits.equals(FAREWELL.bits) ? FAREWELL : NONE;
    }

    static Mark of(Optional<MacAddress> bits) {
        return bits.map(Mark::of).orElse(NONE);
    }
}
