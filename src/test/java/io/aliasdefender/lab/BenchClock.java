package io.aliasdefender.lab;

import java.time.Duration;

/** How long a comparison will still take, by what was thought beforehand and how well that came true so far. */
final class BenchClock {
    private final Duration budget;
    private final long startNanos = System.nanoTime();
    private Duration expected = Duration.ZERO;
    private Duration done = Duration.ZERO;

    /** @param budget after which nothing new is begun */
    BenchClock(Duration budget) {
        this.budget = budget;
    }

    /** Something more is to be done that should take so long. */
    synchronized void expect(Duration length) {
        expected = expected.plus(length);
    }

    /** What should take so long is done. */
    synchronized void spent(Duration length) {
        done = done.plus(length);
    }

    boolean isUp() {
        return elapsed().compareTo(budget) >= 0;
    }

    /** The time left, at most what the budget leaves, in words. */
    synchronized String left() {
        double pace = done.isZero() ? 1 : (double) elapsed().toNanos() / done.toNanos();
        long seconds = Math.round(expected.minus(done).toNanos() / 1e9 * pace);
        long allowed = budget.minus(elapsed()).toSeconds();
        long left = Math.max(0, Math.min(seconds, allowed));
        return left >= 90 ? (left + 30) / 60 + " min" : left + " s";
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
