package io.aliasdefender.os;

import io.aliasdefender.clock.Timers.Registration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A program that was started, the leader of its own process group. What it prints is read as it comes, and forgotten but for
 * the beginning. When it ends, whatever it has left in its group is killed before its number becomes free, so that never
 * somebody else is.
 */
public final class ChildProcess {
    private static final int MOST_OUTPUT_BYTES = 4 << 10;
    static final int SCRATCH_BYTES = 64 << 10;
    private static final int CODE_OFFSET = 8;
    private static final int PID_OFFSET = 16;
    private static final int STATUS_OFFSET = 24;
    /** Where the kernel does not tell of the end. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final EventLoop loop;
    /** That of all children of the loop, which touches one at a time. */
    private final NativeBuffer scratch;

    private final int pid;
    private final Consumer<Exit> listener;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int pipe;
    private Registration reading = () -> {};
    private Registration watching = () -> {};
    private boolean ended;

    private ChildProcess(EventLoop loop, NativeBuffer scratch, int pid, int pipe, Consumer<Exit> listener) {
        this.loop = loop;
        this.scratch = scratch;
        this.pid = pid;
        this.pipe = pipe;
        this.listener = listener;
    }

    /**
     * How it ended.
     *
     * @param status its exit status; empty: a signal ended it
     * @param signal 0: none did
     * @param output the beginning of what it printed on both outputs
     */
    public record Exit(OptionalInt status, int signal, String output) {}

    static ChildProcess watch(EventLoop loop, NativeBuffer scratch, int pid, int pipe, Consumer<Exit> listener) {
        ChildProcess child = new ChildProcess(loop, scratch, pid, pipe, listener);
        try {
            child.reading = loop.watch(pipe, child::read);
        } catch (IOException unwatched) {
            // Its output is lost; its end is not.
            child.closePipe();
        }
        child.watchEnd();
        return child;
    }

    private void watchEnd() {
        try {
            PidFd process = PidFd.open(pid).orElseThrow(() -> new IOException("it is gone"));
            if (process.fd().isPresent()) {
                Registration watch = loop.watch(process.fd().get(), this::look);
                watching = () -> {
                    watch.cancel();
                    process.close();
                };
                return;
            }
        } catch (IOException unwatched) {
            // Looked at now and then.
        }
        lookAgain();
    }

    private void lookAgain() {
        watching = loop.at(loop.nanoTime() + LOOK.toNanos(), () -> {
            look();
            if (!ended) {
                lookAgain();
            }
        });
    }

    public int pid() {
        return pid;
    }

    /** Kills it with its process group; what is told of its end comes later, or never, where the kernel cannot end it. */
    public void kill() {
        if (!ended) {
            ProcessCalls.kill(-pid, ProcessCalls.SIGKILL);
            ProcessCalls.kill(pid, ProcessCalls.SIGKILL);
        }
    }

    /** One buffer at a time, so that whoever prints without an end keeps nobody else waiting. */
    private void read() {
        if (pipe < 0) {
            return;
        }
        long length = ProcessCalls.read(pipe, scratch.address(), SCRATCH_BYTES);
        if (length <= 0) {
            closePipe();
            return;
        }
        int kept = (int) Math.min(length, MOST_OUTPUT_BYTES - output.size());
        if (kept > 0) {
            byte[] bytes = new byte[kept];
            scratch.bytes().get(0, bytes);
            output.writeBytes(bytes);
        }
    }

    /** Whether there is something to read, or the end of it: a read would wait else. */
    private boolean readable() {
        scratch.bytes().putInt(0, pipe);
        scratch.bytes().putInt(Integer.BYTES, ProcessCalls.POLLIN);
        return pipe >= 0 && ProcessCalls.poll(scratch.address(), 1, 0) > 0;
    }

    private void look() {
        if (ended) {
            return;
        }
        ByteBuffer info = scratch.bytes();
        info.putInt(PID_OFFSET, 0);
        int options = ProcessCalls.WEXITED | ProcessCalls.WNOHANG;
        boolean told =
                ProcessCalls.waitid(ProcessCalls.P_PID, pid, scratch.address(), options | ProcessCalls.WNOWAIT) == 0;
        if (told && info.getInt(PID_OFFSET) == 0) {
            return;
        }
        ended = true;
        boolean exited = told && info.getInt(CODE_OFFSET) == ProcessCalls.CLD_EXITED;
        int status = told ? info.getInt(STATUS_OFFSET) : 0;
        ProcessCalls.kill(-pid, ProcessCalls.SIGKILL);
        ProcessCalls.waitid(ProcessCalls.P_PID, pid, scratch.address(), options);
        end(exited ? OptionalInt.of(status) : OptionalInt.empty(), exited ? 0 : status);
    }

    private void end(OptionalInt status, int signal) {
        watching.cancel();
        // What it printed is in the pipe when it ends, and no more than the first of it is wanted.
        if (output.size() < MOST_OUTPUT_BYTES && readable()) {
            read();
        }
        closePipe();
        listener.accept(new Exit(status, signal, output.toString(StandardCharsets.UTF_8)));
    }

    private void closePipe() {
        reading.cancel();
        if (pipe >= 0) {
            Libc.close(pipe);
            pipe = -1;
        }
    }
}
