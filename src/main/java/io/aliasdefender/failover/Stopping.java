package io.aliasdefender.failover;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The end of the defending: it has come when every alias has ended, or when that takes too long. */
final class Stopping {
    /**
     * A stop is not held up longer than this by a command that hangs. On a busy machine thousands of addresses that nobody has
     * taken within the time of an offer need a second more to be taken off.
     */
    private static final Duration LIMIT = Duration.ofMillis(3_500);

    private final Timers timers;
    private final FailoverEngine.Output output;
    private final Set<Defended> open = new LinkedHashSet<>();
    private final Runnable ended;
    private boolean begun;
    private boolean over;
    private Runnable done = () -> {};
    private Timers.Registration limit = () -> {};

    /** @param ended called once, before whoever waits for the end */
    Stopping(Timers timers, FailoverEngine.Output output, Runnable ended) {
        this.timers = timers;
        this.output = output;
        this.ended = ended;
    }

    boolean begun() {
        return begun;
    }

    void begin(Roster roster, Runnable whenDone) {
        begun = true;
        done = whenDone;
        roster.all().stream().filter(defended -> !defended.stopped()).forEach(open::add);
        limit = timers.at(timers.nanoTime() + LIMIT.toNanos(), this::tooLate);
        endIfAllStopped();
    }

    /** One alias has ended. */
    void stopped(Defended defended) {
        if (open.remove(defended)) {
            endIfAllStopped();
        }
    }

    private void endIfAllStopped() {
        if (open.isEmpty() && !over) {
            over = true;
            limit.cancel();
            ended.run();
            done.run();
        }
    }

    private void tooLate() {
        String names =
                open.stream().map(defended -> defended.address().toString()).collect(Collectors.joining(", "));
        output.report(Report.of(
                "stop-timed-out",
                Level.ERROR,
                "stopping took longer than " + LIMIT.toMillis() + " ms; giving up on " + names));
        open.clear();
        endIfAllStopped();
    }
}
