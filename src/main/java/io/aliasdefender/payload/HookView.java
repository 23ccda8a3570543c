package io.aliasdefender.payload;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a hook does.
 *
 * @param hook its name for people; no secret is in it
 * @param kind run, post or mail
 * @param on the names of its events
 * @param queued events that it is yet to be told of
 * @param done events that it was told of
 * @param failures attempts that failed
 * @param dropped events that it will never be told of
 * @param runningFor how long an attempt has been under way; empty: none is
 * @param timeout how long an attempt may take
 * @param last how the last attempt went; empty: there was none yet
 * @param took how long the attempts took
 */
public record HookView(
        String hook,
        String kind,
        List<String> on,
        int queued,
        long done,
        long failures,
        long dropped,
        Optional<Duration> runningFor,
        Duration timeout,
        Optional<Last> last,
        Histogram took) {
    public HookView {
        on = List.copyOf(on);
    }

    /** Whether an attempt is under way. */
    public boolean running() {
        return runningFor.isPresent();
    }

    /**
     * The end of an attempt.
     *
     * @param event the name of the first event that it was about
     * @param sentence what came of it
     */
    public record Last(Instant at, boolean succeeded, String event, String sentence) {}
}
