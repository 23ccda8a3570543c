package io.aliasdefender.check;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The look of a check that is under way, which ends once. */
final class OneLook {
    private final Promise<Result> promise = Promise.promise();
    private Runnable onEnd = () -> {};
    private boolean over;

    Future<Result> future() {
        return promise.future();
    }

    boolean over() {
        return over;
    }

    /** What is to be put away at its end, whatever it is; at once, where it has ended. */
    void atEnd(Runnable task) {
        if (over) {
            task.run();
        } else {
            Runnable before = onEnd;
            onEnd = () -> {
                before.run();
                task.run();
            };
        }
    }

    void passed(String sentence) {
        ended(Result.passed(sentence));
    }

    void failed(String sentence) {
        ended(Result.failed(sentence));
    }

    void failed(Throwable failure) {
        ended(Result.failed(Failure.sentence(failure)));
    }

    /** Nobody wants its result any more. */
    void giveUp() {
        failed("given up");
    }

    void ended(Result result) {
        if (!over) {
            over = true;
            onEnd.run();
            promise.complete(result);
        }
    }
}
