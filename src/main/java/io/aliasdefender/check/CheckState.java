package io.aliasdefender.check;

import io.aliasdefender.payload.CheckSpec;
import java.util.Locale;

/**
 * What is known of a check. A value.
 *
 * @param verdict what counts
 * @param streak so many looks in a row have found otherwise
 * @param sinceNanos when the verdict became what it is
 * @param sentence what the last look found that agrees with the verdict; empty: nothing was found yet
 */
record CheckState(Verdict verdict, int streak, long sinceNanos, String sentence) {
    /** What follows of the looks. */
    enum Verdict {
        UNKNOWN,
        PASSING,
        FAILING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CheckState unknown(long nowNanos) {
        return new CheckState(Verdict.UNKNOWN, 0, nowNanos, "");
    }

    /**
     * After one more look. A single look makes a check pass of which nothing is known; to make it fail, so many are needed
     * as always, because a failed look may be an accident.
     */
    CheckState after(Result result, CheckSpec spec, long nowNanos) {
        if (result.passed() ? verdict == Verdict.PASSING : verdict == Verdict.FAILING) {
            return new CheckState(verdict, 0, sinceNanos, result.sentence());
        }
        int needed = !result.passed() ? spec.fall() : verdict == Verdict.UNKNOWN ? 1 : spec.rise();
        if (streak + 1 >= needed) {
            return new CheckState(result.passed() ? Verdict.PASSING : Verdict.FAILING, 0, nowNanos, result.sentence());
        }
        return new CheckState(verdict, streak + 1, sinceNanos, sentence);
    }
}
