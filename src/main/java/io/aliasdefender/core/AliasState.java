package io.aliasdefender.core;

import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that this host remembers about one alias.
 *
 * @param phase where it stands
 * @param doubt whether anybody else may have the alias, as far as this host has asked
 * @param observed what the kernel last had; empty before the first look
 * @param answer the last answer for the alias from another host
 * @param vacancy the confirmed silence that is going on
 * @param loss the share of rounds that the alias missed while it was alive, 0 to 1
 * @param bursts how many bursts and questions from the alias were asked for; also the id of the newest
 * @param commands how many changes of addresses were asked for; also the id of the newest
 * @param offers how many offers were made; also the id of the newest
 * @param taking what has become of the newest offer of another node
 * @param left who has let go of the alias on purpose and was not seen to want it since; by link-layer address
 * @param tidying how the removal of the same address from elsewhere on this host goes
 * @param failedFailbacks how often a better-ranked host did not take what was given back to it
 * @param filtering whether the network drops the frames of the alias when they come from here
 * @param fitness what the checks said, here and elsewhere, and where the alias was moved because of it
 * @param kernelTime how long the kernel of this host keeps the alias by itself; empty: for good, or that is not known
 * @param counters for status and metrics
 * @param why the newest reason
 * @param told when each standing reason was last told
 */
public record AliasState(
        Phase phase,
        Doubt doubt,
        Optional<Input.Observed> observed,
        Optional<Answer> answer,
        Optional<Vacancy> vacancy,
        double loss,
        long bursts,
        long commands,
        long offers,
        Optional<Taking> taking,
        Set<MacAddress> left,
        Tidying tidying,
        int failedFailbacks,
        Filtering filtering,
        FitnessHistory fitness,
        Optional<KernelTime> kernelTime,
        Counters counters,
        Reason why,
        Map<Cause, Duration> told) {

    /** How it begins. */
    public static AliasState starting(Duration now) {
        Reason why = new Reason(Cause.STARTING, Level.INFO, "just started; nothing is known yet");
        return new AliasState(
                new Phase.Starting(now),
                Doubt.unproven(now),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Set.of(),
                Tidying.NOTHING,
                0,
                Filtering.NONE,
                FitnessHistory.beginning(now),
                Optional.empty(),
                Counters.ZERO,
                why,
                Map.of());
    }

    /**
     * An answer for the alias from another host.
     *
     * @param mac whose, if it came by ARP or neighbour discovery
     * @param rtt its round-trip
     */
    public record Answer(Duration at, Optional<MacAddress> mac, Duration rtt) {}

    /**
     * A confirmed silence.
     *
     * @param since when it was first confirmed
     * @param failedClaims how often adding the alias failed since
     * @param backoffs how often it was left to a better-ranked host that was seen to probe for it
     * @param unheard how many bursts in a row heard no witness
     * @param notBefore no further claim before this
     */
    public record Vacancy(Duration since, int failedClaims, int backoffs, int unheard, Duration notBefore) {
        static Vacancy beginning(Duration now) {
            return new Vacancy(now, 0, 0, 0, now);
        }

        Vacancy unheardOnceMore() {
            return new Vacancy(since, failedClaims, backoffs, unheard + 1, notBefore);
        }
    }

    /**
     * An offer of another node, which has the alias and lets go of it when this host has taken it.
     *
     * @param id the node's
     * @param until it stood so long
     * @param outcome empty: the alias is being taken
     */
    public record Taking(Node from, long id, Duration until, Optional<Outcome> outcome) {
        /** What is left of an offer is told in milliseconds, and at different times. */
        private static final Duration SAME_END = Duration.ofMillis(50);

        Taking until(Duration later) {
            return new Taking(from, id, later, outcome);
        }

        Taking ended(Outcome how) {
            return new Taking(from, id, until, Optional.of(how));
        }

        boolean open() {
            return outcome.isEmpty();
        }

        /** Whether this offer of the node is known, with its end, and nothing has come of it yet. */
        public boolean isBeingTaken(Node node, long offer, Duration end) {
            return open() && isOf(node, offer) && end.minus(until).compareTo(SAME_END) < 0;
        }

        boolean isOf(Node node, long offer) {
            return from.equals(node) && id == offer;
        }
    }

    /**
     * What the kernel was told about how long to keep the alias.
     *
     * @param lifetime what it was given
     * @param endsAt no sooner than this the kernel removes the alias by itself
     */
    public record KernelTime(Lifetime lifetime, Duration endsAt) {
        static KernelTime given(Lifetime lifetime, Duration now) {
            return new KernelTime(lifetime, now.plusSeconds(lifetime.seconds()));
        }

        /** The change waited before it was carried out, and there was no time left for all of it. */
        KernelTime atMost(Lifetime carriedOut) {
            int less = lifetime.seconds() - carriedOut.seconds();
            return less <= 0
                    ? this
                    : new KernelTime(
                            new Lifetime(carriedOut.seconds(), lifetime.until(), lifetime.late()),
                            endsAt.minusSeconds(less));
        }
    }

    /**
     * The removal of strays.
     *
     * @param attempts in a row
     * @param nextAt no further one before this
     */
    public record Tidying(int attempts, Duration nextAt) {
        static final Tidying NOTHING = new Tidying(0, Duration.ZERO);
    }

    /** Counts since the daemon started; a reload carries them over. */
    public record Counters(
            long takeovers,
            long releases,
            long restores,
            long bursts,
            long conflicts,
            long announcements,
            long failedCommands) {
        static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0);

        Counters plus(Counter counter) {
            return new Counters(
                    takeovers + (counter == Counter.TAKEOVER ? 1 : 0),
                    releases + (counter == Counter.RELEASE ? 1 : 0),
                    restores + (counter == Counter.RESTORE ? 1 : 0),
                    bursts + (counter == Counter.BURST ? 1 : 0),
                    conflicts + (counter == Counter.CONFLICT ? 1 : 0),
                    announcements + (counter == Counter.ANNOUNCEMENT ? 1 : 0),
                    failedCommands + (counter == Counter.FAILED_COMMAND ? 1 : 0));
        }
    }

    enum Counter {
        TAKEOVER,
        RELEASE,
        RESTORE,
        BURST,
        CONFLICT,
        ANNOUNCEMENT,
        FAILED_COMMAND
    }

    /** Whether the kernel of this host has the alias, as far as is known. */
    public boolean present() {
        return observed.filter(Input.Observed::present).isPresent();
    }

    /** Where this host has the same address differently. */
    List<Placement> strayAddresses() {
        return observed.map(Input.Observed::strayAddresses).orElse(List.of());
    }

    /** Whether the kernel was looked at, and the interface cannot carry anything. */
    boolean linkBroken() {
        return observed.filter(seen -> !seen.linkUsable()).isPresent();
    }

    boolean linkUsable() {
        return observed.filter(Input.Observed::linkUsable).isPresent();
    }
}
