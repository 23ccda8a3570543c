package io.aliasdefender.core.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How an alias is defended.
 *
 * @param interval time between steady probes, {@link #MIN_INTERVAL} to {@link #MAX_INTERVAL}
 * @param confirmProbes rounds of the confirm burst (each an echo and an ARP probe side by side), 1 to 100
 * @param confirmSpacing time between two rounds of the burst, 1 ms to 1 s; the prober never goes below the measured
 *     round-trip
 * @param grace how long an alias may lie vacant while a better-ranked host still answers before this host takes it;
 *     empty: never (the original's rule)
 * @param failback how long a better-ranked host must be proven healthy before a worse-ranked holder gives the alias
 *     back; zero: at once; empty: never
 * @param onStop what a stopping holder does
 * @param onIsolation what a holder does that hears nobody any more
 * @param announce how a claim is told to the network
 * @param onFailure what a holder does whose checks fail while no other host is fit
 * @param lease how long a lease lasts that a holder must have, and what it does without one; empty: none is needed
 */
public record Policy(
        Duration interval,
        int confirmProbes,
        Duration confirmSpacing,
        Optional<Duration> grace,
        Optional<Duration> failback,
        OnStop onStop,
        OnIsolation onIsolation,
        Announce announce,
        OnFailure onFailure,
        Optional<Lease> lease) {

    /** Without a lease. */
    public Policy(
            Duration interval,
            int confirmProbes,
            Duration confirmSpacing,
            Optional<Duration> grace,
            Optional<Duration> failback,
            OnStop onStop,
            OnIsolation onIsolation,
            Announce announce,
            OnFailure onFailure) {
        this(
                interval,
                confirmProbes,
                confirmSpacing,
                grace,
                failback,
                onStop,
                onIsolation,
                announce,
                onFailure,
                Optional.empty());
    }

    /** A holder whose checks fail hands over to a fit host, and keeps the alias where there is none. */
    public Policy(
            Duration interval,
            int confirmProbes,
            Duration confirmSpacing,
            Optional<Duration> grace,
            Optional<Duration> failback,
            OnStop onStop,
            OnIsolation onIsolation,
            Announce announce) {
        this(
                interval,
                confirmProbes,
                confirmSpacing,
                grace,
                failback,
                onStop,
                onIsolation,
                announce,
                OnFailure.HAND_OVER);
    }

    public static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    public static final Duration MAX_INTERVAL = Duration.ofHours(1);
    public static final int DEFAULT_CONFIRM_PROBES = 10;
    private static final Duration LEAST_AUTO_GRACE = Duration.ofMillis(100);

    /** The same with this where no other host is fit. */
    public Policy with(OnFailure other) {
        return new Policy(
                interval, confirmProbes, confirmSpacing, grace, failback, onStop, onIsolation, announce, other, lease);
    }

    /** The same with a lease. */
    public Policy leased(Lease other) {
        return new Policy(
                interval,
                confirmProbes,
                confirmSpacing,
                grace,
                failback,
                onStop,
                onIsolation,
                announce,
                onFailure,
                Optional.of(other));
    }

    /** The spacing called {@code auto}: a fiftieth of the interval, 1 ms to 5 ms. */
    public static Duration autoSpacing(Duration interval) {
        long nanos = Math.min(Math.max(interval.toNanos() / 50, 1_000_000), 5_000_000);
        return Duration.ofNanos(nanos);
    }

    /**
     * The grace called {@code auto}: three intervals, and at least the time that a holder may need on a busy machine to
     * put back an alias that something deleted.
     */
    public static Duration autoGrace(Duration interval) {
        Duration grace = interval.multipliedBy(3);
        return grace.compareTo(LEAST_AUTO_GRACE) > 0 ? grace : LEAST_AUTO_GRACE;
    }

    /** What a holder does with its aliases when its defender stops. */
    public enum OnStop {
        /** Remove them, so that another host can take over. */
        RELEASE,
        /** Leave them in place, for an upgrade. */
        KEEP
    }

    /** What a holder does that is cut off from everybody. */
    public enum OnIsolation {
        HOLD,
        RELEASE
    }

    /** What a holder does whose checks fail. */
    public enum OnFailure {
        /** Hands the alias over to a fit host; keeps it while there is none. */
        HAND_OVER,
        /** Hands the alias over to a fit host; lets go of it where there is none. */
        RELEASE,
        /** Keeps it, and says so. */
        HOLD
    }

    /** What a holder does that can neither renew its lease nor learn who has it. */
    public enum OnLoss {
        /** Lets go of the alias before the lease ends. */
        RELEASE,
        /** Keeps it for as long as nobody else is seen with it. Two hosts may then have it. */
        HOLD
    }

    /**
     * A lease that a holder must have.
     *
     * @param ttl how long it lasts after each renewal, {@link #MIN_TTL} to {@link #MAX_TTL}, whole seconds
     */
    public record Lease(Duration ttl, OnLoss onLoss) {
        public static final Duration MIN_TTL = Duration.ofSeconds(2);
        public static final Duration MAX_TTL = Duration.ofSeconds(60);
        public static final Duration DEFAULT_TTL = Duration.ofSeconds(5);
    }

    /**
     * Announcements (gratuitous ARP in both forms, or unsolicited neighbour advertisements).
     *
     * @param count how often after a claim, 1 to 100
     * @param spacing time between these, 1 ms to 10 s
     * @param refresh time between announcements while holding, 1 s to 1 h
     */
    public record Announce(int count, Duration spacing, Duration refresh) {
        public static final Announce DEFAULT = new Announce(5, Duration.ofMillis(200), Duration.ofSeconds(60));
    }
}
