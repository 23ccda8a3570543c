package io.aliasdefender.os;

/** The processes of one group, such as a command with everything that it has started. */
public final class ProcessGroup {
    private static final int SIGKILL = 9;

    private ProcessGroup() {}

    /**
     * Kills all of them at once: also one that forks for ever, because the kernel lets no process of the group fork while
     * it signals them all, and one that ignores SIGTERM.
     *
     * @param group its id, which is that of the process that began it
     * @return whether there was any; false also where native calls cannot be made
     */
    public static boolean kill(long group) {
        // kill(2): 0 and -1 would mean ourselves, and everybody.
        return group > 1
                && group <= Integer.MAX_VALUE
                && Libc.problem().isEmpty()
                && Libc.kill((int) -group, SIGKILL) == 0;
    }
}
