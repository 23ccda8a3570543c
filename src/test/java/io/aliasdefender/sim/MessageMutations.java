package io.aliasdefender.sim;

import io.aliasdefender.announce.AnnouncementPacer;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Mutations on the bus, in the timers, and in what leaves the host. */
final class MessageMutations {
    private MessageMutations() {}

    /** Another message of a type. */
    static <M> Variant on(Class<M> type, BiFunction<SimDaemon, M, M> change) {
        return new Variant() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> Optional<T> message(SimDaemon daemon, T message) {
                return Optional.of(type.isInstance(message) ? (T) change.apply(daemon, type.cast(message)) : message);
            }
        };
    }

    /** Such messages are lost. */
    static <M> Variant lost(Class<M> type, Predicate<M> which) {
        return new Variant() {
            @Override
            public <T> Optional<T> message(SimDaemon daemon, T message) {
                return Optional.of(message).filter(sent -> !type.isInstance(sent) || !which.test(type.cast(sent)));
            }
        };
    }

    static BurstResult with(BurstResult burst, Tally alias, UnaryOperator<Tally> hosts) {
        Map<IpAddress, Tally> others = new HashMap<>(burst.hosts());
        others.replaceAll((host, tally) -> hosts.apply(tally));
        return new BurstResult(burst.id(), burst.address(), burst.linkName(), alias, others, burst.overheard());
    }

    static Tally answered(Tally tally) {
        return tally.alive() ? tally : new Tally(1, 0, 1, Optional.of(Duration.ofMillis(1)), tally.mac(), tally.took());
    }

    /** Its answers count as if each of them had been one to the last questions. */
    static Tally answeredToTheLast(Tally tally) {
        return new Tally(
                tally.sent(),
                tally.broken(),
                tally.replies(),
                tally.replies(),
                tally.overLink(),
                tally.unheard(),
                tally.rtt(),
                tally.mac(),
                tally.took());
    }

    static Tally silent(Tally tally) {
        return new Tally(Math.max(1, tally.sent()), 0, 0, Optional.empty(), Optional.empty(), tally.took());
    }

    static Tally sent(Tally tally) {
        return tally.alive() ? tally : silent(tally);
    }

    static Variant settings(UnaryOperator<Settings> change) {
        return new Variant() {
            @Override
            public Settings settings(Settings settings) {
                return change.apply(settings);
            }
        };
    }

    static Settings withRate(Settings old, int rate) {
        return new Settings(
                old.self(),
                old.nodes(),
                old.aliases(),
                old.interval(),
                old.witnesses(),
                old.addressTool(),
                old.web(),
                old.log(),
                rate);
    }

    static Settings ungrouped(Settings old) {
        return new Settings(
                old.self(),
                old.nodes(),
                old.aliases().stream()
                        .map(spec -> new AliasSpec(spec.placement(), spec.ranking(), spec.self(), spec.policy()))
                        .toList(),
                old.interval(),
                old.witnesses(),
                old.addressTool(),
                old.web(),
                old.log(),
                old.announceRate());
    }

    static Variant answering(UnaryOperator<Optional<OrderAnswer>> change) {
        return new Variant() {
            @Override
            public Optional<OrderAnswer> answer(OrderAnswer answer) {
                return change.apply(Optional.of(answer));
            }
        };
    }

    /** Whatever the kernel has is announced, and what was begun is finished. */
    static Variant announcingAnything() {
        return new Variant() {
            @Override
            public boolean forgetsAnnouncements() {
                return false;
            }

            @Override
            public AnnouncementPacer.Sender sender(AnnouncementPacer.Sender sender) {
                return new AnnouncementPacer.Sender() {
                    @Override
                    public boolean carries(Placement placement) {
                        return true;
                    }

                    @Override
                    public boolean send(Placement placement, boolean both) {
                        return sender.send(placement, both);
                    }

                    @Override
                    public void announced(Announcement claim) {
                        sender.announced(claim);
                    }
                };
            }
        };
    }

    /** Deadlines are looked at with a beat, not at their time. */
    static Variant beating(long beat) {
        return onTimers(timers -> new Timers() {
            @Override
            public long nanoTime() {
                return timers.nanoTime();
            }

            @Override
            public long bootNanos() {
                return timers.bootNanos();
            }

            @Override
            public Registration at(long deadlineNanos, Runnable task) {
                return timers.at((deadlineNanos / beat + 1) * beat, task);
            }
        });
    }

    /** Timers are never taken back. */
    static Variant piling() {
        return onTimers(timers -> new Timers() {
            @Override
            public long nanoTime() {
                return timers.nanoTime();
            }

            @Override
            public long bootNanos() {
                return timers.bootNanos();
            }

            @Override
            public Registration at(long deadlineNanos, Runnable task) {
                boolean[] cancelled = new boolean[1];
                for (int copy = 0; copy < 60; copy++) {
                    timers.at(deadlineNanos + 60_000_000_000L, () -> {});
                }
                Registration real = timers.at(deadlineNanos, () -> {
                    if (!cancelled[0]) {
                        task.run();
                    }
                });
                return () -> {
                    cancelled[0] = true;
                    real.cancel();
                };
            }
        });
    }

    private static Variant onTimers(UnaryOperator<Timers> change) {
        return new Variant() {
            @Override
            public Timers timers(Timers timers) {
                return change.apply(timers);
            }
        };
    }

    /** A burst asks on the other link who has the alias, and counts as if it had asked on the alias's own. */
    static Variant burstsOfAnotherLink() {
        Variant requests = on(
                BurstRequest.class,
                (daemon, burst) -> new BurstRequest(
                        burst.id(),
                        burst.alias(),
                        SimHost.linkName(daemon.host.links() - 1 - SimHost.linkNumber(burst.linkName())),
                        burst.probes(),
                        burst.spacing(),
                        burst.hosts()));
        Variant results = on(
                BurstResult.class,
                (daemon, burst) -> new BurstResult(
                        burst.id(),
                        burst.address(),
                        daemon.site.traffic.alias(burst.address()).placement().interfaceName(),
                        burst.alias(),
                        burst.hosts(),
                        burst.overheard()));
        return new Variant() {
            @Override
            public <T> Optional<T> message(SimDaemon daemon, T message) {
                return requests.message(daemon, message).flatMap(sent -> results.message(daemon, sent));
            }
        };
    }

    /** Nobody is ever heard to have the alias. */
    static Variant deafToTheAlias() {
        Variant rounds = on(
                ProbeResult.class,
                (daemon, result) -> daemon.site.traffic.alias(result.question().address()) == null
                                || result.outcome() instanceof ProbeOutcome.Broken
                        ? result
                        : new ProbeResult(
                                result.question(),
                                new ProbeOutcome.Silence(Duration.ofMillis(20)),
                                result.lateNanos(),
                                result.endsRound()));
        Variant bursts = on(
                BurstResult.class,
                (daemon, burst) -> with(
                        burst,
                        silent(burst.alias()),
                        tally -> burst.alias().silent() ? tally : answered(silent(tally))));
        return new Variant() {
            @Override
            public <T> Optional<T> message(SimDaemon daemon, T message) {
                return rounds.message(daemon, message).flatMap(sent -> bursts.message(daemon, sent));
            }
        };
    }
}
