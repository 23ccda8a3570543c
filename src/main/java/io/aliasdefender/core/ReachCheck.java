package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A holder's questions whether answers come to the alias.
 *
 * @param check the id of the one that is under way; 0: none is
 * @param nextAt no further one before this; of one that is under way when it began
 * @param misses how many in a row were answered to the host's own address alone
 * @param watchers the nodes whose defenders were seen to watch the alias, and when last
 */
public record ReachCheck(long check, Duration nextAt, int misses, Map<Node, Duration> watchers) {
    static ReachCheck first(Duration now) {
        return new ReachCheck(0, now, 0, Map.of());
    }

    /** The next one, or when the one that is under way is given up: so long after it began. */
    Duration dueAt(Duration lost) {
        return check == 0 ? nextAt : nextAt.plus(lost);
    }

    ReachCheck begun(long id, Duration now) {
        return new ReachCheck(id, now, misses, watchers);
    }

    ReachCheck next(int missed, Duration at) {
        return new ReachCheck(0, at, missed, watchers);
    }

    /** What is under way does not count any more. */
    ReachCheck forgotten(Duration now) {
        return new ReachCheck(0, now, 0, Map.of());
    }

    /** The next one no later than this. */
    ReachCheck soon(Duration at) {
        return check != 0 || nextAt.compareTo(at) <= 0 ? this : new ReachCheck(0, at, misses, watchers);
    }

    /** The next one no earlier than this. */
    ReachCheck notBefore(Duration at) {
        return check != 0 || nextAt.compareTo(at) >= 0 ? this : new ReachCheck(0, at, misses, watchers);
    }

    ReachCheck seen(Node node, Duration now) {
        Map<Node, Duration> more = new HashMap<>(watchers);
        more.put(node, now);
        return new ReachCheck(check, nextAt, misses, more);
    }

    Optional<Duration> seenAt(Node node) {
        return Optional.ofNullable(watchers.get(node));
    }
}
