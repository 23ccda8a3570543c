package io.aliasdefender.sim;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Lives through many schedules in which every node needs a lease. The first that breaks something ends it, with its story. */
public final class SimulateLeases {
    private SimulateLeases() {}

    /** {@code [runs [first seed]]}. */
    public static void main(String[] arguments) {
        long runs = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        if (runs == 1) {
            System.out.println(Schedule.tellLeased(first, Variant.REAL));
            return;
        }
        long begun = System.nanoTime();
        AtomicLong takeovers = new AtomicLong();
        long broken = LongStream.range(first, first + runs)
                .parallel()
                .filter(seed -> breaks(seed, takeovers))
                .findAny()
                .orElse(-1);
        System.out.printf(
                Locale.ROOT,
                "%,d schedules with leases in %.0f s, %,d takeovers%n",
                runs,
                (System.nanoTime() - begun) / 1e9,
                takeovers.get());
        if (broken >= 0) {
            System.out.println(Story.end(Schedule.tellLeased(broken, Variant.REAL)));
            System.out.println("broken by seed " + broken);
            System.exit(1);
        }
    }

    private static boolean breaks(long seed, AtomicLong takeovers) {
        try {
            takeovers.addAndGet(Schedule.liveLeased(seed, Variant.REAL).takeovers);
            return false;
        } catch (RuntimeException any) {
            return true;
        }
    }
}
