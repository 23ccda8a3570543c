package io.aliasdefender.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A configuration file that is looked at again and again: the store reads it, the processor judges it, and both come
 * here. New content counts only when two looks in a row saw the same, because the first half of a file that is just
 * being written can be a valid configuration, too.
 *
 * <p>Everything here runs on one event loop; reading and judging run on a worker, in the order in which they were
 * asked for, so that no older look ever arrives after a newer one.
 */
final class WatchedFile implements Shareable {
    private static final String KEY = "file";
    private static final Buffer NOTHING_YET = Buffer.buffer();

    private final Path path;
    private final Callable<HostFacts> host;
    private Optional<SeenFile> last = Optional.empty();
    private Optional<FileState> settled = Optional.empty();
    /** The settled state, encoded once and not at each look. */
    private Buffer encoded = NOTHING_YET;

    private Optional<Judged> judged = Optional.empty();
    /** What is judged of an older one does not count any more. */
    private long generation;

    private boolean trustNext;
    private boolean looking;
    /** A look that someone asked for and that is under way: whoever asks meanwhile gets what it finds. */
    private Optional<Future<Buffer>> trustedLook = Optional.empty();

    /** What was judged last, so that only news are parsed. */
    private record Judged(Buffer encoded, Look look) {}

    /**
     * @param host describes this host; called on a worker for each reading
     */
    WatchedFile(Path path, Callable<HostFacts> host) {
        this.path = path;
        this.host = host;
    }

    /** The store's and the processor's configuration: this very object. */
    JsonObject toJson() {
        return new JsonObject().put(KEY, this);
    }

    static WatchedFile of(JsonObject json) {
        return (WatchedFile) json.getValue(KEY);
    }

    /** Makes the next look count at once, and has it judged afresh: someone asked for it. */
    void trustNextLook() {
        trustNext = true;
        judgeAfresh();
    }

    /** Has what is known of the file judged afresh at the next look: this host has changed. */
    void judgeAfresh() {
        generation++;
        judged = Optional.empty();
    }

    /** The settled state of the file; empty when there is none yet. Never fails. */
    Future<Buffer> read(Vertx vertx) {
        // A file system that hangs must not collect a queue of looks.
        if (looking && !trustNext) {
            return trustedLook.orElse(Future.succeededFuture(encoded));
        }
        boolean trusted = trustNext;
        trustNext = false;
        looking = true;
        // Whoever asks for a look wants it for sure.
        Optional<SeenFile> before = trusted ? Optional.empty() : last;
        Future<Buffer> look = vertx.executeBlocking(() -> SeenFile.read(path, before))
                .map(seen -> {
                    looking = false;
                    trustedLook = Optional.empty();
                    settle(seen, trusted);
                    return encoded;
                });
        trustedLook = trusted && !look.isComplete() ? Optional.of(look) : trustedLook;
        return look;
    }

    /** Whether the newest look saw what the one before saw, and what that means is known: there is no need for another. */
    boolean settled() {
        return last.isPresent()
                && settled.equals(last.map(SeenFile::state))
                && judged.filter(known -> known.encoded() == encoded).isPresent();
    }

    private void settle(SeenFile seen, boolean trusted) {
        Optional<FileState> state = Optional.of(seen.state());
        if ((trusted || state.equals(last.map(SeenFile::state))) && !state.equals(settled)) {
            settled = state;
            encoded = seen.state().encoded();
        }
        last = Optional.of(seen);
    }

    /** What the settled state means; an empty object when there is none yet. Never fails. */
    Future<JsonObject> judge(Vertx vertx, Buffer input) {
        if (input.length() == 0) {
            return Future.succeededFuture(new JsonObject());
        }
        if (judged.isPresent() && judged.get().encoded() == input) {
            return Future.succeededFuture(judged.get().look().toJson());
        }
        FileState state = FileState.decoded(input);
        long begun = generation;
        return vertx.executeBlocking(() -> new Look(state, ConfigReader.read(path, state, host.call())))
                .onSuccess(look -> judged = begun == generation ? Optional.of(new Judged(input, look)) : judged)
                // Not remembered: the next look tries again, and is no news as long as it fails in the same way.
                .otherwise(failure -> new Look(state, unjudged(failure)))
                .map(Look::toJson);
    }

    private Reading unjudged(Throwable failure) {
        Findings findings = new Findings(path.toString());
        findings.error(
                At.WHOLE_FILE,
                "this file cannot be judged (" + failure.getMessage() + ")",
                "make sure that this host's interfaces and addresses can be read");
        return Reading.rejected(findings);
    }
}
