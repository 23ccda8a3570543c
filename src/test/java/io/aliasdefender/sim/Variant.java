package io.aliasdefender.sim;

import io.aliasdefender.announce.AnnouncementPacer;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.lease.LeaseStore;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.Optional;

/** The program under simulation: the real one, or one with a mistake put in at one of its seams. */
interface Variant {
    /** The program as it is. */
    Variant REAL = new Variant() {};

    /** What is decided. */
    default Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
        return Failover.decide(state, input, spec, evidence, now);
    }

    /** What the deciding part is told to do. */
    default Settings settings(Settings settings) {
        return settings;
    }

    /** The clock and the timers of the deciding part. */
    default Timers timers(Timers timers) {
        return timers;
    }

    /**
     * What the deciding part notices pauses by.
     *
     * @param timers those of the deciding part
     */
    default PauseGuard guard(PauseGuard guard, Timers timers) {
        return guard;
    }

    /** What goes over the bus of a daemon; empty: it is lost. */
    default <T> Optional<T> message(SimDaemon daemon, T message) {
        return Optional.of(message);
    }

    /** What an operator is answered; empty: nothing. */
    default Optional<OrderAnswer> answer(OrderAnswer answer) {
        return Optional.of(answer);
    }

    /** How announcements leave. */
    default AnnouncementPacer.Sender sender(AnnouncementPacer.Sender sender) {
        return sender;
    }

    /** Whether {@link #heard} does anything: to look costs something. */
    default boolean looksAtMessages() {
        return false;
    }

    /** A message of the node link, as it came. */
    default byte[] heard(byte[] message, SimLink.Expected expected) {
        return message;
    }

    /** How a command is told to end that finds an IPv6 address there with another prefix. */
    default CommandResult thereWithAnotherPrefix(Duration took) {
        return new CommandResult.Failed(took, "File exists");
    }

    /** Whether a lifetime still ends in time when the kernel is given it now. */
    default boolean fits(Lifetime lifetime, Duration now) {
        return lifetime.fits(now);
    }

    /** The store of the leases, as one daemon sees it. */
    default LeaseStore store(LeaseStore store, SimDaemon daemon) {
        return store;
    }

    /** Whether announcements that wait are forgotten with the alias. */
    default boolean forgetsAnnouncements() {
        return true;
    }
}
