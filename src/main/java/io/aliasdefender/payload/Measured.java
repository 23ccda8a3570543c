package io.aliasdefender.payload;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.IpAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What was counted since the daemon started.
 *
 * @param rounds steady probes by address; of the many only the first ones, and the others together under empty
 * @param commands of the platform
 * @param probeLateness how much later than planned steady probes left
 * @param lateness of timers on the loop that decides and probes
 * @param stalls how often this process did not run for a while
 * @param moves what happened to aliases, by its cause
 * @param events all sentences
 */
public record Measured(
        Map<Optional<IpAddress>, Rounds> rounds,
        Map<AddressAction.Kind, Commands> commands,
        Histogram probeLateness,
        Histogram lateness,
        long stalls,
        Map<Move, Long> moves,
        Map<Told, Long> events) {
    public Measured {
        rounds = Map.copyOf(rounds);
        commands = Map.copyOf(commands);
        moves = Map.copyOf(moves);
        events = Map.copyOf(events);
    }

    /** Rounds without an answer, rounds that were no rounds, and the answers. */
    public record Rounds(long lost, long broken, Histogram answered) {}

    /** Commands that failed, that were ended because they took too long, and how long all took. */
    public record Commands(long failed, long timedOut, Histogram took) {}

    public record Move(IpAddress alias, String cause) {}

    public record Told(String cause, Level level) {}
}
