package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.Optional;

/** The rule for how long a silent alias is left to a better-ranked host that answers. */
final class Grace {
    /** As long as a cold start takes on a busy machine. */
    private static final Duration START = Duration.ofSeconds(1);

    private Grace() {}

    /**
     * The grace in force. The host that gave the alias back and saw that nobody took it may take it again; one that has
     * never heard the alias since its own start may have started together with the better one, which is slow at it.
     *
     * @param failedFailbacks how often in a row a better-ranked host did not take what was given back to it
     * @return empty: for ever
     */
    static Optional<Duration> of(
            AliasSpec spec, Optional<GroupView> group, int failedFailbacks, Optional<Answer> answer) {
        if (group.filter(GroupView::here).isPresent()) {
            // The group is here, so that no other host may take this alias.
            return Optional.of(Duration.ZERO);
        }
        Policy policy = spec.policy();
        int failures = GroupView.failedFailbacks(group, failedFailbacks);
        Optional<Duration> grace = policy.grace()
                .or(() -> failures > 0 ? Optional.of(Policy.autoGrace(policy.interval())) : Optional.empty());
        return answer.isPresent() ? grace : grace.map(wait -> wait.compareTo(START) < 0 ? START : wait);
    }
}
