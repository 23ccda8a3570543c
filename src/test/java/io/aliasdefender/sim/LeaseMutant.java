package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.lease.LeaseStore;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Mistakes about leases, each of which lets two hosts have an alias at the same time. */
enum LeaseMutant {
    NO_LEASE_IS_NEEDED(onPermit((permit, now) -> Permit.until(now.plusSeconds(30)))),
    A_LEASE_HAS_NO_END(
            onPermit((permit, now) -> permit.granted() == Known.YES ? Permit.until(now.plusSeconds(30)) : permit)),
    IT_IS_COUNTED_FROM_LATE_AND_WITHOUT_A_MARGIN(MessageMutations.on(
            LeaseNews.class,
            (daemon, news) -> new LeaseNews(
                    news.name(),
                    news.permit().granted() == Known.YES ? news.permit().shifted(Duration.ofSeconds(3)) : news.permit(),
                    news.wish()))),
    A_SUSPENSION_DOES_NOT_COUNT(new Variant() {
        @Override
        public Timers timers(Timers timers) {
            return new ClockThatStandsStill(timers);
        }
    }),
    WHAT_WAS_PERMITTED_BEFORE_IT_WAS_GIVEN_UP_COUNTS(MessageMutations.on(
            LeaseNews.class, (daemon, news) -> new LeaseNews(news.name(), news.permit(), Long.MAX_VALUE))),
    THE_KERNEL_IS_NOT_TOLD(MessageMutations.on(
            AddressAction.class,
            (daemon, action) -> new AddressAction(action.id(), action.kind(), action.placement()))),
    THE_KERNEL_IS_TOLD_TOO_MUCH(MessageMutations.on(
            AddressAction.class,
            (daemon, action) -> new AddressAction(
                    action.id(),
                    action.kind(),
                    action.placement(),
                    action.lifetime()
                            .map(given -> new Lifetime(
                                    given.seconds() + 4, given.until().plusSeconds(4), given.late()))))),
    WHAT_IS_CARRIED_OUT_LATE_IS_NOT_LOOKED_AT(new Variant() {
        @Override
        public boolean fits(Lifetime lifetime, Duration now) {
            return true;
        }
    }),
    IT_IS_GIVEN_BACK_BEFORE_THE_ALIAS_IS_OFF(MessageMutations.on(
            LeaseWish.class,
            (daemon, wish) -> wish.wish() == Wish.KEEP
                    ? new LeaseWish(wish.name(), wish.keys(), Wish.NOTHING, Optional.empty(), false, wish.number())
                    : wish)),
    ANOTHER_HOSTS_LEASE_COUNTS(onStore((store, daemon) -> new Around(store) {
        @Override
        public void swap(Map<String, Long> fences, Owner owner, long session, Answer<Map<String, Entry>> answer) {
            super.swap(fences, owner, session, changed(answer, entries -> {
                Map<String, Entry> ours = new HashMap<>(entries);
                ours.replaceAll((key, entry) -> new Entry(owner, entry.fence()));
                return ours;
            }));
        }

        @Override
        public void read(Answer<Map<String, Entry>> answer) {
            // Nothing is learnt from it.
        }
    })),
    A_SESSION_THAT_HAS_ENDED_IS_RENEWED(onStore((store, daemon) -> new Around(store) {
        @Override
        public void renew(long session, Answer<Renewal> answer) {
            super.renew(session, changed(answer, said -> said.ttlSeconds() == 0 ? new Renewal(3, said.term()) : said));
        }

        @Override
        public void read(Answer<Map<String, Entry>> answer) {
            // Nor is it seen that the lease has gone with it.
        }
    })),
    A_GROUP_HAS_A_KEY_OF_ITS_OWN(MessageMutations.on(
            LeaseWish.class,
            (daemon, wish) -> new LeaseWish(
                    wish.name(), Set.of(wish.name()), wish.wish(), wish.handTo(), wish.offered(), wish.number()))),
    WHAT_NO_MAJORITY_CONFIRMS_IS_RENEWED(onStore((store, daemon) -> new Around(store) {
        private long newest;

        @Override
        public void renew(long session, Answer<Renewal> answer) {
            super.renew(session, changed(answer, said -> {
                newest = said.term();
                return said;
            }));
        }

        @Override
        public void confirm(Answer<Long> answer) {
            answer.is(newest);
        }

        @Override
        public void read(Answer<Map<String, Entry>> answer) {
            // Nor is it seen that the lease is another host's by now.
        }
    }));

    final Variant variant;

    LeaseMutant(Variant variant) {
        this.variant = variant;
    }

    private static Variant onPermit(BiFunction<Permit, Duration, Permit> change) {
        return new Variant() {
            @Override
            public Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
                return Failover.decide(
                        state, input, spec, evidence.permitted(change.apply(evidence.permit(), now)), now);
            }
        };
    }

    private static Variant onStore(BiFunction<LeaseStore, SimDaemon, LeaseStore> around) {
        return new Variant() {
            @Override
            public LeaseStore store(LeaseStore store, SimDaemon daemon) {
                return around.apply(store, daemon);
            }
        };
    }

    /** Both clocks stand still while the machine is suspended. */
    private record ClockThatStandsStill(Timers timers) implements Timers {
        @Override
        public long nanoTime() {
            return timers.nanoTime();
        }

        @Override
        public long bootNanos() {
            return timers.nanoTime();
        }

        @Override
        public Registration at(long deadlineNanos, Runnable task) {
            return timers.at(deadlineNanos, task);
        }
    }

    /** A store that does as another one, but for what is overridden. */
    private static class Around implements LeaseStore {
        private final LeaseStore store;

        Around(LeaseStore store) {
            this.store = store;
        }

        static <T> Answer<T> changed(Answer<T> answer, UnaryOperator<T> change) {
            return new Answer<>() {
                @Override
                public void is(T value) {
                    answer.is(change.apply(value));
                }

                @Override
                public void failed(String why) {
                    answer.failed(why);
                }
            };
        }

        @Override
        public void open(long ttlSeconds, Answer<Session> answer) {
            store.open(ttlSeconds, answer);
        }

        @Override
        public void renew(long session, Answer<Renewal> answer) {
            store.renew(session, answer);
        }

        @Override
        public void confirm(Answer<Long> answer) {
            store.confirm(answer);
        }

        @Override
        public void end(long session, Answer<Boolean> answer) {
            store.end(session, answer);
        }

        @Override
        public void swap(Map<String, Long> fences, Owner owner, long session, Answer<Map<String, Entry>> answer) {
            store.swap(fences, owner, session, answer);
        }

        @Override
        public void remove(Map<String, Long> fences, Answer<Boolean> answer) {
            store.remove(fences, answer);
        }

        @Override
        public void read(Answer<Map<String, Entry>> answer) {
            store.read(answer);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
