package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process that this one has started, the leader of its own process group. When its end is asked for, whatever it has left in
 * its group is killed before its number becomes free, so that never somebody else is. Any thread may kill it.
 */
public final class Child implements AutoCloseable {
    private static final int CODE_OFFSET = 8;
    private static final int PID_OFFSET = 16;
    private static final int STATUS_OFFSET = 24;

    private final int pid;
    /** Empty: it is looked at now and then, and not told of. */
    private final Optional<PidFd> handle;

    private boolean ended;

    private Child(int pid, Optional<PidFd> handle) {
        this.pid = pid;
        this.handle = handle;
    }

    static Child of(int pid) {
        try {
            return new Child(pid, PidFd.open(pid));
        } catch (IOException unwatched) {
            return new Child(pid, Optional.empty());
        }
    }

    /**
     * How it ended.
     *
     * @param status its exit status; empty: a signal ended it
     * @param signal 0: none did
     */
    public record End(OptionalInt status, int signal) {}

    public int pid() {
        return pid;
    }

    /** What can be read from when it has ended; empty where the kernel does not tell (before Linux 5.3). */
    public Optional<Integer> fd() {
        return handle.flatMap(PidFd::fd);
    }

    /** Kills it with its process group; its end comes later, or never, where the kernel cannot end it. */
    public synchronized void kill() {
        if (!ended) {
            ProcessCalls.kill(-pid, ProcessCalls.SIGKILL);
            // It may not even have come so far as to begin a group.
            ProcessCalls.kill(pid, ProcessCalls.SIGKILL);
        }
    }

    /** How it has ended, told once; empty while it runs. */
    public synchronized Optional<End> end(Scratch scratch) {
        if (ended) {
            return Optional.empty();
        }
        ByteBuffer info = scratch.buffer.bytes();
        long address = scratch.buffer.address();
        info.putInt(PID_OFFSET, 0);
        int options = ProcessCalls.WEXITED | ProcessCalls.WNOHANG;
        boolean told = ProcessCalls.waitid(ProcessCalls.P_PID, pid, address, options | ProcessCalls.WNOWAIT) == 0;
        if (told && info.getInt(PID_OFFSET) == 0) {
            return Optional.empty();
        }
        ended = true;
        boolean exited = told && info.getInt(CODE_OFFSET) == ProcessCalls.CLD_EXITED;
        int status = told ? info.getInt(STATUS_OFFSET) : 0;
        ProcessCalls.kill(-pid, ProcessCalls.SIGKILL);
        ProcessCalls.waitid(ProcessCalls.P_PID, pid, address, options);
        return Optional.of(new End(exited ? OptionalInt.of(status) : OptionalInt.empty(), exited ? 0 : status));
    }

    @Override
    public void close() {
        handle.ifPresent(PidFd::close);
    }
}
