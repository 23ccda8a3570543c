package io.aliasdefender.core;

import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Suitor;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * Giving the alias back to a better-ranked host, where the configuration wants it. That its host answers is not enough:
 * its defender must be seen to watch the alias (its probes come by), or nobody would take what is given.
 */
final class Failback {
    /** A watcher that skips more intervals than this is not watching. */
    private static final int GAP_INTERVALS = 3;
    /** From the second time on at least this much health is wanted, doubled with every failure. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private Failback() {}

    static void suitorSeen(Step step, Holding holding, MacAddress mac) {
        if (step.spec.policy().failback().isEmpty()
                || step.evidence.nodeOf(mac, step.spec.better()).isEmpty()) {
            return;
        }
        Suitor suitor = holding.suitor()
                .filter(known -> known.mac().equals(mac) && isFresh(step, known))
                .map(known -> new Suitor(mac, known.since(), step.now))
                .orElse(new Suitor(mac, step.now, step.now));
        step.phase = holding.with(suitor);
    }

    static void giveBackIfDue(Step step, Holding holding) {
        Optional<Duration> failback = step.spec.policy().failback();
        if (failback.isEmpty()
                || holding.suitor().isEmpty()
                || !isFresh(step, holding.suitor().get())) {
            return;
        }
        Suitor suitor = holding.suitor().get();
        Optional<Node> better = step.evidence.nodeOf(suitor.mac(), step.spec.better());
        Duration needed = needed(failback.get(), step.failedFailbacks);
        Optional<Duration> healthy = better.flatMap(
                        node -> step.evidence.of(node.address()).answeringSince())
                // What was seen of its defender counts, not what has passed since.
                .map(since -> suitor.seenAt().minus(since.compareTo(suitor.since()) > 0 ? since : suitor.since()));
        if (healthy.filter(time -> time.compareTo(needed) >= 0).isPresent()) {
            step.failedFailbacks++;
            step.tell(
                    Cause.FAILING_BACK,
                    Level.INFO,
                    step.spec.role() + ": " + Words.of(better.get(), step.spec) + " has been healthy for "
                            + Words.of(healthy.get()) + " and watches " + step.spec.address() + "; giving it back");
            Release.begin(step, step.spec.placement(), After.WATCH);
        }
    }

    private static boolean isFresh(Step step, Suitor suitor) {
        Duration gap = step.spec.policy().interval().multipliedBy(GAP_INTERVALS);
        return step.now.minus(suitor.seenAt()).compareTo(gap) <= 0;
    }

    private static Duration needed(Duration failback, int failures) {
        if (failures == 0) {
            return failback;
        }
        Duration base = failback.compareTo(AFTER_FAILURE) > 0 ? failback : AFTER_FAILURE;
        return base.multipliedBy(1L << Math.min(failures - 1, 10));
    }
}
