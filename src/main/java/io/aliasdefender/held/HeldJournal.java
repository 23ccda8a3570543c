package io.aliasdefender.held;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the file of what this defender is answerable for up to date. One write at a time, always of the newest state;
 * nobody waits long for one, and one that fails is told and costs nothing else. Belongs to one event loop.
 */
public final class HeldJournal {
    private final Vertx vertx;
    private final HeldFile file;
    private final long patienceMillis;
    private Held held = new Held(Map.of());
    private boolean busy;
    /** Completes when the last write that was begun has ended, well or not. */
    private Future<Void> writing = Future.succeededFuture();
    /** Completes when what is to be written after that has been. */
    private Optional<Promise<Void>> next = Optional.empty();

    private boolean hangs;
    private boolean failing;

    /** @param patience a disk that takes longer than this hangs, and the defending goes on without it */
    public HeldJournal(Vertx vertx, HeldFile file, Duration patience) {
        this.vertx = vertx;
        this.file = file;
        patienceMillis = patience.toMillis();
    }

    /** Reads what the daemon before this one left. Never fails. */
    public Future<Void> load() {
        return vertx.executeBlocking(file::read, false).map(content -> {
            content.complaint().ifPresent(this::complain);
            held = new Held(content.held());
            return null;
        });
    }

    private void complain(String complaint) {
        report(Level.WARNING, complaint + "; what an earlier daemon left on this host may stay there");
    }

    /** Completes when it is written that this is about to be added, or when that takes too long. */
    public Future<Void> adding(Placement placement, KernelView kernel) {
        return held.adding(placement, kernel) ? patient(write()) : Future.succeededFuture();
    }

    /** A command could not add it, or has removed it. */
    public void gone(Placement placement, KernelView kernel) {
        if (held.gone(placement, kernel)) {
            write();
        }
    }

    /** The first look. Written in any case, so that a disk that cannot be written to is told at the start. */
    public void begin(KernelView kernel, Settings settings) {
        held.observe(kernel, settings);
        write();
    }

    public void observe(KernelView kernel, Settings settings) {
        if (held.observe(kernel, settings)) {
            write();
        }
    }

    public List<Placement> leftovers(KernelView kernel, Settings settings) {
        return held.leftovers(kernel, settings);
    }

    /** Completes when everything is written, or when that takes too long. */
    public Future<Void> close() {
        return patient(next.map(Promise::future).orElse(writing));
    }

    /** Completes when the state of now is written, well or not. */
    private Future<Void> write() {
        if (busy) {
            Promise<Void> after = next.orElseGet(Promise::promise);
            next = Optional.of(after);
            return after.future();
        }
        Map<HeldAddress, String> state = held.addresses();
        Promise<Void> ended = Promise.promise();
        // All of this first: a quick disk ends the write before the next line is reached.
        busy = true;
        writing = ended.future();
        vertx.<Void>executeBlocking(
                        () -> {
                            file.write(state);
                            return null;
                        },
                        // Not behind the commands, which must not wait for a disk either.
                        false)
                .onComplete(done -> {
                    written(Optional.ofNullable(done.cause()));
                    ended.complete();
                });
        return ended.future();
    }

    private void written(Optional<Throwable> failure) {
        busy = false;
        hangs = false;
        if (failure.isPresent() && !failing) {
            cannotWrite(
                    failure.get() instanceof IOException disk
                            ? FileTrouble.reason(disk)
                            : failure.get().toString());
        }
        failing = failure.isPresent();
        next.ifPresent(after -> {
            next = Optional.empty();
            write().onComplete(after);
        });
    }

    private Future<Void> patient(Future<Void> write) {
        if (hangs || write.isComplete()) {
            return Future.succeededFuture();
        }
        Promise<Void> enough = Promise.promise();
        long timer = vertx.setTimer(patienceMillis, late -> {
            if (enough.tryComplete() && !hangs) {
                hangs = true;
                cannotWrite("it takes longer than " + patienceMillis + " ms");
            }
        });
        write.onComplete(done -> {
            vertx.cancelTimer(timer);
            enough.tryComplete();
        });
        return enough.future();
    }

    private void cannotWrite(String why) {
        report(
                Level.WARNING,
                "cannot write " + file + ": " + why + "; should this daemon be killed, what leaves the configuration"
                        + " meanwhile stays on this host");
    }

    private void report(Level level, String sentence) {
        Channels.REPORT.publish(vertx, Report.of("held-file", level, sentence));
    }
}
