package io.aliasdefender.os;

import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * A pipe to or from a process that is about to be started, whose end here never blocks. Those of {@link Process} do, for
 * as long as anybody has the other end; and when the process ends, all that is in them is read into memory, however much somebody
 * else goes on writing. One thread only.
 */
public final class Pipe implements AutoCloseable {
    /** What {@link #read} and {@link #write} return when that would block. */
    public static final int NOT_NOW = -1;
    /** What {@link #read} and {@link #write} return when nobody has the other end any more. */
    public static final int ENDED = -2;

    private static final int CLOSED = -1;
    private static final int BUFFER_BYTES = 8 << 10;

    private final NativeBuffer buffer = NativeBuffer.borrow(BUFFER_BYTES, ByteOrder.nativeOrder());
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
    public static Pipe open(boolean toChild) throws IOException {
        Libc.require();
        NativeBuffer ends = NativeBuffer.allocate(2 * Integer.BYTES, ByteOrder.nativeOrder());
        // Close on exec: what the process gets is opened anew, and is its own.
        if (Libc.pipe2(ends.address(), Libc.O_CLOEXEC | Libc.O_NONBLOCK) != 0) {
            throw Errno.exception("cannot make a pipe", Errno.last());
        }
        return new Pipe(toChild, ends.bytes().getInt(0), ends.bytes().getInt(Integer.BYTES));
    }

    /** The process's end, to be opened by whoever starts it; opened so, it blocks as a program expects. */
    public File childEnd() {
        return new File("/proc/self/fd/" + (toChild ? readEnd : writeEnd));
    }

    /** To be called when the process has been started: from then on its end is its own alone. */
    public void started() {
        if (toChild) {
            readEnd = close(readEnd);
        } else {
            writeEnd = close(writeEnd);
        }
    }

    /** Reads what is there; returns how many bytes, {@link #NOT_NOW} or {@link #ENDED}. */
    public int read(byte[] into) {
        long read = Libc.read(readEnd, buffer.address(), Math.min(into.length, BUFFER_BYTES));
        if (read < 0) {
            return Errno.last() == Errno.EAGAIN || Errno.last() == Errno.EINTR ? NOT_NOW : ENDED;
        }
        buffer.bytes().get(0, into, 0, (int) read);
        return read == 0 ? ENDED : (int) read;
    }

    /** Writes so much as there is room for; returns how many bytes, {@link #NOT_NOW} or {@link #ENDED}. */
    public int write(byte[] from, int offset) {
        int length = Math.min(from.length - offset, BUFFER_BYTES);
        buffer.bytes().put(0, from, offset, length);
        long written = Libc.write(writeEnd, buffer.address(), length);
        if (written < 0) {
            return Errno.last() == Errno.EAGAIN || Errno.last() == Errno.EINTR ? NOT_NOW : ENDED;
        }
        return (int) written;
    }

    /** Closes what is still open here. */
    @Override
    public void close() {
        if (readEnd == CLOSED && writeEnd == CLOSED) {
            return;
        }
        readEnd = close(readEnd);
        writeEnd = close(writeEnd);
        buffer.giveBack();
    }

    private static int close(int fd) {
        if (fd != CLOSED) {
            Libc.close(fd);
        }
        return CLOSED;
    }
}
