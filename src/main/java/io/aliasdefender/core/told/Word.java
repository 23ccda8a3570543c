package io.aliasdefender.core.told;

import java.time.Duration;
import java.util.Optional;

/**
 * What another node told about an alias over the node link. It counts only as far as it is proved to be of now.
 *
 * @param offer what the node offers to this host; empty: nothing
 * @param reply what it says of an offer of this host; empty: nothing
 * @param provedAt it was said after this moment: a message that this host sent then had arrived there
 * @param failing which of its checks fail and how, for a sentence and for nothing else, such as {@code "squid: connection
 *     refused"}; empty: not told
 */
public record Word(Said said, Optional<Offer> offer, Optional<Reply> reply, Duration provedAt, String failing) {
    /** Of a node that does not tell which of its checks fail. */
    public Word(Said said, Optional<Offer> offer, Optional<Reply> reply, Duration provedAt) {
        this(said, offer, reply, provedAt, "");
    }

    /** Until when an offer of this node stands. */
    public Duration until(Offer offer) {
        return provedAt.plus(offer.left());
    }

    /** Whether the node, which has the alias, offers it to this host at that moment. */
    public boolean offersAt(Duration now) {
        return said.has() == Known.YES
                && offer.filter(standing -> now.compareTo(until(standing)) < 0).isPresent();
    }

    /** What there is to say of a node whose checks fail. */
    public String itsChecksFail() {
        return "its checks fail" + (failing.isEmpty() ? "" : " (" + failing + ")");
    }

    /**
     * The alias, which the node has, is to be taken by this host: the node lets go of it as soon as it is told so.
     *
     * @param id of this offer, among those of the node's present life
     * @param left for how long it stands, from {@link Word#provedAt()} on; the node keeps the alias until then at least
     */
    public record Offer(long id, Duration left) {}

    /** @param id of the offer */
    public record Reply(long id, Outcome outcome) {}

    /** What came of an offer. */
    public enum Outcome {
        /** The kernel of the host that it was made to has the alias, and it was announced from there. */
        TAKEN("it has taken it"),
        MAINTENANCE("it is in maintenance"),
        LINK_DOWN("its interface is down or has no carrier"),
        COMMAND_FAILED("it could not add the address"),
        KEPT_OFF("an operator or its group keeps the alias off it"),
        FILTERED("the network drops its frames of the alias"),
        TOO_LATE("the offer came too late"),
        /** Nothing was offered yet: the host asks for the alias, by an id of its own. */
        ASKED_FOR("it asks for it"),
        UNFIT("its checks fail"),
        /** For a reason that this version does not know. */
        NOT_TAKEN("it did not take it");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** For a sentence about that host. */
        public String words() {
            return words;
        }
    }
}
