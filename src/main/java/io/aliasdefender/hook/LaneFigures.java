package io.aliasdefender.hook;

import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Timings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What is counted of one hook. */
final class LaneFigures {
    private final Timings took = new Timings();
    private long done;
    private long failures;
    private Optional<HookView.Last> last = Optional.empty();

    /** The end of an attempt. */
    void attempted(HookEvent event, boolean succeeded, String sentence, long nanos) {
        took.add(nanos);
        failures += succeeded ? 0 : 1;
        last = Optional.of(
                new HookView.Last(Instant.now().truncatedTo(ChronoUnit.MILLIS), succeeded, event.toString(), sentence));
    }

    /** The hook was told of so many events. */
    void told(int events) {
        done += events;
    }

    /** @param runningFor empty: no attempt is under way */
    HookView view(HookSpec spec, int queued, long dropped, Optional<Duration> runningFor) {
        String deed = spec.deed().toString();
        return new HookView(
                deed,
                deed.substring(0, deed.indexOf(' ')),
                spec.events().stream().map(HookEvent::toString).toList(),
                queued,
                done,
                failures,
                dropped,
                runningFor,
                spec.timeout(),
                last,
                took.now());
    }
}
