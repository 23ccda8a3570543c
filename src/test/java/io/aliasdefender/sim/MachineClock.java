package io.aliasdefender.sim;

/**
 * The two monotonic clocks of one machine. Neither needs to run as fast as the world's, and one of them stands still
 * while the machine is suspended. Nanoseconds.
 */
final class MachineClock {
    private final World world;
    private final long skew;
    private double rate = 1;
    /** For how long the machine was suspended until now. */
    private long suspended;
    /** Until when it is suspended. */
    private long suspendedUntil;

    /** @param skew what it shows when the world begins */
    MachineClock(World world, long skew) {
        this.world = world;
        this.skew = skew;
    }

    /** To be called before anything reads it: how fast it runs, 1 is exact. */
    void rate(double speed) {
        rate = speed;
    }

    /** The machine is suspended from now until then: one clock stands still. */
    void suspend(long until) {
        long from = Math.max(world.now(), suspendedUntil);
        if (until > from) {
            suspended += until - from;
            suspendedUntil = until;
        }
    }

    /** Whether the machine was ever suspended. */
    boolean stoodStill() {
        return suspended > 0;
    }

    /** Goes on while the machine is suspended. */
    long bootNanos() {
        return skew + scaled(world.now());
    }

    /** Stands still while the machine is suspended. */
    long nanoTime() {
        long stillToCome = Math.max(0, suspendedUntil - world.now());
        return skew + scaled(world.now() - suspended + stillToCome);
    }

    /** How much of the world's time passes while so much of this clock does; never too little. */
    long worldNanos(long span) {
        return rate == 1 ? span : (long) Math.ceil(span / rate) + 1;
    }

    private long scaled(long span) {
        return rate == 1 ? span : (long) (span * rate);
    }
}
