package io.aliasdefender.core.told;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * What this host tells the others about an alias, for as long as nothing else is told.
 *
 * @param offer to which node it is offered; empty: to none
 * @param reply to an offer of a node; empty: to none
 */
public record Telling(IpAddress alias, Said said, Optional<Offering> offer, Optional<Replying> reply) {

    /**
     * Only this node is told.
     *
     * @param id above those of all offers before
     * @param until the offer stands so long, by the clock of the decisions
     */
    public record Offering(Node to, long id, Duration until) {}

    /** Only this node is told. */
    public record Replying(Node to, Word.Reply reply) {}
}
