package io.aliasdefender.hook;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has what one hook is yet to be told of written to the disk, one write at a time; what comes meanwhile goes together into the
 * next one. A disk that is full or slow holds up nothing: what could not be written is written as a whole when it works again,
 * and is in memory until then.
 */
final class Keeper {
    /** So much of what was told may stay in the file. */
    private static final long WORTH_REWRITING_BYTES = 256 << 10;

    private final HookStore store;
    private final Workers workers;
    private final Supplier<List<Told>> all;
    private final Consumer<String> trouble;
    private final List<Told> fresh = new ArrayList<>();
    private HookStore.Done sent = new HookStore.Done(0, 0);
    private boolean sentIsNews;
    private boolean due;
    private boolean broken;
    private Future<?> writing = Future.succeededFuture();

    /**
     * @param all what the hook is yet to be told of now
     * @param trouble told when the disk fails, and, with an empty sentence, when it works again
     */
    Keeper(HookStore store, Workers workers, Supplier<List<Told>> all, Consumer<String> trouble) {
        this.store = store;
        this.workers = workers;
        this.all = all;
        this.trouble = trouble;
    }

    Future<HookStore.Kept> load() {
        return workers.run(store::load)
                .onFailure(this::fails)
                .onSuccess(kept -> sent = new HookStore.Done(
                        kept.pending().isEmpty()
                                ? kept.last()
                                : kept.pending().get(0).number() - 1,
                        kept.sequence()));
    }

    void added(Told told) {
        fresh.add(told);
        write();
    }

    /** The hook was told of everything up to this number, or will never be. */
    void done(Told last) {
        sent = new HookStore.Done(
                last.number(), Math.max(sent.sequence(), last.news().sequence()));
        sentIsNews = true;
        write();
    }

    /** What happened until then is nothing that this hook has missed. */
    void seen(long sequence) {
        if (sequence > sent.sequence()) {
            sent = new HookStore.Done(sent.number(), sequence);
            sentIsNews = true;
            write();
        }
    }

    private void write() {
        if (!due) {
            due = true;
            writing = writing.transform(before -> begin());
        }
    }

    private Future<?> begin() {
        due = false;
        List<Told> append = List.copyOf(fresh);
        fresh.clear();
        List<Told> whole = all.get();
        boolean rewrite = broken;
        boolean tell = sentIsNews;
        sentIsNews = false;
        HookStore.Done far = sent;
        return workers.run(() -> {
                    carryOut(append, whole, rewrite, tell, far);
                    return null;
                })
                .onComplete(done -> ended(done.cause(), tell));
    }

    private void carryOut(List<Told> append, List<Told> whole, boolean rewrite, boolean tell, HookStore.Done done)
            throws IOException {
        if (rewrite) {
            store.rewrite(whole);
        } else if (!append.isEmpty()) {
            store.append(append);
        }
        if (tell) {
            store.sent(done);
            long bytes = store.bytes();
            // All of it was told, or most of it.
            if (bytes > WORTH_REWRITING_BYTES && (whole.isEmpty() || bytes > WORTH_REWRITING_BYTES * 16)) {
                store.rewrite(whole);
            }
        }
    }

    private void ended(Throwable failure, boolean told) {
        if (failure != null) {
            sentIsNews |= told;
            fails(failure);
        } else if (broken) {
            trouble.accept("");
            broken = false;
        }
    }

    private void fails(Throwable failure) {
        if (!broken) {
            trouble.accept(Sentences.ofDisk(failure));
        }
        broken = true;
    }

    /** Completes when everything of now is written, or could not be. */
    Future<?> settled() {
        if (broken) {
            write();
        }
        return writing;
    }

    /** There is no such hook any more. */
    Future<?> forget() {
        writing = writing.transform(before -> workers.run(() -> {
            store.delete();
            return null;
        }));
        return writing;
    }
}
