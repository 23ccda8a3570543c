package io.aliasdefender.check;

import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.core.Wording;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.CheckSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Looks at each of some checks once, for somebody who wants to see what they find. */
public final class CheckRun {
    /** So that two hundred programs are not started at once, and each has the time that it would have. */
    private static final int MOST_AT_ONCE = 16;

    private static final Duration WARM = Duration.ofSeconds(2);

    private final Facilities facilities;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final List<CheckSpec> specs;
    private final Outcome[] outcomes;
    private final Promise<List<Outcome>> done = Promise.promise();
    private int left;

    private CheckRun(Facilities facilities, List<CheckSpec> specs) {
        this.facilities = facilities;
        this.specs = specs;
        outcomes = new Outcome[specs.size()];
        left = specs.size();
    }

    /** What a look found. */
    public record Outcome(CheckSpec spec, boolean passed, String sentence, Duration took) {}

    /**
     * Looks at all of them.
     *
     * @param kernel what the kernel has now
     * @return the outcomes in the order of the checks
     */
    public static Future<List<Outcome>> all(Vertx vertx, List<CheckSpec> specs, KernelView kernel) {
        Promise<List<Outcome>> promise = Promise.promise();
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        context.runOnContext(now -> {
            Facilities facilities = new Facilities(vertx, EventLoop.withTimersAlone(vertx), kernel);
            warm(specs, facilities)
                    .compose(warm -> new CheckRun(facilities, specs).begin())
                    .onComplete(promise)
                    .onComplete(ended -> facilities.close());
        });
        return promise.future();
    }

    /** A process that has just started takes half a second for its first request: the time limits are not for that. */
    private static Future<?> warm(List<CheckSpec> specs, Facilities facilities) {
        List<Future<Outcome>> looks = specs.stream()
                .map(spec -> spec.kind().accept(new WarmUpChecks()))
                .flatMap(Optional::stream)
                .distinct()
                .map(kind -> new CheckSpec("warm", kind, WARM, WARM, 1, 1))
                .map(spec -> once(spec, facilities))
                .toList();
        return Future.join(looks).otherwiseEmpty();
    }

    private Future<List<Outcome>> begin() {
        for (int i = 0; i < specs.size(); i++) {
            waiting.add(i);
        }
        if (specs.isEmpty()) {
            done.complete(List.of());
        }
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            next();
        }
        return done.future();
    }

    private void next() {
        Integer number = waiting.poll();
        if (number == null) {
            return;
        }
        once(specs.get(number), facilities).onSuccess(outcome -> {
            outcomes[number] = outcome;
            left--;
            if (left == 0) {
                done.complete(Arrays.asList(outcomes));
            }
            next();
        });
    }

    /** One look with its time limit. On the loop; never fails. */
    static Future<Outcome> once(CheckSpec spec, Facilities facilities) {
        Check check = spec.kind().accept(new Kinds(spec.timeout(), facilities, () -> {}));
        Promise<Outcome> promise = Promise.promise();
        EventLoop loop = facilities.loop();
        long began = loop.nanoTime();
        Future<Result> look;
        try {
            look = check.run();
        } catch (RuntimeException error) {
            look = Future.failedFuture(error);
        }
        Registration limit = loop.at(loop.nanoTime() + spec.timeout().toNanos(), () -> {
            promise.tryComplete(outcome(
                    spec, Result.failed("no result within " + Wording.of(spec.timeout())), loop.nanoTime() - began));
            check.close();
        });
        look.onComplete(ended -> {
            limit.cancel();
            Result result = ended.succeeded() ? ended.result() : Result.failed(Failure.sentence(ended.cause()));
            if (promise.tryComplete(outcome(spec, result, loop.nanoTime() - began))) {
                check.close();
            }
        });
        return promise.future();
    }

    private static Outcome outcome(CheckSpec spec, Result result, long tookNanos) {
        return new Outcome(spec, result.passed(), result.sentence(), Duration.ofNanos(tookNanos));
    }
}
