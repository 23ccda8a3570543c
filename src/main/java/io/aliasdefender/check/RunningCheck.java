package io.aliasdefender.check;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.core.Wording;
import io.aliasdefender.payload.CheckSpec;
import io.aliasdefender.payload.ChecksView.Recent;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongUnaryOperator;

/** One check while it runs: when it is looked at, and what became of it. Never two looks at a time. */
final class RunningCheck {
    static final int MOST_RECENT = 30;
    /** The first looks of all checks are spread over so much. */
    private static final Duration FIRST = Duration.ofMillis(50);
    /** A time limit that is noticed so late was no fair one: this process, or the machine, did not run meanwhile. */
    private static final Duration LATE = Duration.ofMillis(100);
    /** Then some other look may end better; but on a machine that is always late a failure is one. */
    private static final int MOST_UNFAIR = 2;

    private final CheckSpec spec;
    private final Check check;
    private final Timers timers;
    private final LongUnaryOperator random;
    private final BiConsumer<CheckState, CheckState> changed;
    private final Deque<Recent> recent = new ArrayDeque<>();
    private CheckState state;
    private Registration next = () -> {};
    private Registration limit = () -> {};
    private long beganNanos;
    private long limitNanos;
    /** Until then it is no failure that what was given up has not ended. */
    private long patienceNanos;

    /** Counts the looks, so that a result that comes late belongs to none. */
    private long look;
    /** What was begun has not ended, be it that nobody waits for it any more. */
    private boolean pending;
    /** A look is under way whose result counts. */
    private boolean awaited;
    /** Somebody wants the next look as soon as this one ends. */
    private boolean again;

    private boolean phased;
    private int unfair;
    private long failures;
    private boolean closed;

    /**
     * @param state what was known of it before, as far as it was the same
     * @param random a number from 0 to below the given one
     * @param changed told the state before and the state after each look that counts
     */
    RunningCheck(
            CheckSpec spec,
            Check check,
            CheckState state,
            Timers timers,
            LongUnaryOperator random,
            BiConsumer<CheckState, CheckState> changed) {
        this.spec = spec;
        this.check = check;
        this.state = state;
        this.timers = timers;
        this.random = random;
        this.changed = changed;
    }

    void begin() {
        at(timers.nanoTime()
                + random.applyAsLong(Math.min(FIRST.toNanos(), spec.every().toNanos())));
    }

    private void at(long nanos) {
        next.cancel();
        next = timers.at(nanos, this::run);
    }

    /** Something has happened: looks at once, or as soon as the look that is under way has ended. */
    void lookNow() {
        if (pending) {
            again = true;
        } else if (!closed) {
            next.cancel();
            run();
        }
    }

    private void run() {
        if (awaited) {
            again = true;
            return;
        }
        long now = timers.nanoTime();
        if (pending && now < patienceNanos) {
            // Given up a moment ago, and not gone yet.
            again = true;
            at(patienceNanos);
            return;
        }
        beganNanos = now;
        look++;
        if (pending) {
            // Killed, and not dead: the kernel waits for a disk or a server.
            bePatient(now);
            counted(Result.failed("the look before does not end"));
            return;
        }
        long number = look;
        pending = true;
        awaited = true;
        again = false;
        Future<Result> found;
        try {
            found = check.run();
        } catch (RuntimeException error) {
            found = Future.failedFuture(error);
        }
        // Begun only now: what this side takes to ask, such as the loading of its classes at the first time, is not the
        // service's fault.
        limitNanos = timers.nanoTime() + spec.timeout().toNanos();
        limit = timers.at(limitNanos, () -> tooLong(number));
        found.onComplete(ended ->
                ended(number, ended.succeeded() ? ended.result() : Result.failed(Failure.sentence(ended.cause()))));
    }

    private void ended(long number, Result result) {
        if (closed) {
            return;
        }
        pending = false;
        if (number == look && awaited) {
            limit.cancel();
            counted(result);
        } else if (again) {
            lookNow();
        }
    }

    private void tooLong(long number) {
        if (closed || number != look || !awaited) {
            return;
        }
        long lateNanos = timers.nanoTime() - limitNanos;
        boolean fair = lateNanos < LATE.toNanos() || unfair >= MOST_UNFAIR;
        awaited = false;
        bePatient(timers.nanoTime());
        if (fair) {
            counted(Result.failed("no result within " + Wording.of(spec.timeout())));
        } else {
            unfair++;
            at(timers.nanoTime());
        }
        // Last: what it ends may be told at once.
        check.giveUp();
    }

    private void bePatient(long now) {
        patienceNanos = now + spec.timeout().toNanos();
    }

    private void counted(Result result) {
        awaited = false;
        unfair = 0;
        long now = timers.nanoTime();
        failures += result.passed() ? 0 : 1;
        if (recent.size() == MOST_RECENT) {
            recent.removeFirst();
        }
        recent.addLast(new Recent(result.passed(), Duration.ofNanos(now - beganNanos)));
        CheckState before = state;
        state = state.after(result, spec, now);
        at(again && !pending ? now : nextNanos(now));
        changed.accept(before, state);
    }

    private long nextNanos(long now) {
        long every = spec.every().toNanos();
        if (state.verdict() == Verdict.UNKNOWN) {
            // So that it is known after as many time limits as it takes, however seldom it is looked at later.
            return Math.max(now, beganNanos + Math.min(every, spec.timeout().toNanos()));
        }
        if (!phased) {
            phased = true;
            return Math.max(now, beganNanos + 1 + random.applyAsLong(every));
        }
        return Math.max(now, beganNanos + every);
    }

    void close() {
        closed = true;
        next.cancel();
        limit.cancel();
        check.close();
    }

    CheckSpec spec() {
        return spec;
    }

    Check check() {
        return check;
    }

    CheckState state() {
        return state;
    }

    /** How many looks were begun. */
    long looks() {
        return look;
    }

    long failures() {
        return failures;
    }

    /** The newest last. */
    List<Recent> recent() {
        return List.copyOf(recent);
    }
}
