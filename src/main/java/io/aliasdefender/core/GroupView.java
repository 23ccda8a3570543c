package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * What an alias knows of its group when something is decided about it.
 *
 * @param name the group's name in the configuration
 * @param here another alias of the group is on this host, or about to be: then no other host may take this one, whatever
 *     its rank
 * @param leads this alias decides for the group whether it is given back to a better-ranked host
 * @param failedFailbacks how often in a row a better-ranked host did not take what was given back to it
 * @param wonAt when a conflict about one of the group last ended in this host's favour: the other host had, and may have
 *     announced, all of it; empty: none has
 * @param bar why none of the group can be on this host, whoever has it, and so is not asked for: a probe before a claim
 *     makes hosts that come after this one leave it alone; empty: it can
 * @param handedTo the node to which others of the group are being handed over; empty: none is
 */
public record GroupView(
        String name,
        boolean here,
        boolean leads,
        int failedFailbacks,
        Optional<Duration> wonAt,
        Optional<String> bar,
        Optional<Node> handedTo) {
    /**
     * How often in a row what an alias or its group gave back was not taken.
     *
     * @param group empty: it moves on its own
     * @param own by the alias itself
     */
    static int failedFailbacks(Optional<GroupView> group, int own) {
        return Math.max(own, group.map(GroupView::failedFailbacks).orElse(0));
    }
}
