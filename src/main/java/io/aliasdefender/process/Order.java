package io.aliasdefender.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be run, without a shell.
 *
 * @param argv the program, an absolute path, and its arguments
 * @param environment besides PATH and LC_ALL; nothing else is handed on
 * @param input for its standard input; may be empty
 */
public record Order(List<String> argv, RunAs user, Map<String, String> environment, String input, Bounds bounds) {
    public Order {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /**
     * What a program may use up.
     *
     * @param time it and its group are killed when it takes longer; with one the end is told at most a second after, be it that
     *     the kernel cannot end it; empty: whoever runs it stops it, and is told when it has really ended
     * @param keptBytes of what it prints, so much is kept
     * @param printedBytes it is killed when it prints more: to read for ever what nobody keeps costs a core
     * @param fewProcesses whether one that forks for ever is held up by the number of processes that its user may have, before
     *     the host is; for programs that run one by one, because the number is of all of them, and because the limit has to be set
     *     by a program before it, which doubles the cost of its start
     */
    public record Bounds(Optional<Duration> time, int keptBytes, long printedBytes, boolean fewProcesses) {
        private static final int CHECK_KEEPS = 4 << 10;
        private static final int EVENT_KEEPS = 2 << 10;
        static final long EVENT_PRINTS = 1 << 20;

        /** For a program that is run again and again, many of them side by side, by somebody who stops it. */
        public static Bounds ofCheck() {
            return new Bounds(Optional.empty(), CHECK_KEEPS, Long.MAX_VALUE, false);
        }

        /** For a program that is run when something has happened. */
        public static Bounds ofEvent(Duration limit) {
            return new Bounds(Optional.of(limit), EVENT_KEEPS, EVENT_PRINTS, true);
        }
    }
}
