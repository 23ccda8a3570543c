package io.aliasdefender.check;

import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.os.PidFd;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether a process runs. While it does nothing is asked: its end is told by the kernel, at once. Then it is looked for again,
 * because a daemon that replaces itself has another process by then.
 */
final class ProcessCheck implements Check {
    private final PidSource source;
    private final Facilities facilities;
    private final Runnable changed;
    private Optional<PidFd> process = Optional.empty();
    private Registration watch = () -> {};
    private boolean closed;

    /** @param changed to be told when the process has ended */
    ProcessCheck(PidSource source, Facilities facilities, Runnable changed) {
        this.source = source;
        this.facilities = facilities;
        this.changed = changed;
    }

    @Override
    public Future<Result> run() {
        if (process.isPresent() && !process.get().ended()) {
            return Future.succeededFuture(runs());
        }
        Optional<Integer> before = process.map(PidFd::pid);
        forget();
        return source.find().map(pid -> {
            try {
                return open(pid, before);
            } catch (IOException unwatched) {
                return Result.failed(Failure.sentence(unwatched));
            }
        });
    }

    private Result runs() {
        return Result.passed("process " + process.orElseThrow().pid() + " runs");
    }

    private Result open(int pid, Optional<Integer> before) throws IOException {
        if (closed) {
            return Result.failed("given up");
        }
        process = PidFd.open(pid);
        if (process.isEmpty() || process.get().ended()) {
            forget();
            return Result.failed("process " + pid
                    + (before.filter(last -> last == pid).isPresent() ? " has ended" : " does not run"));
        }
        Optional<Integer> fd = process.get().fd();
        if (fd.isPresent()) {
            watch = facilities.loop().watch(fd.get(), this::ended);
        }
        return runs();
    }

    private void ended() {
        // The descriptor stays ready, and would be told again and again.
        watch.cancel();
        watch = () -> {};
        changed.run();
    }

    private void forget() {
        watch.cancel();
        watch = () -> {};
        process.ifPresent(PidFd::close);
        process = Optional.empty();
    }

    @Override
    public void giveUp() {
        source.giveUp();
    }

    @Override
    public void close() {
        closed = true;
        giveUp();
        forget();
    }
}
