package io.aliasdefender.address;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the file of what this defender is answerable for up to date. One write at a time, always of the newest state;
 * nobody waits long for one, and one that fails is told and costs nothing else. Belongs to one event loop.
 */
final class HeldJournal {
    /** A disk that takes longer than this hangs, and the defending goes on without it. */
    private static final long PATIENCE_MILLIS = 100;

    private final Vertx vertx;
    private final HeldFile file;
    private Held held = new Held(Map.of());
    /** Completes when the write that is under way has ended, well or not. */
    private Optional<Future<Void>> writing = Optional.empty();
    /** Completes when what is to be written after that has been. */
    private Optional<Promise<Void>> next = Optional.empty();

    private boolean hangs;
    private boolean failing;

    HeldJournal(Vertx vertx, HeldFile file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Reads what the daemon before this one left. Never fails. */
    Future<Void> load() {
        return vertx.executeBlocking(file::read, false).map(content -> {
            content.complaint().ifPresent(this::complain);
            held = new Held(content.held());
            return null;
        });
    }

    private void complain(String complaint) {
        report(Level.WARNING, complaint + "; what an earlier daemon left on this host may stay there");
    }

    /** Completes when it is written that these are about to be added, or when that takes too long. */
    Future<Void> adding(List<Placement> placements, KernelView kernel) {
        return held.adding(placements, kernel) ? patient(write()) : Future.succeededFuture();
    }

    /** A command could not add it, or has removed it. */
    void gone(Placement placement, KernelView kernel) {
        if (held.gone(placement, kernel)) {
            write();
        }
    }

    /** The first look. Written in any case, so that a disk that cannot be written to is told at the start. */
    void begin(KernelView kernel, Settings settings) {
        held.observe(kernel, settings);
        write();
    }

    void observe(KernelView kernel, Settings settings) {
        if (held.observe(kernel, settings)) {
            write();
        }
    }

    List<Placement> leftovers(KernelView kernel, Settings settings) {
        return held.leftovers(kernel, settings);
    }

    /** Completes when everything is written, or when that takes too long. */
    Future<Void> close() {
        return patient(next.map(Promise::future).or(() -> writing).orElse(Future.succeededFuture()));
    }

    /** Completes when the state of now is written, well or not. */
    private Future<Void> write() {
        if (writing.isPresent()) {
            Promise<Void> after = next.orElseGet(Promise::promise);
            next = Optional.of(after);
            return after.future();
        }
        Map<HeldAddress, String> state = held.addresses();
        Future<Void> write = vertx.<Void>executeBlocking(
                        () -> {
                            file.write(state);
                            return null;
                        },
                        // Not behind the commands, which must not wait for a disk either.
                        false)
                .transform(done -> {
                    written(Optional.ofNullable(done.cause()));
                    return Future.succeededFuture();
                });
        writing = Optional.of(write);
        return write;
    }

    private void written(Optional<Throwable> failure) {
        writing = Optional.empty();
        hangs = false;
        if (failure.isPresent() && !failing) {
            cannotWrite(
                    failure.get() instanceof IOException disk
                            ? HeldFile.reason(disk)
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
        long timer = vertx.setTimer(PATIENCE_MILLIS, late -> {
            if (enough.tryComplete() && !hangs) {
                hangs = true;
                cannotWrite("it takes longer than " + PATIENCE_MILLIS + " ms");
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
