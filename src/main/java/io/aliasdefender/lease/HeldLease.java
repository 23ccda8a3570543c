package io.aliasdefender.lease;

import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.lease.LeaseStore.Entry;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import java.time.Duration;
import java.util.Optional;

/** What is known of one lease. Times of the clock that goes on while the machine is suspended, in nanoseconds. */
final class HeldLease {
    final String name;
    private LeaseWish wish;
    /** What the store was seen to have last; empty: nothing, or that is not known. */
    private Optional<Entry> seen = Optional.empty();
    /** The fence of our own entry; 0: it is not ours. */
    private long mine;
    /** We had it last: the store has not said since that somebody else has. */
    private boolean wasLastMine;
    /** We have told the store that another node may take it: since then nothing extends what we are permitted. */
    private Optional<Long> fixedUntil = Optional.empty();
    /** The entry that is to be removed; 0: none is. */
    private long leaving;
    /** The holder before, which has handed it on, may have the alias until then. */
    private long offeredUntil = Long.MIN_VALUE;

    /** Since when it is waited for the store to say whose it is, unless it has. */
    private long sinceNanos;

    private boolean answered;
    private boolean busy;
    private Optional<LeaseNews> told = Optional.empty();

    HeldLease(String name) {
        this.name = name;
        wish = LeaseWish.none(name);
    }

    /** Whatever the store said before, it is another one by now, or asked for another session. */
    void beginAnew(long nowNanos) {
        seen = Optional.empty();
        mine = 0;
        fixedUntil = Optional.empty();
        leaving = 0;
        busy = false;
        answered = false;
        sinceNanos = nowNanos;
    }

    void wish(LeaseWish next, long nowNanos) {
        if (wish.wish() == Wish.NOTHING) {
            answered = mine != 0;
            sinceNanos = nowNanos;
        }
        wish = next;
        leaveIfUnwanted(nowNanos);
    }

    /** What was handed on is kept for as long as the one before may have the alias: nobody else is to take it meanwhile. */
    void leaveIfUnwanted(long nowNanos) {
        if (wish.wish() == Wish.NOTHING && nowNanos >= offeredUntil) {
            leaveIfMine();
        }
    }

    /** The one before has handed it on, and may have the alias until then. */
    void handedOn(long untilNanos) {
        offeredUntil = untilNanos;
    }

    /** It is not wanted any more: from now on it permits nothing, whatever becomes of the removal. */
    private void leaveIfMine() {
        wasLastMine = false;
        fixedUntil = Optional.empty();
        if (mine != 0) {
            leaving = mine;
            mine = 0;
            seen = Optional.empty();
        }
    }

    LeaseWish wish() {
        return wish;
    }

    boolean wanted() {
        return wish.wish() == Wish.WANTED || wish.wish() == Wish.NEEDED;
    }

    /** Whether it was handed on to this node so lately that it counts for what is offered alone. */
    boolean isOffered(long nowNanos) {
        return nowNanos < offeredUntil;
    }

    boolean isMine() {
        return mine != 0;
    }

    /** The fence under which this node has it; 0: it has it not. */
    long mine() {
        return mine;
    }

    long leaving() {
        return leaving;
    }

    void left() {
        leaving = 0;
    }

    /** It is written that no other node may take it, after whatever was written before: it can be extended again. */
    void unfix() {
        fixedUntil = Optional.empty();
    }

    boolean busy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    Optional<Entry> seen() {
        return seen;
    }

    Optional<Long> fixedUntil() {
        return fixedUntil;
    }

    /** Nothing extends what we are permitted from now on: another node may take the lease at any moment. */
    void fix(long untilNanos) {
        fixedUntil = Optional.of(
                fixedUntil.map(before -> Math.min(before, untilNanos)).orElse(untilNanos));
    }

    /** Nothing is there, or what is there is not known. */
    void gone() {
        seen = Optional.empty();
        mine = 0;
        fixedUntil = Optional.empty();
    }

    /**
     * What the store has.
     *
     * @param own it is an entry of this daemon
     * @param elsewhere it is one of another host
     */
    void saw(Optional<Entry> entry, boolean own, boolean elsewhere) {
        long fence = entry.map(Entry::fence).orElse(0L);
        if (own && leaving != 0 && fence == leaving) {
            // It is still to be removed.
            return;
        }
        leaving = 0;
        answered |= own || elsewhere;
        seen = entry;
        mine = own ? fence : 0;
        if (own) {
            wasLastMine = true;
        } else {
            wasLastMine &= entry.isEmpty();
            // While it is handed over, what was permitted before it was taken is not over.
            fixedUntil = fixedCounts() ? fixedUntil : Optional.empty();
        }
    }

    /** Ours, or taken by the node to which it is being handed over: what we were permitted until then still holds. */
    private boolean fixedCounts() {
        String holder = seen.map(entry -> entry.owner().node()).orElse("");
        return mine != 0 || wish.handTo().filter(holder::equals).isPresent();
    }

    /**
     * What it permits.
     *
     * @param self this daemon: what another one had here before, it may take
     * @param untilNanos what the session permits
     * @param fixed the same of what was fixed
     * @param trouble why the store does not answer; empty: it does
     */
    Permit permit(DaemonId self, long untilNanos, Optional<Long> fixed, Optional<String> trouble, long nowNanos) {
        if (fixed.isPresent() && fixedCounts()) {
            return Permit.until(Duration.ofNanos(Math.min(fixed.get(), untilNanos)));
        }
        if (mine != 0) {
            Permit granted = Permit.until(Duration.ofNanos(untilNanos));
            return nowNanos < offeredUntil ? granted.asOffered() : granted;
        }
        Optional<String> other =
                seen.map(Entry::owner).filter(owner -> !self.isHere(owner)).map(self::otherHas);
        return new Permit(
                other.isPresent() ? Known.NO : Known.UNKNOWN,
                Duration.ZERO,
                wasLastMine,
                trouble.isEmpty(),
                false,
                answered ? Optional.empty() : Optional.of(Duration.ofNanos(sinceNanos)),
                other.or(() -> trouble).orElse("the lease has not been granted yet"));
    }

    /** @return whether that is news */
    boolean tells(LeaseNews newest) {
        boolean news = told.filter(newest::equals).isEmpty();
        told = Optional.of(newest);
        return news;
    }
}
