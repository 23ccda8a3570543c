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
    private final Memory descriptor = new Memory(8);
    /** struct timespec: long seconds, long nanoseconds. */
    private final Memory limit = new Memory(16);

    private final long descriptorAddress = Pointer.nativeValue(descriptor);
    private final long limitAddress = Pointer.nativeValue(limit);

    Poll(int fd) {
        descriptor.setInt(0, fd);
        descriptor.setShort(4, POLLIN);
    }

    /** Returns at the latest after this many nanoseconds; at once when they are negative. */
    void await(long nanos) {
        long left = Math.max(0, nanos);
        limit.setLong(0, left / NANOS_PER_SECOND);
        limit.setLong(8, left % NANOS_PER_SECOND);
        ppoll(descriptorAddress, 1, limitAddress, 0);
    }

    private static native int ppoll(long descriptors, long count, long limit, long signalMask);
}
