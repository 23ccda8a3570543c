package io.aliasdefender.core.address;

import java.time.Duration;

/** How a command of the platform ended. */
public sealed interface CommandResult {
    Duration took();

    /** Exit status 0, or the kernel already had what was wanted. */
    record Done(Duration took) implements CommandResult {}

    /**
     * It could not be started, or its exit status was not 0.
     *
     * @param why one sentence with the command and the first line of what it printed
     */
    record Failed(Duration took, String why) implements CommandResult {}

    /** It was ended because it took too long. */
    record TimedOut(Duration took, String command) implements CommandResult {}
}
