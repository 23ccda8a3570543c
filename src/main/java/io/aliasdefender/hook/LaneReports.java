package io.aliasdefender.hook;

import io.aliasdefender.core.Level;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.function.Consumer;

/** What people are told about one hook: what is new at once, and what goes on now and then. */
final class LaneReports {
    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final String hook;
    private final Consumer<Report> report;
    private long failureToldNanos;
    private long failuresNotTold;
    private long dropToldNanos;
    private long dropsNotTold;

    LaneReports(String hook, Consumer<Report> report) {
        this.hook = hook;
        this.report = report;
    }

    private static boolean mayTell(long toldNanos) {
        return toldNanos == 0 || System.nanoTime() - toldNanos > REPEAT.toNanos();
    }

    void failed(String what, String sentence, String then) {
        if (!mayTell(failureToldNanos)) {
            failuresNotTold++;
            return;
        }
        String more =
                failuresNotTold == 0 ? "" : " (" + failuresNotTold + " more failures since the last one that was told)";
        failureToldNanos = System.nanoTime();
        failuresNotTold = 0;
        tell(Level.WARNING, "failed", what + ": " + sentence + more + then);
    }

    /** @param failures attempts in a row before it that failed */
    void succeeded(int failures) {
        if (failures > 0) {
            failureToldNanos = 0;
            failuresNotTold = 0;
            tell(Level.INFO, "recovered", "works again after " + failures + (failures == 1 ? " failure" : " failures"));
        }
    }

    void dropped(int count, String why) {
        dropsNotTold += count;
        if (mayTell(dropToldNanos)) {
            dropToldNanos = System.nanoTime();
            tell(
                    Level.WARNING,
                    "dropped",
                    "is never told of " + dropsNotTold + (dropsNotTold == 1 ? " event: " : " events: ") + why);
            dropsNotTold = 0;
        }
    }

    /** @param sentence empty: the disk works again */
    void disk(String sentence) {
        if (sentence.isEmpty()) {
            tell(Level.INFO, "recovered", "what waits is on the disk again");
        } else {
            tell(
                    Level.WARNING,
                    "failed",
                    "what waits cannot be kept on the disk, and would be lost with this daemon: " + sentence);
        }
    }

    /**
     * What an earlier daemon left.
     *
     * @param missed what is in the history, and was on its way to this hook
     */
    void found(HookStore.Kept kept, int missed) {
        if (kept.torn() > 0) {
            tell(Level.WARNING, "dropped", kept.torn() + " lines of what waits on the disk cannot be read");
        }
        int left = kept.pending().size() + missed;
        if (left > 0) {
            tell(
                    Level.INFO,
                    "recovered",
                    "is told of " + left + (left == 1 ? " event" : " events") + " of an earlier daemon");
        }
    }

    private void tell(Level level, String cause, String sentence) {
        report.accept(Report.of(HookEvent.OWN_CAUSES + cause, level, "hook " + hook + ": " + sentence));
    }
}
