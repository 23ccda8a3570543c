package io.aliasdefender.process;

import java.time.Duration;

/**
 * How a program ended.
 *
 * @param exit its exit status, 128 and more when a signal ended it; only of one that has ended by itself
 * @param output what it printed on both streams, cut after as much as was wanted
 */
public record Outcome(End end, int exit, String output, Duration took) {
    /** What made it end. */
    public enum End {
        /** It did itself. */
        BY_ITSELF,
        /** It took longer than it may. */
        TOO_LONG,
        /** It printed more than it may. */
        TOO_MUCH,
        /** Whoever wanted it does not want it any more. */
        STOPPED
    }

    public boolean succeeded() {
        return end == End.BY_ITSELF && exit == 0;
    }

    /** The first line of what it printed; empty when it printed nothing. */
    public String firstLine() {
        return output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** How it ended, as a clause. */
    public String words() {
        String last = firstLine().isEmpty() ? "" : ": " + firstLine();
        return switch (end) {
            case BY_ITSELF -> exit == 0 ? "succeeded" + last : "failed with status " + exit + last;
            case TOO_LONG -> "was killed after " + took.toMillis() + " ms, which is too long" + last;
            case TOO_MUCH ->
                "was killed because it printed more than " + ChildProcess.MOST_PRINTED_BYTES + " bytes" + last;
            case STOPPED -> "was killed because this daemon stops" + last;
        };
    }
}
