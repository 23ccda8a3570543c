package io.aliasdefender.process;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a program ended.
 *
 * @param status its exit status; empty when a signal ended it, or nothing yet
 * @param signal the one that ended it; 0 when none did
 * @param output what it printed on both streams, cut after as much as was wanted
 */
public record Outcome(End end, OptionalInt status, int signal, String output, Duration took) {
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
        return end == End.BY_ITSELF && status.isPresent() && status.getAsInt() == 0;
    }

    /** The first line of what it printed that is not blank. */
    public Optional<String> firstLine() {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
    }

    /** Its exit status or its signal, for people. */
    public String exit() {
        return status.isPresent() ? "exit status " + status.getAsInt() : "ended by signal " + signal;
    }

    /** How it ended, as a clause. */
    public String words() {
        String last = firstLine().map(line -> ": " + line).orElse("");
        return switch (end) {
            case BY_ITSELF -> byItself() + last;
            case TOO_LONG -> "was killed after " + took.toMillis() + " ms, which is too long" + last;
            case TOO_MUCH -> "was killed because it printed more than " + Order.Bounds.EVENT_PRINTS + " bytes" + last;
            case STOPPED -> "was killed because this daemon stops" + last;
        };
    }

    private String byItself() {
        if (succeeded()) {
            return "succeeded";
        }
        return status.isPresent() ? "failed with status " + status.getAsInt() : "was ended by signal " + signal;
    }
}
