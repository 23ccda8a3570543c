package io.aliasdefender.lease;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.lease.HeldLease.Whose;
import io.aliasdefender.lease.LeaseStore.Answer;
import io.aliasdefender.lease.LeaseStore.Entry;
import io.aliasdefender.lease.LeaseStore.From;
import io.aliasdefender.lease.LeaseStore.Owner;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Keeps the leases that this host needs, and tells what they permit. Knows neither the system's clock nor the kind of store.
 * One thread, that of the timers.
 *
 * <p>All leases of a daemon belong to one session of the store, and one renewal keeps all of them. What is permitted is
 * reckoned from when the newest renewal that was answered had been asked for, on the clock that goes on while the machine is
 * suspended. What the store has is read again at each renewal while this host has or wants a lease: nothing hangs on a message
 * that came once.
 */
public final class LeaseEngine {
    /** How often the store is asked for leases that another host has. */
    private static final long POLL = 100_000_000;

    /** So many leases are written at the same time; further ones wait. */
    private static final int MOST_WRITING = 16;

    /** Where the results go, on the thread of the timers. */
    public interface Output {
        void news(LeaseNews news);

        void report(Report report);
    }

    private final Timers timers;
    private final LeaseStore store;
    private final Output output;
    private DaemonId self;
    private Duration ttl;
    private LeaseSession session;
    private final Map<String, HeldLease> leases = new LinkedHashMap<>();
    private final Queue<HeldLease> waiting = new ArrayDeque<>();
    private int writing;
    private boolean reading;
    /** Something was written since the reading began that is under way: it may show what was before. */
    private boolean wroteSince;
    /**
     * The session in which something was written; 0: there is none. A write may be done late, and once more later, by another
     * endpoint that was asked: a lease that nobody here knows of would be kept from everybody. So what the store has is read
     * until the session ends, whatever is wanted.
     */
    private long writtenSession;

    private Timers.Registration polling = () -> {};
    private boolean pollSet;
    private boolean ended;

    /**
     * Prepares.
     *
     * @param self this daemon
     * @param ttl of the session, whole seconds
     */
    public LeaseEngine(Timers timers, LeaseStore store, DaemonId self, Duration ttl, Output output) {
        this.timers = timers;
        this.store = store;
        this.output = output;
        this.ttl = ttl;
        this.self = self;
        session = session();
    }

    private LeaseSession session() {
        return new LeaseSession(timers, store, ttl, new LeaseSession.Listener() {
            @Override
            public void renewed() {
                LeaseEngine.this.renewed();
            }

            @Override
            public void lost() {
                leases.values().forEach(HeldLease::gone);
                tellAll();
                poll();
            }

            @Override
            public void trouble(Optional<String> why, Duration since) {
                tellTrouble(why, since);
            }
        });
    }

    /** Begins the session: before anything is wanted, so that it is there when it is. */
    public void start() {
        session.start();
    }

    /**
     * Goes on with a session of another length, or of another name. What belongs to the one before is left to its time, and taken
     * from it: until then, what was told stands to its end.
     */
    public void reconfigure(DaemonId next, Duration nextTtl) {
        if (ended) {
            return;
        }
        session.stop(false, () -> {});
        self = next;
        ttl = nextTtl;
        session = session();
        waiting.clear();
        writing = 0;
        reading = false;
        writtenSession = 0;
        leases.values().forEach(lease -> lease.beginAnew(timers.bootNanos()));
        tellAll();
        session.start();
        poll();
    }

    /** How much a lease is needed from now on. */
    public void wish(LeaseWish wish) {
        HeldLease lease = leases.computeIfAbsent(wish.name(), name -> new HeldLease(name, this::whose));
        lease.wish(wish, timers.bootNanos());
        leaveIfUnwanted(lease);
        work(lease);
        tell(lease);
        poll();
    }

    /**
     * Ends. What is still needed, because the alias stays on this host for the next daemon, is left to its time; the rest has been
     * given back.
     *
     * @param done called once, when the store has heard of it or does not answer
     */
    public void stop(Runnable done) {
        ended = true;
        polling.cancel();
        // What was given back is kept from others until the one before, which may have the alias still, has taken it.
        boolean left = leases.values().stream().anyMatch(lease -> lease.isMine() || lease.isReturned());
        session.stop(!left, () -> {
            store.close();
            done.run();
        });
    }

    /** How it stands. */
    public LeaseView view() {
        long now = timers.nanoTime();
        return new LeaseView(
                true,
                session.trouble(),
                session.troubleSince(),
                session.lastTook(),
                leases.values().stream()
                        .filter(lease -> lease.wish().wish() != Wish.NOTHING
                                || lease.keys().stream().noneMatch(key -> neededElsewhere(lease, key)))
                        .filter(lease -> lease.holder().isPresent())
                        .map(lease -> new LeaseView.Lease(
                                lease.name,
                                lease.holder().map(entry -> entry.owner().node()),
                                lease.isMine(),
                                lease.holder().map(Entry::fence).orElse(0L),
                                lease.isMine()
                                        ? Optional.of(Duration.ofNanos(until(lease) - timers.bootNanos()))
                                        : Optional.empty()))
                        .toList(),
                now);
    }

    private long until(HeldLease lease) {
        return Math.min(lease.fixedUntil().orElse(Long.MAX_VALUE), session.untilNanos());
    }

    private void renewed() {
        tellAll();
        leases.values().forEach(this::work);
        boolean any = leases.values().stream().anyMatch(lease -> lease.isMine() || lease.wanted());
        if (any || writtenSession == session.id()) {
            read();
        }
    }

    /** Looks again and again, as long as something is wanted that is not here. */
    private void poll() {
        boolean any = leases.values().stream().anyMatch(lease -> lease.wanted() && !lease.isMine());
        if (any && !pollSet && !ended) {
            pollSet = true;
            polling = timers.at(timers.nanoTime() + POLL, () -> {
                pollSet = false;
                read();
                poll();
            });
        }
    }

    private void read() {
        if (reading || ended) {
            return;
        }
        reading = true;
        wroteSince = false;
        store.read(session.within(new Answer<Map<String, Entry>>() {
            @Override
            public void is(Map<String, Entry> entries) {
                reading = false;
                if (!wroteSince) {
                    Set<String> known = new HashSet<>();
                    leases.values().forEach(lease -> known.addAll(lease.keys()));
                    entries.keySet().stream()
                            .filter(key -> whose(entries.get(key).owner()) == Whose.OURS && !known.contains(key))
                            .forEach(LeaseEngine.this::wasNeverHeardOf);
                    List.copyOf(leases.values()).forEach(lease -> saw(lease, entries));
                }
            }

            @Override
            public void failed(String why) {
                reading = false;
            }
        }));
    }

    private Whose whose(Owner owner) {
        if (self.wrote(owner, session.id())) {
            return owner.from().filter(From::back).isPresent() ? Whose.RETURNED : Whose.OURS;
        }
        return self.isHere(owner) ? Whose.EARLIER : Whose.ELSEWHERE;
    }

    /** A key is ours of which nobody here knows: it is given back, under a name of its own. */
    private void wasNeverHeardOf(String key) {
        HeldLease lease = leases.computeIfAbsent(key, name -> new HeldLease(name, this::whose));
        LeaseWish wish = lease.wish();
        lease.wish(
                new LeaseWish(key, Set.of(key), Wish.NOTHING, Optional.empty(), false, wish.number()),
                timers.bootNanos());
    }

    private boolean neededElsewhere(HeldLease lease, String key) {
        return leases.values().stream().anyMatch(other -> other != lease && other.needs(key));
    }

    private void leaveIfUnwanted(HeldLease lease) {
        lease.leaveIfUnwanted(timers.bootNanos(), key -> neededElsewhere(lease, key));
    }

    private void saw(HeldLease lease, Map<String, Entry> entries) {
        if (!lease.busy()) {
            Map<String, Entry> own = new LinkedHashMap<>(entries);
            own.keySet().retainAll(lease.keys());
            lease.saw(own);
            if (lease.isMine() && lease.isHandedOn()) {
                // However that came to be there: another node may take it at any moment.
                lease.fix(session.untilNanos());
            }
            leaveIfUnwanted(lease);
            tell(lease);
            work(lease);
        }
    }

    /** Does what is to be done about a lease, if nothing is under way about it: whatever came before. */
    private void work(HeldLease lease) {
        if (lease.busy() || ended) {
            return;
        }
        if (writing >= MOST_WRITING) {
            if (!waiting.contains(lease)) {
                waiting.add(lease);
            }
            return;
        }
        if (!lease.leaving().isEmpty()) {
            remove(lease, lease.leaving());
        } else if (!session.stands()) {
            return;
        } else if (lease.isForNothing(timers.bootNanos())) {
            giveBack(lease);
        } else if (lease.wanted() && lease.isMine()) {
            handOn(lease);
        } else if (lease.wanted()) {
            takeIfFree(lease);
        } else if (lease.wish().wish() == Wish.NOTHING) {
            // What this host handed on comes back, and the alias is off it: it is anybody's.
            Map<String, Long> back = lease.backTo(self.kernel());
            if (!back.isEmpty()) {
                remove(lease, back);
            }
        }
    }

    /** Nobody has it, or it was this host's before this daemon began, or its holder hands it to this node. */
    private void takeIfFree(HeldLease lease) {
        long now = timers.bootNanos();
        Optional<From> from = lease.cameFrom().map(one -> new From(one.kernel(), false));
        boolean back = !lease.backTo(self.kernel()).isEmpty();
        boolean free = back
                || !lease.isElsewhere() && (!lease.isReturned() || lease.wish().offered() || !lease.isOffered(now));
        boolean handedOn = !free && lease.wish().offered() && lease.isHandedTo(self.node());
        if (handedOn) {
            from = lease.holder().map(entry -> new From(entry.owner().kernel(), false));
        } else if (back || lease.isReturned() && !lease.isOffered(now)) {
            from = Optional.empty();
        }
        if (!free && !handedOn) {
            return;
        }
        if (from.isPresent()) {
            // Whoever hands it on has fixed its own end before that, less than a whole length of the lease from then.
            lease.handedOn(now + 2 * ttl.toNanos());
        }
        swap(lease, Optional.empty(), from);
    }

    /** Nobody would have the alias until the one before, which may have it still, is off for sure: it alone knows. */
    private void giveBack(HeldLease lease) {
        Optional<From> back = lease.cameFrom().map(from -> new From(from.kernel(), true));
        lease.isGivenBack();
        tell(lease);
        swap(lease, Optional.empty(), back);
    }

    /**
     * What another node may take is not extended from before that is written; and again when it may not. What was handed on to this
     * host is not handed on to a third one while the first may have the alias still.
     */
    private void handOn(HeldLease lease) {
        boolean offered = lease.isOffered(timers.bootNanos());
        Optional<String> wanted = lease.wish().handTo().filter(node -> !offered);
        if (wanted.isPresent()) {
            lease.fix(session.untilNanos());
        }
        // What was to be written before, and never answered, may still come: writing once more makes that void.
        boolean again = wanted.isEmpty() && lease.fixedUntil().isPresent();
        boolean written = wanted.map(lease::isHandedTo).orElseGet(() -> !lease.isHandedOn());
        Optional<From> from = lease.cameFrom().filter(before -> offered);
        if (again || !written || !from.equals(lease.cameFrom())) {
            swap(lease, wanted, from);
        }
    }

    private void swap(HeldLease lease, Optional<String> handTo, Optional<From> from) {
        begin(lease);
        long asked = session.id();
        writtenSession = asked;
        Map<String, Long> fences = lease.fences();
        Owner owner = self.owner(asked, handTo, from);
        store.swap(fences, owner, asked, session.within(new Answer<Map<String, Entry>>() {
            @Override
            public void is(Map<String, Entry> entries) {
                end(lease);
                if (!fences.keySet().equals(lease.keys())) {
                    // It was about other aliases.
                    work(lease);
                    return;
                }
                if (handTo.isEmpty()
                        && entries.values().stream()
                                .allMatch(entry -> entry.owner().equals(owner))) {
                    lease.unfix();
                }
                saw(lease, entries);
            }

            @Override
            public void failed(String why) {
                // It may have been done or not: reading tells.
                end(lease);
                read();
            }
        }));
    }

    private void remove(HeldLease lease, Map<String, Long> entries) {
        begin(lease);
        store.remove(entries, session.within(new Answer<Boolean>() {
            @Override
            public void is(Boolean removed) {
                lease.left();
                lease.gone();
                end(lease);
                work(lease);
                if (!removed) {
                    read();
                }
            }

            @Override
            public void failed(String why) {
                // Tried again with the next renewal; else it ends with the session.
                end(lease);
            }
        }));
    }

    private void begin(HeldLease lease) {
        lease.busy(true);
        writing++;
        wroteSince = true;
    }

    private void end(HeldLease lease) {
        lease.busy(false);
        writing--;
        wroteSince = true;
        HeldLease next = waiting.poll();
        if (next != null) {
            work(next);
        }
    }

    private void tellAll() {
        leases.values().forEach(this::tell);
    }

    private void tell(HeldLease lease) {
        Permit permit = lease.permit(self, session.untilNanos(), session.trouble(), timers.bootNanos());
        LeaseNews news = new LeaseNews(lease.name, permit, lease.wish().number());
        if (!ended && lease.tells(news)) {
            output.news(news);
        }
    }

    private void tellTrouble(Optional<String> why, Duration since) {
        tellAll();
        output.report(
                why.isPresent()
                        ? Report.of(
                                "lease-store-lost",
                                Level.ERROR,
                                "the store of the leases is not reached: " + why.get()
                                        + "; nothing is taken without it")
                        : Report.of(
                                "lease-store-back",
                                Level.INFO,
                                "the store of the leases answers again, after " + since.toMillis() + " ms"));
    }
}
