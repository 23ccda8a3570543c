package io.aliasdefender.link;

import io.aliasdefender.link.protocol.Body.FailingTold;
import io.aliasdefender.payload.FailingCheck;
import io.aliasdefender.payload.FailingChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which checks another node told to fail. Where more fail than a message has room for, it has the newest; those that were told
 * before are remembered, because aliases are where they are on their account, too.
 */
final class FailingBook {
    private FailingChecks known = FailingChecks.NONE;

    /** Nothing is known. */
    void clear() {
        known = FailingChecks.NONE;
    }

    void heard(FailingTold told, long nowNanos) {
        List<FailingCheck> checks = new ArrayList<>();
        told.checks().stream()
                .limit(FailingChecks.MOST)
                .forEach(check -> checks.add(new FailingCheck(
                        check.name(),
                        check.sentence(),
                        nowNanos - Duration.ofMillis(check.ageMillis()).toNanos())));
        int left = Math.min(told.total(), FailingChecks.MOST) - checks.size();
        known.checks().stream()
                .filter(before -> checks.stream().noneMatch(now -> now.name().equals(before.name())))
                .limit(Math.max(0, left))
                .toList()
                .forEach(checks::add);
        known = new FailingChecks(checks, told.total());
    }

    FailingChecks known() {
        return known;
    }
}
