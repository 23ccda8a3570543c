package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.Ranking.Ranked;
import java.util.List;

/** What a weight does to the order of the hosts, which is often nothing. */
final class Weights {
    private static final int LEAST = 1;
    private static final int MOST = 254;

    private Weights() {}

    /** What a host announces while the check passes, or fails. */
    static int effective(int priority, int weight, boolean passes) {
        if (priority > MOST) {
            return priority;
        }
        int sum = weight > 0 ? priority + (passes ? weight : 0) : priority + (passes ? 0 : weight);
        return Math.max(LEAST, Math.min(MOST, sum));
    }

    /** Whether a check that fails on some host alone ever puts another one before it, where all of them have the check. */
    static boolean decides(Ranking ranking, int weight) {
        List<Integer> numbers = ranking.members().stream()
                .flatMap(one -> one.instance().stream())
                .map(Instance::priority)
                .toList();
        for (int failing : numbers) {
            for (int other : numbers) {
                if (effective(failing, weight, true) > effective(other, weight, true)
                        && effective(failing, weight, false) < effective(other, weight, true)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** For which priority of the other host the check decides anything. */
    static String question(int priority, int weight) {
        int low = effective(priority, weight, false);
        int high = effective(priority, weight, true);
        // With the same check the other one has the same added, while it is well.
        String same = weight > 0 ? between(priority - weight, priority, LEAST, MOST) : between(low, high, LEAST, MOST);
        String without = between(low, high, LEAST, MOST);
        String numbers = weight > 0
                ? "where it has the same check, only with a priority " + same + "; where it has not, only with one "
                        + without
                : "only with a priority " + without;
        return "this host has " + high + " while it passes and " + low
                + " while it fails, so that it decides only against" + " certain other hosts: " + numbers;
    }

    private static String between(int low, int high, int least, int most) {
        int first = Math.max(least, low + 1);
        int last = Math.min(most, high - 1);
        return first > last ? "that no host can have" : first == last ? "of " + first : "of " + first + " to " + last;
    }

    /** The numbers while it passes everywhere, and while it fails on the first host alone. */
    static String told(Ranking ranking, int weight) {
        StringBuilder well = new StringBuilder();
        StringBuilder sick = new StringBuilder();
        boolean first = true;
        for (Ranked one : ranking.members()) {
            int priority = one.instance().orElseThrow().priority();
            well.append(first ? "" : "/").append(effective(priority, weight, true));
            sick.append(first ? "" : "/").append(effective(priority, weight, !first));
            first = false;
        }
        return well + " while it passes on all, " + sick + " while it fails on "
                + ranking.members().get(0).member().name();
    }
}
