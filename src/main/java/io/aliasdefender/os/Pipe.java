package io.aliasdefender.os;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A pipe to or from a process that is about to be started, whose end here never blocks. Those of {@link Process} do, for
 * as long as anybody has the other end; and when the process ends, all that is in them is read into memory, however much somebody
 * else goes on writing. One thread at a time.
 */
public final class Pipe implements AutoCloseable {
    /** What {@link #read} and {@link #write} return when that would block. */
    public static final int NOT_NOW = -1;
    /** What {@link #read} and {@link #write} return when nobody has the other end any more. */
    public static final int ENDED = -2;

    private static final int CLOSED = -1;

    private final boolean toChild;
    private int readEnd;
    private int writeEnd;

    private Pipe(boolean toChild, int readEnd, int writeEnd) {
        this.toChild = toChild;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /**
     * Makes one.
     *
     * @param toChild whether the process will read, and not write
     */
    public static Pipe open(boolean toChild, Scratch scratch) throws IOException {
        NativeBuffer ends = scratch.buffer;
        // Close on exec: what the process gets is a copy.
        if (Libc.pipe2(ends.address(), Libc.O_CLOEXEC) != 0) {
            throw Errno.exception("cannot make a pipe", Errno.last());
        }
        Pipe pipe = new Pipe(toChild, ends.bytes().getInt(0), ends.bytes().getInt(Integer.BYTES));
        // Of this end alone: a program expects that its own blocks.
        if (ProcessCalls.fcntl(pipe.ours(), ProcessCalls.F_SETFL, Libc.O_NONBLOCK) != 0) {
            int errno = Errno.last();
            pipe.close();
            throw Errno.exception("cannot set up a pipe", errno);
        }
        return pipe;
    }

    private int ours() {
        return toChild ? writeEnd : readEnd;
    }

    /** The end here, to be watched. */
    public int fd() {
        return ours();
    }

    /** The process's end, for whoever starts it. */
    int childEnd() {
        return toChild ? readEnd : writeEnd;
    }

    /** To be called when the process has been started: from then on its end is its own alone. */
    void started() {
        if (toChild) {
            readEnd = close(readEnd);
        } else {
            writeEnd = close(writeEnd);
        }
    }

    /**
     * Reads what is there, at most once what a pipe holds, so that whoever writes without an end keeps nobody else waiting.
     *
     * @param room of what is read so many bytes are kept, and the rest is forgotten
     * @return how many bytes were read, {@link #NOT_NOW} or {@link #ENDED}
     */
    public int read(Scratch scratch, ByteArrayOutputStream kept, int room) {
        if (readEnd == CLOSED) {
            return ENDED;
        }
        int read = (int) Libc.read(readEnd, scratch.buffer.address(), Scratch.BYTES);
        if (read < 0) {
            return later(Errno.last()) ? NOT_NOW : ENDED;
        }
        int wanted = Math.min(read, room);
        if (wanted > 0) {
            byte[] bytes = new byte[wanted];
            scratch.buffer.bytes().get(0, bytes);
            kept.writeBytes(bytes);
        }
        return read == 0 ? ENDED : read;
    }

    /** Writes so much as there is room for; returns how many bytes, {@link #NOT_NOW} or {@link #ENDED}. */
    public int write(Scratch scratch, byte[] from, int offset) {
        if (writeEnd == CLOSED) {
            return ENDED;
        }
        int length = Math.min(from.length - offset, Scratch.BYTES);
        scratch.buffer.bytes().put(0, from, offset, length);
        int written = (int) Libc.write(writeEnd, scratch.buffer.address(), length);
        if (written < 0) {
            return later(Errno.last()) ? NOT_NOW : ENDED;
        }
        return written;
    }

    private static boolean later(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.EINTR;
    }

    /** Closes what is still open here. */
    @Override
    public void close() {
        readEnd = close(readEnd);
        writeEnd = close(writeEnd);
    }

    private static int close(int fd) {
        if (fd != CLOSED) {
            Libc.close(fd);
        }
        return CLOSED;
    }
}
