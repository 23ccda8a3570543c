package io.aliasdefender.lease;

import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.lease.LeaseStore.Entry;
import io.aliasdefender.lease.LeaseStore.From;
import io.aliasdefender.lease.LeaseStore.Owner;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is known of one lease, which is one key in the store for each of its aliases: this daemon has it when it has all of them.
 * Times of the clock that goes on while the machine is suspended, in nanoseconds.
 */
final class HeldLease {
    /** Whose an entry is. */
    enum Whose {
        /** Of this daemon, in its session. */
        OURS,
        /** Ours, and given back to the host that handed it on: it permits nothing. */
        RETURNED,
        /** Of an earlier daemon on this host, or an earlier session: its aliases are here. */
        EARLIER,
        ELSEWHERE
    }

    final String name;
    private final Function<Owner, Whose> whose;
    private LeaseWish wish;
    /** What the store was seen to have last, by key; what is missing is nobody's, or that is not known. */
    private Map<String, Entry> seen = Map.of();
    /** All keys are ours. */
    private boolean mine;
    /** We had it last: the store has not said since that somebody else has. */
    private boolean wasLastMine;
    /** We have told the store that another node may take it: since then nothing extends what we are permitted. */
    private Optional<Long> fixedUntil = Optional.empty();
    /** The entries that are to be removed, by key with their fences. */
    private Map<String, Long> leaving = Map.of();
    /** The holder before, which has handed it on, may have the alias until then. */
    private long offeredUntil = Long.MIN_VALUE;
    /** Since when it is waited for the store to say whose it is, unless it has. */
    private long sinceNanos;

    private boolean answered;
    private boolean busy;
    private Optional<LeaseNews> told = Optional.empty();

    HeldLease(String name, Function<Owner, Whose> whose) {
        this.name = name;
        this.whose = whose;
        wish = LeaseWish.none(name);
    }

    /** Whatever the store said before, it is another one by now, or asked for another session. */
    void beginAnew(long nowNanos) {
        gone();
        leaving = Map.of();
        busy = false;
        answered = false;
        sinceNanos = nowNanos;
    }

    void wish(LeaseWish next, long nowNanos) {
        if (wish.wish() == Wish.NOTHING || !next.keys().equals(wish.keys())) {
            answered = mine && next.keys().equals(wish.keys());
            sinceNanos = nowNanos;
        }
        if (!next.keys().equals(wish.keys())) {
            gone();
        }
        wish = next;
    }

    /**
     * What is not wanted leaves. What was handed on is kept for as long as the one before may have the alias: nobody else is to take it
     * meanwhile. A part of the keys is of no use.
     *
     * @param needed the keys that another lease of this host needs: they only change the name
     */
    void leaveIfUnwanted(long nowNanos, Predicate<String> needed) {
        boolean part = wish.wish() == Wish.WANTED && !mine && isElsewhere();
        if (part || wish.wish() == Wish.NOTHING && nowNanos >= offeredUntil) {
            // From now on it permits nothing, whatever becomes of the removal.
            wasLastMine = false;
            fixedUntil = Optional.empty();
            Map<String, Long> left = fences(Whose.OURS);
            left.putAll(fences(Whose.RETURNED));
            left.keySet().removeIf(needed);
            if (!left.isEmpty()) {
                leaving = left;
                seen = Map.of();
            }
            mine = false;
        }
    }

    /** The one before has handed it on, and may have the alias until then. */
    void handedOn(long untilNanos) {
        offeredUntil = untilNanos;
    }

    boolean isOffered(long nowNanos) {
        return nowNanos < offeredUntil;
    }

    /** Who has handed on what is here; empty: nobody. */
    Optional<From> cameFrom() {
        return seen.values().stream()
                .map(Entry::owner)
                .filter(owner -> whose.apply(owner) != Whose.ELSEWHERE)
                .flatMap(owner -> owner.from().stream())
                .findFirst();
    }

    /** Whether it was handed on to this host, which makes no use of it: neither is the alias here, nor is it offered any more. */
    boolean isForNothing(long nowNanos) {
        return mine
                && isOffered(nowNanos)
                && !wish.offered()
                && (wish.wish() == Wish.NOTHING || wish.wish() == Wish.WANTED)
                && cameFrom().isPresent();
    }

    /** It is about to be given back: it permits nothing any more, whatever becomes of that. */
    void isGivenBack() {
        mine = false;
    }

    boolean isReturned() {
        return seen.values().stream().anyMatch(entry -> whose.apply(entry.owner()) == Whose.RETURNED);
    }

    /** The entries of another host by which it gives back what this one handed on; empty: it does not, or not all. */
    Map<String, Long> backTo(String kernel) {
        boolean all = isElsewhere()
                && seen.values().stream()
                        .map(Entry::owner)
                        .filter(owner -> whose.apply(owner) == Whose.ELSEWHERE)
                        .allMatch(owner -> owner.isBackTo(kernel));
        return all ? fences(Whose.ELSEWHERE) : Map.of();
    }

    LeaseWish wish() {
        return wish;
    }

    Set<String> keys() {
        return wish.keys();
    }

    boolean wanted() {
        return wish.wish() == Wish.WANTED || wish.wish() == Wish.NEEDED;
    }

    /** Whether this lease is the reason to keep a key. */
    boolean needs(String key) {
        return wish.wish() != Wish.NOTHING && keys().contains(key);
    }

    boolean isMine() {
        return mine;
    }

    /** Whether another host has any of it. */
    boolean isElsewhere() {
        return seen.values().stream().anyMatch(entry -> whose.apply(entry.owner()) == Whose.ELSEWHERE);
    }

    Map<String, Long> leaving() {
        return leaving;
    }

    void left() {
        leaving = Map.of();
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

    /** Whose it is, or a part of it: of another host's if any is. */
    Optional<Entry> holder() {
        boolean elsewhere = isElsewhere();
        return seen.values().stream()
                .filter(entry -> whose.apply(entry.owner()) == Whose.ELSEWHERE || !elsewhere)
                .max((one, other) -> Long.compare(one.fence(), other.fence()));
    }

    /** Whether all that is elsewhere, or ours, is written to be taken by that node. */
    boolean isHandedTo(String node) {
        Whose from = isElsewhere() ? Whose.ELSEWHERE : Whose.OURS;
        List<Owner> owners = seen.values().stream()
                .map(Entry::owner)
                .filter(owner -> whose.apply(owner) == from)
                .toList();
        return !owners.isEmpty()
                && owners.stream()
                        .allMatch(owner -> owner.handTo().filter(node::equals).isPresent());
    }

    /** Whether another node may take any of what is ours. */
    boolean isHandedOn() {
        return seen.values().stream()
                .map(Entry::owner)
                .anyMatch(owner ->
                        whose.apply(owner) == Whose.OURS && owner.handTo().isPresent());
    }

    /** What the store is believed to have, to be compared with when it is written: 0 where nothing is. */
    Map<String, Long> fences() {
        Map<String, Long> fences = new LinkedHashMap<>();
        keys().forEach(key -> fences.put(
                key, Optional.ofNullable(seen.get(key)).map(Entry::fence).orElse(0L)));
        return fences;
    }

    private Map<String, Long> fences(Whose of) {
        Map<String, Long> fences = new LinkedHashMap<>();
        seen.forEach((key, entry) -> {
            if (whose.apply(entry.owner()) == of) {
                fences.put(key, entry.fence());
            }
        });
        return fences;
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
        seen = Map.of();
        mine = false;
        fixedUntil = Optional.empty();
    }

    /** What the store has of its keys. */
    void saw(Map<String, Entry> entries) {
        if (leaving.entrySet().stream().anyMatch(one -> isStill(entries.get(one.getKey()), one.getValue()))) {
            // It is still to be removed.
            return;
        }
        leaving = Map.of();
        if (isReturned() && entries.isEmpty()) {
            // The one before has let go of it: the alias is off that host.
            offeredUntil = Long.MIN_VALUE;
        }
        seen = Map.copyOf(entries);
        mine = !keys().isEmpty() && fences(Whose.OURS).keySet().equals(keys());
        answered |= mine || isElsewhere();
        if (mine) {
            wasLastMine = true;
        } else {
            wasLastMine &= seen.isEmpty();
            // While it is handed over, what was permitted before it was taken is not over.
            fixedUntil = fixedCounts() ? fixedUntil : Optional.empty();
        }
    }

    private static boolean isStill(Entry entry, long fence) {
        return entry != null && entry.fence() == fence;
    }

    /** Ours, or taken by the node to which it is being handed over: what we were permitted until then still holds. */
    private boolean fixedCounts() {
        return mine
                || isElsewhere()
                        && seen.values().stream()
                                .map(Entry::owner)
                                .filter(owner -> whose.apply(owner) == Whose.ELSEWHERE)
                                .allMatch(owner -> wish.handTo()
                                        .filter(owner.node()::equals)
                                        .isPresent());
    }

    /**
     * What it permits.
     *
     * @param self this daemon
     * @param untilNanos what the session permits
     * @param trouble why the store does not answer; empty: it does
     */
    Permit permit(DaemonId self, long untilNanos, Optional<String> trouble, long nowNanos) {
        if (fixedUntil.isPresent() && fixedCounts()) {
            // Another node may have taken it by now: what is here may stay, and nothing may be added.
            Permit fixed = Permit.until(Duration.ofNanos(Math.min(fixedUntil.get(), untilNanos)))
                    .asOffered();
            return mine ? fixed : fixed.asTaken();
        }
        if (mine) {
            Permit granted = Permit.until(Duration.ofNanos(untilNanos));
            return nowNanos < offeredUntil ? granted.asOffered() : granted;
        }
        Optional<String> other = isElsewhere() ? holder().map(entry -> self.otherHas(entry.owner())) : Optional.empty();
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
