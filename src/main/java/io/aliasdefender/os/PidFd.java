package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A process of this host, anybody's, that is told from every later one with the same number: by a file descriptor that can
 * be read from when the process has ended (pidfd_open(2), Linux 5.3). Without one, only its number is known. One thread only.
 */
public final class PidFd implements AutoCloseable {
    private static final int ESRCH = 3;
    private static final int ENOSYS = 38;
    private static final int NONE = -1;

    private final int pid;
    private int fd;

    private PidFd(int pid, int fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /**
     * Opens the process of a number.
     *
     * @return empty: there is none
     * @throws IOException one sentence, where the system cannot tell
     */
    public static Optional<PidFd> open(int pid) throws IOException {
        ProcessCalls.require();
        long fd = ProcessCalls.syscall(ProcessCalls.SYS_PIDFD_OPEN, pid, 0);
        if (fd >= 0) {
            return Optional.of(new PidFd(pid, (int) fd));
        }
        int errno = Errno.last();
        return switch (errno) {
            // The number of a thread is EINVAL.
            case ESRCH, Errno.EINVAL -> Optional.empty();
            case ENOSYS, Errno.EPERM -> isThere(pid) ? Optional.of(new PidFd(pid, NONE)) : Optional.empty();
            default -> throw new IOException("cannot watch process " + pid + ": error " + errno);
        };
    }

    private static boolean isThere(int pid) {
        return ProcessCalls.kill(pid, 0) == 0 || Errno.last() == Errno.EPERM;
    }

    /** Empty: an older kernel, where the end is noticed only by {@link #ended()}. */
    public Optional<Integer> fd() {
        return fd == NONE ? Optional.empty() : Optional.of(fd);
    }

    public int pid() {
        return pid;
    }

    /** Whether the process has ended, be it that nobody has asked for its exit status yet. */
    public boolean ended() {
        if (fd == NONE) {
            return !isThere(pid);
        }
        NativeBuffer poll = NativeBuffer.borrow(8, ByteOrder.nativeOrder());
        try {
            poll.bytes().putInt(0, fd);
            poll.bytes().putInt(Integer.BYTES, ProcessCalls.POLLIN);
            return ProcessCalls.poll(poll.address(), 1, 0) > 0;
        } finally {
            poll.giveBack();
        }
    }

    @Override
    public void close() {
        if (fd != NONE) {
            Libc.close(fd);
            fd = NONE;
        }
    }
}
