package io.aliasdefender.doctor;

import io.aliasdefender.core.ProgramError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks one after the other, until a deadline for all of them. Each runs on a thread that the process does not wait for,
 * because reading a file of a disk that does not answer cannot be interrupted. Which checks were not made is among the
 * findings.
 */
final class Examination implements AutoCloseable {
    private final Facts facts;
    private final Duration limit;
    private final long deadlineNanos;
    private final List<Found> found = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "doctor");
        worker.setDaemon(true);
        return worker;
    });
    private boolean over;

    /** A check with where its findings belong. */
    record Named(Topic topic, String name, Check check) {}

    /**
     * Of a host.
     *
     * @param begunNanos when the limit began, of {@link System#nanoTime()}
     * @param limit for all checks together
     */
    Examination(Facts facts, long begunNanos, Duration limit) {
        this.facts = facts;
        this.limit = limit;
        deadlineNanos = begunNanos + limit.toNanos();
    }

    /** Nothing but a finding that says so where there is no time left. */
    void run(Named named) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        if (over || left <= 0) {
            over = true;
            add(named, List.of(late(named, "was not made")));
            return;
        }
        // Its own list: what comes too late is not taken.
        Future<List<Diagnosis>> work = thread.submit(() -> examine(named));
        try {
            add(named, work.get(left, TimeUnit.NANOSECONDS));
        } catch (TimeoutException tooLate) {
            over = true;
            work.cancel(true);
            add(named, List.of(late(named, "did not end")));
        } catch (ExecutionException error) {
            throw new IllegalStateException(error.getCause());
        }
    }

    private Diagnosis late(Named named, String what) {
        return Diagnosis.unknown(
                "the check " + named.name() + " " + what + " within the " + limit.toSeconds()
                        + " s that all checks together may take",
                "run doctor again when the host is less busy; if it is the same check again, look at what it looks at");
    }

    /** A check that nobody foresaw to fail must not take the others' findings along. */
    private List<Diagnosis> examine(Named named) throws InterruptedException {
        try {
            return named.check().examine(facts);
        } catch (RuntimeException error) {
            return List.of(Diagnosis.unknown(
                    "this check has an error inside: " + ProgramError.describe(error), "please report it"));
        }
    }

    private void add(Named named, List<Diagnosis> diagnoses) {
        diagnoses.forEach(diagnosis -> found.add(new Found(named.topic(), named.name(), diagnosis)));
    }

    /** What was found so far. */
    List<Found> found() {
        return List.copyOf(found);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
