package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The checks of this host, at one moment.
 *
 * @param atNanos when that was so, of the clock of {@link System#nanoTime()}
 */
public record ChecksView(long atNanos, List<CheckView> checks) {
    public static final ChecksView NONE = new ChecksView(0, List.of());

    public ChecksView {
        checks = List.copyOf(checks);
    }

    /**
     * One check.
     *
     * @param kind the key of the configuration
     * @param target what is looked at
     * @param state {@code passing}, {@code failing} or {@code unknown}
     * @param sentence what was found last that agrees with the state; empty: nothing yet
     * @param since how long it has been in this state
     * @param streak so many looks in a row have found otherwise
     * @param looks how many there were
     * @param failures how many of them failed
     * @param aliases which need it
     * @param recent the last looks, the newest last
     */
    public record CheckView(
            String name,
            String kind,
            String target,
            String state,
            String sentence,
            Duration since,
            int streak,
            Duration every,
            Duration timeout,
            int fall,
            int rise,
            long looks,
            long failures,
            List<IpAddress> aliases,
            List<Recent> recent) {
        public CheckView {
            aliases = List.copyOf(aliases);
            recent = List.copyOf(recent);
        }

        /** How long the last look took. */
        public Optional<Duration> took() {
            return recent.isEmpty()
                    ? Optional.empty()
                    : Optional.of(recent.get(recent.size() - 1).took());
        }
    }

    /** A look. */
    public record Recent(boolean passed, Duration took) {}
}
