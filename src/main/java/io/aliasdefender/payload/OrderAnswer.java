package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an {@link OrderRequest} went.
 *
 * @param done whether everything that was ordered was done
 * @param sentences one for each alias
 * @param moves one for each alias that was to move, in the order of the sentences; empty for all other orders
 */
public record OrderAnswer(boolean done, List<String> sentences, List<Moved> moves) {
    public OrderAnswer {
        sentences = List.copyOf(sentences);
        moves = List.copyOf(moves);
    }

    /** Of an order that moves nothing to another node. */
    public OrderAnswer(boolean done, List<String> sentences) {
        this(done, sentences, List.of());
    }

    /**
     * How the move of one alias went.
     *
     * @param done it is where it was to go
     * @param holder the node that has it now, as far as this host knows
     * @param took from the order until the kernel of the host that had it had it no more, or it was clear that it stays
     */
    public record Moved(IpAddress alias, boolean done, Optional<String> holder, Duration took) {}
}
