package io.aliasdefender.core;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * The rule for giving the alias back to a better-ranked host, where the configuration wants it. That its host answers is
 * not enough: its defender must be seen to watch the alias (its marked probes come by), or nobody would take what is
 * given.
 */
final class Failback {
    /** A watcher that skips more intervals than this is not watching. */
    private static final int GAP_INTERVALS = 3;
    /** From the second time on at least this much health is wanted, doubled with every failure. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private Failback() {}

    /**
     * To whom the alias is due.
     *
     * @param healthy how long it has been healthy and watching
     */
    record Due(Node node, Duration healthy) {}

    /** The longest silence that is no gap in a defender's watching. */
    static Duration gap(AliasSpec spec) {
        return spec.policy().interval().multipliedBy(GAP_INTERVALS);
    }

    /**
     * The best-ranked host that the alias is to be given back to now; empty: nobody.
     *
     * @param failures how often in a row what was given back was not taken
     * @param least after moves because of checks, for how long its checks must have passed at the least
     */
    static Optional<Due> judge(
            AliasSpec spec,
            Evidence evidence,
            PreferredStandbys preferredStandbys,
            int failures,
            Duration least,
            Duration now) {
        Optional<Duration> failback = spec.policy().failback();
        if (failback.isEmpty()
                || evidence.group().filter(group -> !group.leads()).isPresent()) {
            return Optional.empty();
        }
        // A host waits longer for each better one that watches as well, so that the alias moves once and not twice.
        Duration health = needed(failback.get(), failures);
        Duration needed = health.compareTo(least) > 0 ? health : least;
        int betterWatching = 0;
        for (Node node : spec.better()) {
            Optional<Duration> healthy = healthy(spec, evidence, preferredStandbys, node, now);
            if (healthy.isPresent()) {
                betterWatching++;
                if (healthy.get().compareTo(needed.multipliedBy(betterWatching)) >= 0) {
                    return Optional.of(new Due(node, healthy.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** What was seen of its defender counts, not what has passed since. */
    private static Optional<Duration> healthy(
            AliasSpec spec, Evidence evidence, PreferredStandbys preferredStandbys, Node node, Duration now) {
        Duration gap = gap(spec);
        return preferredStandbys
                .of(node)
                .filter(seen -> now.minus(seen.at()).compareTo(gap) <= 0)
                .flatMap(seen -> evidence.of(node.address())
                        .answeringSince()
                        .map(since -> seen.at().minus(since.compareTo(seen.since()) > 0 ? since : seen.since())));
    }

    private static Duration needed(Duration failback, int failures) {
        if (failures == 0) {
            return failback;
        }
        Duration base = failback.compareTo(AFTER_FAILURE) > 0 ? failback : AFTER_FAILURE;
        return base.multipliedBy(1L << Math.min(failures - 1, 10));
    }
}
