package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A span of time in which a node had an alias on its interface.
 *
 * @param group the group that it moved with; empty: it moved on its own
 * @param begin by the clock of that node, as the end is
 * @param end empty: it has it still
 * @param planned whether the begin was meant: a planned move, an operator's order, or a daemon that found it at its start
 * @param beginCause of the event, see {@link Event#cause()}; empty: not known
 * @param beginSentence why it came, with the evidence
 * @param unanswered for how long the node had heard no answer for it when it had it; never negative. Empty: it was not
 *     measured, or there was no silence
 */
public record Tenure(
        IpAddress alias,
        Optional<String> group,
        String node,
        Instant begin,
        Optional<End> end,
        boolean planned,
        String beginCause,
        String beginSentence,
        Optional<Duration> unanswered) {
    /** In this order they are told. */
    public static final Comparator<Tenure> ORDER = Comparator.comparing(Tenure::begin)
            .thenComparing(tenure -> tenure.alias().toString())
            .thenComparing(Tenure::node);

    /**
     * Its end.
     *
     * @param at not before the begin
     * @param cause of the event; empty: not known
     * @param sentence why; empty: not known
     * @param certain false: the daemon or the host ended without a word about it, and {@code at} is the last time at which
     *     it is known to have run
     */
    public record End(Instant at, Optional<String> cause, Optional<String> sentence, boolean certain) {}

    /** The same, over. */
    public Tenure ended(End over) {
        return new Tenure(alias, group, node, begin, Optional.of(over), planned, beginCause, beginSentence, unanswered);
    }

    /** Whether a part of it is in this span. */
    public boolean touches(Instant from, Instant to) {
        return !begin.isAfter(to)
                && end.filter(over -> over.at().isBefore(from)).isEmpty();
    }
}
