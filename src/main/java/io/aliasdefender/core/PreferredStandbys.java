package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The better-ranked hosts whose defenders are seen to watch the alias of a holder.
 *
 * @param seen by node
 */
public record PreferredStandbys(Map<Node, Seen> seen) {
    static final PreferredStandbys NONE = new PreferredStandbys(Map.of());

    /**
     * @param since since when without a gap
     * @param at the last time
     */
    record Seen(Duration since, Duration at) {}

    /**
     * The same after one more probe of a node's defender.
     *
     * @param gap a longer silence than this is a gap
     */
    PreferredStandbys and(Node node, Duration now, Duration gap) {
        Map<Node, Seen> more = new HashMap<>(seen);
        more.merge(
                node,
                new Seen(now, now),
                (old, fresh) -> now.minus(old.at()).compareTo(gap) <= 0 ? new Seen(old.since(), now) : fresh);
        return new PreferredStandbys(more);
    }

    /** The same without a node that is not fit now: what was seen of it before does not count any more. */
    PreferredStandbys without(Node node) {
        if (!seen.containsKey(node)) {
            return this;
        }
        Map<Node, Seen> fewer = new HashMap<>(seen);
        fewer.remove(node);
        return new PreferredStandbys(fewer);
    }

    Optional<Seen> of(Node node) {
        return Optional.ofNullable(seen.get(node));
    }
}
