package io.aliasdefender.payload;

import io.aliasdefender.core.AliasState.Counters;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that a reader of the status sees, at one moment.
 *
 * @param node this host's name
 * @param uptime how long the failover verticle has been running
 * @param fresh what is older than this is not known any more
 * @param aliases in the order of the configuration
 * @param hosts nodes and witnesses
 */
public record NodeStatus(
        String node, Duration uptime, Duration fresh, List<AliasStatus> aliases, List<HostStatus> hosts) {
    public NodeStatus {
        aliases = List.copyOf(aliases);
        hosts = List.copyOf(hosts);
    }

    /**
     * One alias as this host sees it.
     *
     * @param group the group that it moves with; empty: it moves on its own
     * @param phase this host's own standing towards it
     * @param role this host's: primary, secondary or its rank
     * @param phaseAge how long it has been in this phase
     * @param holder the name of the node that has it, as far as this host knows
     * @param holderMac the link-layer address that answers for it, where that is not this host's
     * @param answerAge how long ago it last answered; empty: never, or held here
     * @param filtered for how long the network has dropped the alias's frames when they come from this host, as far as is
     *     known; empty: it does not, or that is not known
     * @param fitness what the checks say about this host and the alias, or its group
     * @param fitnessAge how long they have said so
     * @param reason why things are as they are
     */
    public record AliasStatus(
            Placement placement,
            Optional<String> group,
            PhaseName phase,
            String role,
            Duration phaseAge,
            Optional<String> holder,
            Optional<MacAddress> holderMac,
            Optional<Duration> answerAge,
            Optional<Duration> filtered,
            Fitness fitness,
            Duration fitnessAge,
            Reason reason,
            Counters counters) {
        /** Of an alias without checks. */
        public AliasStatus(
                Placement placement,
                Optional<String> group,
                PhaseName phase,
                String role,
                Duration phaseAge,
                Optional<String> holder,
                Optional<MacAddress> holderMac,
                Optional<Duration> answerAge,
                Optional<Duration> filtered,
                Reason reason,
                Counters counters) {
            this(
                    placement,
                    group,
                    phase,
                    role,
                    phaseAge,
                    holder,
                    holderMac,
                    answerAge,
                    filtered,
                    Fitness.FIT,
                    Duration.ZERO,
                    reason,
                    counters);
        }

        /** Whether the checks say that this host is fit for it. */
        public boolean fit() {
            return fitness.fit() == Known.YES;
        }

        /** Whether this host has it and no other node hears it, as the others say over the node link. */
        public boolean unheard() {
            return reason.cause() == Cause.UNHEARD && (phase == PhaseName.HOLDING || phase == PhaseName.HANDING_OVER);
        }

        /** What may be shown of it: nothing that is older than {@code fresh}. */
        public View view(Duration fresh) {
            return switch (phase) {
                case HOLDING, HANDING_OVER -> View.HELD;
                case VACANT, READY, CLAIMING -> View.SILENT;
                case WATCHING, STANDING_ASIDE, SUSPENDED ->
                    answerAge.filter(age -> age.compareTo(fresh) <= 0).isPresent() ? View.ANSWERED : View.UNKNOWN;
                // Just missed, or changing hands.
                case STARTING, CONFIRMING, RESTORING, RELEASING, STOPPED -> View.UNKNOWN;
            };
        }
    }

    /** Who has an alias, as far as that may be shown. */
    public enum View {
        /** This host. */
        HELD,
        /** Another host, which answered lately. */
        ANSWERED,
        /** Nobody: a silence was confirmed. */
        SILENT,
        UNKNOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A node or a witness as this host hears it.
     *
     * @param name the node's name, or {@code router}, or {@code witness}
     * @param state answering, silent, or unknown (nothing could be sent, or what is known is too old)
     * @param age how long ago it was asked
     * @param silence for how long no answer has come; since this daemon's start where none ever came; empty: it answers,
     *     or that is not known
     * @param loss the share of rounds that were missed lately, 0 to 1
     */
    public record HostStatus(
            String name,
            IpAddress address,
            HostState state,
            Optional<Duration> age,
            Optional<Duration> silence,
            Optional<Duration> rtt,
            double loss,
            Optional<MacAddress> mac) {}

    /** What is known of a host. */
    public enum HostState {
        ANSWERING,
        SILENT,
        UNKNOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
