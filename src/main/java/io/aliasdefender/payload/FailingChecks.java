package io.aliasdefender.payload;

import io.aliasdefender.core.told.Blame;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The checks that fail on a host, as far as people are told of them.
 *
 * @param checks those that began to fail last, the newest first; at most {@value #MOST}
 * @param total how many fail altogether
 */
public record FailingChecks(List<FailingCheck> checks, int total) {
    public static final FailingChecks NONE = new FailingChecks(List.of(), 0);
    /** More than a message of the node link has room for. */
    public static final int MOST = 64;

    public FailingChecks {
        checks = List.copyOf(checks);
        if (checks.size() > MOST) {
            throw new IllegalArgumentException(checks.size() + " checks");
        }
    }

    /** Out of all that fail. */
    public static FailingChecks of(List<FailingCheck> all) {
        return new FailingChecks(
                all.stream()
                        // Moments of nanoTime are compared by their difference.
                        .sorted(Comparator.comparing(
                                FailingCheck::sinceNanos, (one, other) -> Long.signum(other - one)))
                        .limit(MOST)
                        .toList(),
                all.size());
    }

    /**
     * The check that is to blame.
     *
     * @param blame none named: the only one that fails on that host, where there is no other
     */
    public Optional<FailingCheck> find(Blame blame) {
        if (blame.check() == 0) {
            return total == 1 ? checks.stream().findFirst() : Optional.empty();
        }
        return checks.stream().filter(check -> check.number() == blame.check()).findFirst();
    }
}
