package io.aliasdefender.sim;

import io.aliasdefender.lease.LeaseStore;
import io.aliasdefender.lease.LeaseStore.Answer;
import io.aliasdefender.lease.LeaseStore.Entry;
import io.aliasdefender.lease.LeaseStore.Owner;
import io.aliasdefender.lease.LeaseStore.Renewal;
import io.aliasdefender.lease.LeaseStore.Session;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The store of a site as its hosts see it: requests and answers are late, lost, done after their sender has given up; it is out
 * of reach for some or all; it is started anew, and its clock runs as it likes. What it does, it does in one order, like a
 * cluster with a majority. But a leader that the others have replaced goes on renewing sessions for some hosts, which the new
 * one never hears of. Times in nanoseconds.
 */
final class SimStore {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    /** etcd looks twice a second for sessions that have ended. */
    private static final long LOOK = 500 * MS;

    private final World world;
    private final SplittableRandom chance;
    private final Map<Long, Kept> sessions = new HashMap<>();
    /** The length of all that were ever begun. */
    private final Map<Long, Long> begun = new HashMap<>();

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Long> sessionOf = new HashMap<>();
    private long revision = 1;
    private long ids;
    /** How fast its clock runs: leases are said to last so long, and last that by this clock. */
    private final double rate;

    double lost;
    double late;
    /** How many writes are done once more later: another endpoint was asked, too. */
    double copied;

    private boolean down;
    private final boolean[] unreachable;
    /** By host: requests arrive, answers do not. */
    private final boolean[] mute;
    /** By host: 0, or the term of the leader that goes on renewing its sessions. */
    private final long[] staleTerm;
    /** Of the leader of the majority. */
    private long term = 1;

    private static final class Kept {
        private final long ttl;
        private long until;

        private Kept(long ttl) {
            this.ttl = ttl;
        }
    }

    SimStore(World world, int hosts, long seed) {
        this.world = world;
        chance = new SplittableRandom(seed ^ 0x1ea5_e5L);
        rate = 1 + chance.nextInt(-10, 11) / 1000.0;
        unreachable = new boolean[hosts];
        mute = new boolean[hosts];
        staleTerm = new long[hosts];
    }

    SplittableRandom chance() {
        return chance;
    }

    void unreachable(int host, boolean now) {
        unreachable[host] = now;
    }

    void mute(int host, boolean now) {
        mute[host] = now;
    }

    /**
     * Whether the leader does not lead any more, and a host's renewals still go to it. All the rest needs the majority, and
     * finds it elsewhere.
     */
    void stale(int host, boolean now) {
        staleTerm[host] = now ? term : 0;
        if (now) {
            elected();
        }
    }

    void down(boolean now) {
        down = now;
        if (!now) {
            elected();
        }
    }

    /** A new leader gives every session its whole time again. */
    private void elected() {
        term++;
        sessions.values().forEach(this::renew);
    }

    void mend() {
        lost = 0;
        late = 0;
        copied = 0;
        Arrays.fill(unreachable, false);
        Arrays.fill(mute, false);
        Arrays.fill(staleTerm, 0);
        if (down) {
            down(false);
        }
    }

    private void renew(Kept session) {
        session.until = world.now() + (long) (session.ttl * SECOND / rate);
        expireLater(session);
    }

    private void expireLater(Kept session) {
        long until = session.until;
        world.at(until + chance.nextLong(LOOK), () -> {
            if (session.until == until && !down) {
                sessions.values().remove(session);
                entries.keySet().removeIf(name -> !sessions.containsKey(sessionOf.get(name)));
            }
        });
    }

    /** What one daemon sees of it. */
    final class Client implements LeaseStore {
        private final SimDaemon daemon;
        private boolean closed;

        Client(SimDaemon daemon) {
            this.daemon = daemon;
        }

        private <T> void ask(Answer<T> answer, Supplier<T> work) {
            int host = daemon.host.port;
            long there = delay();
            if (chance.nextDouble() < lost) {
                return;
            }
            world.after(there, () -> {
                if (down || unreachable[host]) {
                    return;
                }
                T result = work.get();
                long back = delay();
                boolean dropped = mute[host] || chance.nextDouble() < lost;
                world.after(back, () -> {
                    if (!dropped && !unreachable[host] && !closed) {
                        daemon.loop.input(() -> answer.is(result));
                    }
                });
            });
        }

        private static <T> Answer<T> nobody() {
            return new Answer<>() {
                @Override
                public void is(T value) {
                    // The other one was heard before.
                }

                @Override
                public void failed(String why) {
                    // So it was.
                }
            };
        }

        private <T> void write(Answer<T> answer, Supplier<T> work) {
            ask(answer, work);
            if (chance.nextDouble() < copied) {
                world.after(chance.nextLong(4_000 * MS), () -> ask(nobody(), work));
            }
        }

        private long delay() {
            return chance.nextDouble() < late ? chance.nextLong(50 * MS, 8_000 * MS) : chance.nextLong(MS / 10, 4 * MS);
        }

        @Override
        public void open(long ttlSeconds, Answer<Session> answer) {
            ask(answer, () -> {
                Kept session = new Kept(ttlSeconds);
                sessions.put(++ids, session);
                begun.put(ids, ttlSeconds);
                SimStore.this.renew(session);
                return new Session(ids, ttlSeconds);
            });
        }

        @Override
        public void renew(long session, Answer<Renewal> answer) {
            ask(answer, () -> {
                long stale = staleTerm[daemon.host.port];
                if (stale != 0) {
                    // It has not heard of the end of any.
                    return new Renewal(begun.getOrDefault(session, 0L), stale);
                }
                Kept kept = sessions.get(session);
                if (kept == null) {
                    return new Renewal(0, term);
                }
                SimStore.this.renew(kept);
                return new Renewal(kept.ttl, term);
            });
        }

        @Override
        public void confirm(Answer<Long> answer) {
            ask(answer, () -> term);
        }

        @Override
        public void end(long session, Answer<Boolean> answer) {
            ask(answer, () -> {
                sessions.remove(session);
                entries.keySet().removeIf(name -> sessionOf.get(name) == session);
                return true;
            });
        }

        @Override
        public void swap(Map<String, Long> fences, Owner owner, long session, Answer<Map<String, Entry>> answer) {
            write(answer, () -> {
                if (areThere(fences) && sessions.containsKey(session)) {
                    revision++;
                    fences.keySet().forEach(name -> {
                        entries.put(name, new Entry(owner, revision));
                        sessionOf.put(name, session);
                        world.note(() -> "the store: " + name + " is " + owner.node() + "'s"
                                + owner.handTo()
                                        .map(node -> ", who lets " + node + " have it")
                                        .orElse(""));
                    });
                }
                Map<String, Entry> there = new LinkedHashMap<>(entries);
                there.keySet().retainAll(fences.keySet());
                return there;
            });
        }

        private boolean areThere(Map<String, Long> fences) {
            return fences.entrySet().stream().allMatch(one -> {
                Entry there = entries.get(one.getKey());
                return (there == null ? 0 : there.fence()) == one.getValue();
            });
        }

        @Override
        public void remove(Map<String, Long> fences, Answer<Boolean> answer) {
            write(answer, () -> {
                boolean same = areThere(fences);
                if (same) {
                    revision++;
                    entries.keySet().removeAll(fences.keySet());
                    world.note(() -> "the store: " + String.join(", ", fences.keySet()) + " is nobody's");
                }
                return same;
            });
        }

        @Override
        public void read(Answer<Map<String, Entry>> answer) {
            ask(answer, () -> Map.copyOf(entries));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
