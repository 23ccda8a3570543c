package io.aliasdefender.payload;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a message of another node proved: that the node says this, after the moment at which this host sent what the message
 * answers.
 *
 * @param node its name
 * @param provedNanos when this host sent that, by the clock of {@link System#nanoTime()}
 * @param told what it said in this message about some aliases, or says no more
 * @param restStands whether all else that it said before and did not take back holds by this proof, too
 * @param macs its own addresses and the link-layer addresses of their interfaces, where they are news
 * @param failing which of its checks fail, as far as it told: for people, nothing is decided on it
 */
public record LinkNews(
        String node,
        long provedNanos,
        Map<IpAddress, Entry> told,
        boolean restStands,
        Map<Cidr, MacAddress> macs,
        FailingChecks failing) {
    public LinkNews {
        // In their order, which Map.copyOf would make another one in each process.
        told = Collections.unmodifiableMap(new LinkedHashMap<>(told));
        macs = Collections.unmodifiableMap(new LinkedHashMap<>(macs));
    }

    /** Without news of link-layer addresses, of a node that tells of no checks. */
    public LinkNews(String node, long provedNanos, Map<IpAddress, Entry> told, boolean restStands) {
        this(node, provedNanos, told, restStands, Map.of(), FailingChecks.NONE);
    }

    /**
     * @param said {@link Said#NOTHING} for an alias that it does not have in its configuration any more
     * @param offer what it offers to this host; empty: nothing
     * @param reply to the newest offer of this host; empty: none
     * @param blame which of its checks fail for the alias
     */
    public record Entry(Said said, Optional<Word.Offer> offer, Optional<Word.Reply> reply, Blame blame) {
        /** Where no check is named. */
        public Entry(Said said, Optional<Word.Offer> offer, Optional<Word.Reply> reply) {
            this(said, offer, reply, Blame.NONE);
        }
    }
}
