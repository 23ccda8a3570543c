package io.aliasdefender.os;

import java.nio.ByteOrder;

/** What the kernel allows this process, and what it starts, to have (getrlimit(2)). One thread only. */
public final class Limits {
    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final int CORE = 4;
    private static final int PROCESSES = 6;
    private static final int REAL_TIME_PRIORITY = 14;

    private final NativeBuffer values = NativeBuffer.allocate(2 * Long.BYTES, ByteOrder.nativeOrder());
    private final NativeBuffer none = NativeBuffer.allocate(2 * Long.BYTES, ByteOrder.nativeOrder());
    private final boolean cores = hard(CORE) > 0;
    private final boolean realTime = hard(REAL_TIME_PRIORITY) > 0;

    /** How many processes its user may have, and never more; {@link #UNLIMITED} also where the system does not tell. */
    public static long processes() {
        return Libc.problem().isEmpty() ? new Limits().hard(PROCESSES) : UNLIMITED;
    }

    private long hard(int resource) {
        if (Libc.getrlimit(resource, values.address()) != 0) {
            return UNLIMITED;
        }
        long hard = values.bytes().getLong(Long.BYTES);
        return hard < 0 ? UNLIMITED : hard;
    }

    /** A process that this one has just started may neither leave a core behind nor take the real-time class. */
    void lower(int pid) {
        if (cores) {
            ProcessCalls.prlimit(pid, CORE, none.address(), 0);
        }
        if (realTime) {
            ProcessCalls.prlimit(pid, REAL_TIME_PRIORITY, none.address(), 0);
        }
    }
}
