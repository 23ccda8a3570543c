package io.aliasdefender.core;

/** How many rounds a burst needs before its silence means something. */
final class Confirmation {
    /** One wrong takeover in so many bursts is borne: at 100 bursts a second, one in four months. */
    static final double TAKEOVER_ERROR = 1e-9;

    /** An alias that was on this host a moment ago is rarely somewhere else already. */
    static final double RESTORE_ERROR = 1e-3;

    /** The loss is an estimate from some thirty rounds; this is about its own error. */
    private static final double LOSS_MARGIN = 0.1;

    /** With more loss than this no network is worth a decision; it also bounds the burst (93 rounds). */
    private static final double MOST_LOSS = 0.8;

    private Confirmation() {}

    /**
     * The number of rounds after which {@code loss} alone leaves a living address silent with less than the given
     * probability.
     *
     * @param atLeast the configured number
     * @param loss the share of rounds that a living address misses, 0 to 1
     */
    static int rounds(int atLeast, double loss, double error) {
        double pessimistic = Math.min(MOST_LOSS, loss + LOSS_MARGIN);
        return Math.max(atLeast, (int) Math.ceil(Math.log(error) / Math.log(pessimistic)));
    }
}
