package io.aliasdefender.process;

import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.os.Child;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.Pipe;
import io.aliasdefender.os.Scratch;
import io.aliasdefender.os.Spawner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;

/**
 * A program that is run without a shell and without any right of this process, in a session and process group of its own. When
 * it ends, well or not, whatever it has left in its group is killed: it leaves neither processes nor, because the kernel gives
 * those to init, zombies. Who wants to leave a process running on purpose starts it in a session of its own (setsid(1)).
 */
public final class ChildProcess {
    /** One that sleeps in the kernel cannot be killed before it wakes: nobody who has set a limit waits for that. */
    private static final Duration KILLED = Duration.ofSeconds(1);
    /**
     * Most programs have ended by then, and what they printed is read at their end: to watch their output, too, would be half
     * of what they cost this process. Also how often is looked where the kernel tells nothing.
     */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final EventLoop loop;
    private final Scratch scratch;
    private final Order order;
    private final byte[] text;
    private final Promise<Outcome> promise = Promise.promise();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final long beginNanos;

    private Optional<Pipe> input = Optional.empty();
    private Optional<Pipe> output = Optional.empty();
    private Registration limit = () -> {};
    private Registration look = () -> {};
    private Registration end = () -> {};
    private Registration reading = () -> {};
    private boolean watchingEnd;
    private boolean watchingOutput;
    private int fed;
    private long printed;

    /** Of both threads, and of whoever stops it. */
    private final Object lock = new Object();

    private Optional<Child> child = Optional.empty();
    /** Why it was killed. */
    private Optional<Outcome.End> killed = Optional.empty();

    ChildProcess(EventLoop loop, Scratch scratch, Order order) {
        this.loop = loop;
        this.scratch = scratch;
        this.order = order;
        text = order.input().getBytes(StandardCharsets.UTF_8);
        beginNanos = loop.nanoTime();
        order.bounds().time().ifPresent(time -> limit = loop.at(beginNanos + time.toNanos(), this::tooLong));
    }

    /** Told on the loop when it has ended, however; fails with a sentence when it could not be started. */
    public Future<Outcome> ended() {
        return promise.future();
    }

    /** Ends it now, be it before it has started. Any thread. */
    public void stop() {
        kill(Outcome.End.STOPPED);
    }

    private void kill(Outcome.End why) {
        synchronized (lock) {
            if (killed.isEmpty()) {
                killed = Optional.of(why);
            }
            child.ifPresent(Child::kill);
        }
    }

    /** What one of the starting threads does. */
    StartingThreads.Start starting(Confinement confinement, Map<String, String> environment) {
        return new StartingThreads.Start() {
            @Override
            public void with(Spawner spawner) throws IOException {
                begin(spawner, confinement, environment);
            }

            @Override
            public void failed(Exception failure) {
                post(() -> ChildProcess.this.failed(failure));
            }
        };
    }

    private void begin(Spawner spawner, Confinement confinement, Map<String, String> environment) throws IOException {
        Optional<Pipe> in = text.length == 0 ? Optional.empty() : Optional.of(Pipe.open(true, spawner.scratch()));
        Optional<Pipe> out = Optional.empty();
        try {
            out = Optional.of(Pipe.open(false, spawner.scratch()));
            Child started = spawner.start(confinement.command(), environment, in, out.get());
            synchronized (lock) {
                child = Optional.of(started);
                input = in;
                output = out;
                if (killed.isPresent()) {
                    started.kill();
                }
            }
        } catch (IOException | RuntimeException failure) {
            in.ifPresent(Pipe::close);
            out.ifPresent(Pipe::close);
            throw failure;
        }
        if (!post(this::started)) {
            kill(Outcome.End.STOPPED);
        }
    }

    private boolean post(Runnable task) {
        try {
            loop.post(task);
            return true;
        } catch (RejectedExecutionException over) {
            // The loop has ended, and nobody waits any more.
            return false;
        }
    }

    void failed(Exception failure) {
        limit.cancel();
        promise.tryFail(failure);
    }

    private void started() {
        Optional<Integer> fd = running().fd();
        if (fd.isPresent()) {
            try {
                end = loop.watch(fd.get(), this::reapIfEnded);
                watchingEnd = true;
            } catch (IOException | RuntimeException unwatched) {
                // Looked at now and then.
            }
        }
        feed();
        lookLater();
    }

    private Child running() {
        synchronized (lock) {
            return child.orElseThrow();
        }
    }

    private void lookLater() {
        look = loop.at(loop.nanoTime() + LOOK.toNanos(), this::tend);
    }

    /** What nothing else leads to: a first reading, the rest of the input, and, where the kernel does not tell, everything. */
    private void tend() {
        feed();
        watchOutput();
        if (!watchingOutput) {
            read();
        }
        if (!watchingEnd) {
            reapIfEnded();
        }
        if (!over() && (!watchingOutput && output.isPresent() || !watchingEnd || input.isPresent())) {
            lookLater();
        }
    }

    private boolean over() {
        return child.isEmpty();
    }

    private void watchOutput() {
        if (output.isPresent() && !watchingOutput) {
            try {
                reading = loop.watch(output.get().fd(), this::read);
                watchingOutput = true;
            } catch (IOException | RuntimeException unwatched) {
                // Read now and then.
            }
        }
    }

    private void feed() {
        while (input.isPresent() && fed < text.length) {
            int written = input.get().write(scratch, text, fed);
            if (written == Pipe.NOT_NOW) {
                return;
            }
            fed = written == Pipe.ENDED ? text.length : fed + written;
        }
        input.ifPresent(Pipe::close);
        input = Optional.empty();
    }

    /** Returns whether there was something. */
    private boolean read() {
        if (output.isEmpty()) {
            return false;
        }
        int read = output.get().read(scratch, kept, order.bounds().keptBytes() - kept.size());
        if (read == Pipe.ENDED) {
            closeOutput();
        } else if (read > 0) {
            printed += read;
            if (printed > order.bounds().printedBytes()) {
                kill(Outcome.End.TOO_MUCH);
            }
        }
        return read > 0;
    }

    private void closeOutput() {
        reading.cancel();
        reading = () -> {};
        output.ifPresent(Pipe::close);
        output = Optional.empty();
    }

    private void tooLong() {
        kill(Outcome.End.TOO_LONG);
        limit = loop.at(loop.nanoTime() + KILLED.toNanos(), () -> tell(new Child.End(OptionalInt.empty(), 0)));
    }

    private void reapIfEnded() {
        if (over()) {
            return;
        }
        Child running = running();
        running.end(scratch).ifPresent(how -> {
            end.cancel();
            look.cancel();
            running.close();
            // What it printed is in the pipe when it ends. Whoever else has the pipe may go on writing.
            while (kept.size() < order.bounds().keptBytes() && read()) {}
            closeOutput();
            input.ifPresent(Pipe::close);
            input = Optional.empty();
            synchronized (lock) {
                child = Optional.empty();
            }
            tell(how);
        });
    }

    private void tell(Child.End how) {
        limit.cancel();
        Outcome.End why;
        synchronized (lock) {
            why = killed.orElse(Outcome.End.BY_ITSELF);
        }
        promise.tryComplete(new Outcome(
                why,
                how.status(),
                how.signal(),
                kept.toString(StandardCharsets.UTF_8).strip(),
                Duration.ofNanos(loop.nanoTime() - beginNanos)));
    }
}
