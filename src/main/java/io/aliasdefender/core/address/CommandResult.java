package io.aliasdefender.core.address;

import java.time.Duration;
import java.util.function.Function;

/** How a command of the platform ended. */
public sealed interface CommandResult {
    Duration took();

    /** One function for each outcome, so that a new one is a compile error wherever it is not handled. */
    <T> T fold(Function<Done, T> done, Function<Failed, T> failed, Function<TimedOut, T> timedOut);

    /** Exit status 0, or the kernel already had what was wanted. */
    record Done(Duration took) implements CommandResult {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Failed, T> failed, Function<TimedOut, T> timedOut) {
            return done.apply(this);
        }
    }

    /**
     * It could not be started, or its exit status was not 0.
     *
     * @param why one sentence with the command and the first line of what it printed
     */
    record Failed(Duration took, String why) implements CommandResult {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Failed, T> failed, Function<TimedOut, T> timedOut) {
            return failed.apply(this);
        }
    }

    /** It was ended because it took too long. */
    record TimedOut(Duration took, String command) implements CommandResult {
        @Override
        public <T> T fold(Function<Done, T> done, Function<Failed, T> failed, Function<TimedOut, T> timedOut) {
            return timedOut.apply(this);
        }
    }
}
