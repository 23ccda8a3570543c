package io.aliasdefender.lease;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.lease.LeaseStore.Answer;
import io.aliasdefender.lease.LeaseStore.Renewal;
import io.aliasdefender.lease.LeaseStore.Session;
import java.time.Duration;
import java.util.Optional;

/**
 * The session of this daemon in the store: begun, renewed four times in its length, and begun anew when it has ended. A renewal
 * counts only when a majority of the store has confirmed it. Times in nanoseconds of the clock that goes on while the machine
 * is suspended.
 */
final class LeaseSession {
    private static final int RENEWALS = 4;
    /** Whoever does not answer by then is asked again. */
    private static final int LIMITS = 4;

    private static final long LEAST_PAUSE = 50_000_000;
    private static final long MOST_LIMIT = 2_000_000_000;

    /** Told on the thread of the timers. */
    interface Listener {
        /** It is good for longer. */
        void renewed();

        /** It has ended, and all that belonged to it. */
        void lost();

        /**
         * The store does not answer any more, or again.
         *
         * @param why empty: again
         * @param since how long it did not
         */
        void trouble(Optional<String> why, Duration since);
    }

    private final Timers timers;
    private final LeaseStore store;
    private final Duration ttl;
    private final Listener listener;
    private long id;
    private long untilNanos;
    private Optional<String> trouble = Optional.empty();
    private long troubleSinceNanos;
    private Optional<Duration> lastTook = Optional.empty();
    private Timers.Registration next = () -> {};
    /** The last renewal was made by a leader that no majority confirmed. */
    private boolean unconfirmed;

    private boolean stopping;
    private boolean ended;

    LeaseSession(Timers timers, LeaseStore store, Duration ttl, Listener listener) {
        this.timers = timers;
        this.store = store;
        this.ttl = ttl;
        this.listener = listener;
    }

    void start() {
        ask();
    }

    /**
     * Renews no more.
     *
     * @param give whether nothing of it is needed any more
     * @param done called once, when the store has answered or does not
     */
    void stop(boolean give, Runnable done) {
        stopping = true;
        next.cancel();
        if (!give || id == 0) {
            ended = true;
            done.run();
            return;
        }
        store.end(id, within(new Answer<Boolean>() {
            @Override
            public void is(Boolean over) {
                ended = true;
                done.run();
            }

            @Override
            public void failed(String why) {
                ended = true;
                done.run();
            }
        }));
        id = 0;
    }

    /** 0: there is none. */
    long id() {
        return id;
    }

    /** By then everything must be given up that belongs to it; long ago, where there is none. */
    long untilNanos() {
        return id == 0 ? timers.bootNanos() - ttl.toNanos() : untilNanos;
    }

    boolean stands() {
        return id != 0 && timers.bootNanos() < untilNanos;
    }

    Optional<String> trouble() {
        return trouble;
    }

    /** Since when the store has not answered; empty: it does. */
    Optional<Duration> troubleSince() {
        return trouble.map(why -> Duration.ofNanos(timers.bootNanos() - troubleSinceNanos));
    }

    /** How long the newest renewal took. */
    Optional<Duration> lastTook() {
        return lastTook;
    }

    /** The same answer, or a failure when there is none within the limit; what comes after that is not told. */
    <T> Answer<T> within(Answer<T> answer) {
        return new Limited<>(answer);
    }

    /** Whoever has not answered by then is not waited for. */
    static long limitNanos(Duration ttl) {
        return Math.min(ttl.toNanos() / LIMITS, MOST_LIMIT);
    }

    private long limit() {
        return limitNanos(ttl);
    }

    private final class Limited<T> implements Answer<T> {
        private final Answer<T> answer;
        private final Timers.Registration limit;
        private boolean over;

        private Limited(Answer<T> answer) {
            this.answer = answer;
            limit = timers.at(timers.nanoTime() + limit(), () -> failed("the store does not answer"));
        }

        @Override
        public void is(T value) {
            if (!over && !ended) {
                over = true;
                limit.cancel();
                answer.is(value);
            }
        }

        @Override
        public void failed(String why) {
            if (!over && !ended) {
                over = true;
                limit.cancel();
                answer.failed(why);
            }
        }
    }

    private void ask() {
        if (id == 0) {
            open();
        } else {
            renew();
        }
    }

    private void again(long delay) {
        next.cancel();
        if (stopping) {
            return;
        }
        next = timers.at(timers.nanoTime() + Math.max(delay, LEAST_PAUSE), this::ask);
    }

    private void open() {
        long asked = timers.bootNanos();
        store.open(ttl.toSeconds(), within(new Answer<Session>() {
            @Override
            public void is(Session session) {
                id = session.id();
                untilNanos = asked;
                answered(asked, session.ttlSeconds());
            }

            @Override
            public void failed(String why) {
                unanswered(why);
            }
        }));
    }

    private void renew() {
        long asked = timers.bootNanos();
        long session = id;
        store.renew(session, within(new Answer<Renewal>() {
            @Override
            public void is(Renewal renewal) {
                if (renewal.ttlSeconds() <= 0) {
                    id = 0;
                    listener.lost();
                    again(0);
                } else {
                    confirm(asked, renewal);
                }
            }

            @Override
            public void failed(String why) {
                unanswered(why);
            }
        }));
    }

    /** Asked after the renewal was answered: its leader led until then if it leads still. */
    private void confirm(long asked, Renewal renewal) {
        store.confirm(within(new Answer<Long>() {
            @Override
            public void is(Long term) {
                if (term == renewal.term()) {
                    unconfirmed = false;
                    answered(asked, renewal.ttlSeconds());
                } else if (unconfirmed) {
                    unanswered("sessions are renewed there by a member that is not the leader any more");
                } else {
                    // Its leader may have changed in just this moment.
                    unconfirmed = true;
                    again(0);
                }
            }

            @Override
            public void failed(String why) {
                unanswered(why);
            }
        }));
    }

    /** A store that grants more than was asked for is not believed. */
    private void answered(long asked, long seconds) {
        Duration granted = Duration.ofSeconds(Math.min(seconds, ttl.toSeconds()));
        untilNanos = Math.max(
                untilNanos, asked + granted.minus(Permit.margin(granted)).toNanos());
        lastTook = Optional.of(Duration.ofNanos(timers.bootNanos() - asked));
        if (trouble.isPresent()) {
            Duration since = troubleSince().orElseThrow();
            trouble = Optional.empty();
            listener.trouble(Optional.empty(), since);
        }
        listener.renewed();
        again(granted.toNanos() / RENEWALS - (timers.bootNanos() - asked));
    }

    private void unanswered(String why) {
        boolean news = trouble.isEmpty();
        trouble = Optional.of(why);
        if (news) {
            troubleSinceNanos = timers.bootNanos();
            listener.trouble(trouble, Duration.ZERO);
        }
        again(limit() / LIMITS);
    }
}
