package io.aliasdefender.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Lives through many schedules, on all cores. The first broken invariant ends it, with its seed and its story. */
public final class Simulate {
    private static final int CHUNK = 64;
    private static final long PROGRESS_MILLIS = 5_000;

    private final Variant variant;
    private final long last;
    private final AtomicLong next;
    private final Stats total = new Stats();
    private long brokenSeed = Long.MAX_VALUE;

    /** @param first the first seed */
    Simulate(Variant variant, long first, long runs) {
        this.variant = variant;
        next = new AtomicLong(first);
        last = first + runs;
    }

    /** {@code [runs [first seed]]}. */
    public static void main(String[] arguments) throws InterruptedException {
        long runs = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        if (runs == 1) {
            System.out.println(Schedule.tell(first, Variant.REAL));
        }
        Simulate simulate = new Simulate(Variant.REAL, first, runs);
        simulate.run(Runtime.getRuntime().availableProcessors(), true);
        System.out.println(simulate.total);
        if (simulate.brokenSeed != Long.MAX_VALUE) {
            System.out.println(runs == 1 ? "" : Story.end(Schedule.tell(simulate.brokenSeed, Variant.REAL)));
            System.out.println("broken by seed " + simulate.brokenSeed);
            System.exit(1);
        }
        if (!simulate.total.judgedTooSeldom().isEmpty()) {
            System.out.println(String.join("\n", simulate.total.judgedTooSeldom()));
            System.exit(1);
        }
    }

    Stats stats() {
        return total;
    }

    /** The least seed with a broken invariant among those that were lived through; {@link Long#MAX_VALUE}: none. */
    long brokenSeed() {
        return brokenSeed;
    }

    void run(int threads, boolean progress) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(this::work, "schedules-" + i);
            workers.add(worker);
            worker.start();
        }
        long begun = System.nanoTime();
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(PROGRESS_MILLIS);
                if (progress) {
                    tellProgress(System.nanoTime() - begun);
                }
            }
        }
    }

    private synchronized void tellProgress(long nanos) {
        double seconds = nanos / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d schedules in %.0f s, %.0f a second%n",
                total.schedules,
                seconds,
                total.schedules / seconds);
    }

    private void work() {
        while (true) {
            long from = next.getAndAdd(CHUNK);
            Stats stats = new Stats();
            for (long seed = from; seed < Math.min(from + CHUNK, last); seed++) {
                try {
                    stats.add(Schedule.live(seed, variant));
                } catch (RuntimeException broken) {
                    broken(seed);
                    break;
                }
            }
            if (!add(stats) || from + CHUNK >= last) {
                return;
            }
        }
    }

    private synchronized void broken(long seed) {
        brokenSeed = Math.min(brokenSeed, seed);
    }

    /** @return whether to go on */
    private synchronized boolean add(Stats stats) {
        total.add(stats);
        return brokenSeed == Long.MAX_VALUE;
    }
}
