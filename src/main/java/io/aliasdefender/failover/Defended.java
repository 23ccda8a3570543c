package io.aliasdefender.failover;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.payload.PhaseName;
import java.time.Duration;
import java.util.Optional;

/** One alias with its state, its deadline and whoever waits for it. */
final class Defended extends Wakeable {
    /** The ids of bursts and actions have the alias's own count in so many bits, and above them its serial number. */
    private static final int COUNT_BITS = 40;

    AliasSpec spec;
    AliasState state;
    /** Another one for each time that the address begins to be defended: what was asked for in an earlier life is void. */
    final long serial;
    /** An operator who waits for the end of what was ordered. */
    Optional<Ordering.Waiting> waiting = Optional.empty();
    /** Asks the node that has the alias for it. */
    Optional<Fetch> fetch = Optional.empty();
    /** The id of the newest request of another node; 0: none. */
    long lastRequest;
    /** Whether the prober was told that this host takes the alias. */
    boolean askedToTake;
    /** What the other nodes were told last; empty: nothing. */
    Optional<Telling> told = Optional.empty();
    /** Whether the kernel of this host was seen to have it last. */
    boolean here;
    /** When it was seen to be here no more; empty: it is here, or never was. */
    Optional<Duration> goneAt = Optional.empty();
    /** Out of the configuration, on its way out. */
    boolean retiring;
    /** When an error of our own about it was told last. */
    Optional<Duration> errorToldAt = Optional.empty();

    Defended(AliasSpec spec, long serial, Duration now) {
        this.spec = spec;
        this.serial = serial;
        this.state = AliasState.starting(now);
    }

    IpAddress address() {
        return spec.address();
    }

    LinkFamily family() {
        return LinkFamily.of(spec);
    }

    boolean stopped() {
        return PhaseName.of(state.phase()) == PhaseName.STOPPED;
    }

    /** What is asked for is known outside by this id. */
    long idOutside(long id) {
        return serial << COUNT_BITS | id;
    }

    /** Whether this is the id of something that was asked for in this life of the alias. */
    boolean isOwn(long idOutside) {
        return idOutside >> COUNT_BITS == serial;
    }

    static long idInside(long idOutside) {
        return idOutside & (1L << COUNT_BITS) - 1;
    }

    @Override
    void wake(Waker waker) {
        waker.alias(this);
    }

    /** Whether this host takes the alias when it falls silent, and others may rely on it. */
    boolean takes() {
        // Who has it goes on saying so: by that others know it from a dead host in whose name the network answers.
        boolean offersItself = !state.filtering().aside() && state.fitness().own() == Known.YES;
        return inService() && (offersItself || state.present());
    }

    private boolean inService() {
        return switch (PhaseName.of(state.phase())) {
            case SUSPENDED, STANDING_ASIDE, STOPPED -> false;
            case STARTING, WATCHING, CONFIRMING, VACANT, READY, CLAIMING, HOLDING, HANDING_OVER, RESTORING, RELEASING ->
                true;
        };
    }

    /** Whether what an operator ordered has come to an end. */
    boolean settled() {
        return switch (PhaseName.of(state.phase())) {
            case CONFIRMING, READY, CLAIMING, HANDING_OVER, RESTORING, RELEASING -> false;
            case STARTING, WATCHING, VACANT, HOLDING, SUSPENDED, STANDING_ASIDE, STOPPED -> true;
        };
    }
}
