package io.aliasdefender.lab;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** Waits until a file descriptor can be read or a time is up, to the microsecond ({@code ppoll}). One thread only. */
final class Poll {
    private static final short POLLIN = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    static {
        Native.register(Poll.class, NativeLibrary.getInstance("c"));
    }

    /** struct pollfd: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private final int count;
    private final Memory descriptors;
    /** struct timespec: long seconds, long nanoseconds. */
    private final Memory limit = new Memory(16);

    private final long limitAddress = Pointer.nativeValue(limit);

    Poll(int... fds) {
        count = fds.length;
        descriptors = new Memory((long) POLLFD_BYTES * count);
        for (int i = 0; i < count; i++) {
            descriptors.setInt((long) POLLFD_BYTES * i, fds[i]);
            descriptors.setShort((long) POLLFD_BYTES * i + 4, POLLIN);
        }
    }

    /** Returns at the latest after this many nanoseconds; at once when they are negative. */
    void await(long nanos) {
        long left = Math.max(0, nanos);
        limit.setLong(0, left / NANOS_PER_SECOND);
        limit.setLong(8, left % NANOS_PER_SECOND);
        ppoll(Pointer.nativeValue(descriptors), count, limitAddress, 0);
    }

    private static native int ppoll(long descriptors, long count, long limit, long signalMask);
}
