package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who carried which address when. The order in which changes are added is the order in which the kernel made them; the
 * times only measure. A host without power carries nothing, whatever its namespace still shows.
 */
public final class HolderTimeline {
    /** The most changes that are kept; a laboratory that makes more is out of hand. */
    static final int LIMIT = 1_000_000;

    private final List<Change> changes = new ArrayList<>();

    /** Something that changed at a moment of {@link System#nanoTime()}. */
    public sealed interface Change {
        long atNanos();

        String host();

        /** An interface got an address. */
        record Gained(long atNanos, String host, int linkIndex, Cidr address) implements Change {}

        /** An interface lost an address. */
        record Lost(long atNanos, String host, int linkIndex, Cidr address) implements Change {}

        /** A host lost its power. */
        record PowerOff(long atNanos, String host) implements Change {}

        /** A host got power again. */
        record PowerOn(long atNanos, String host) implements Change {}
    }

    /**
     * A stretch of time with the same holders.
     *
     * @param holders the powered hosts that carry the address
     */
    public record Stretch(long fromNanos, long toNanos, Set<String> holders) {
        public Stretch {
            holders = Set.copyOf(holders);
        }

        Duration length() {
            return Duration.ofNanos(toNanos - fromNanos);
        }
    }

    synchronized void add(Change change) {
        if (changes.size() == LIMIT) {
            throw new LabException("more than " + LIMIT + " changes of addresses");
        }
        changes.add(change);
        notifyAll();
    }

    /** All changes so far that are about an address, power included. */
    public synchronized List<Change> changes(IpAddress address) {
        return changes.stream()
                .filter(change -> addressOf(change).map(address::equals).orElse(true))
                .toList();
    }

    /** The powered hosts that carry the address now, in the order of their names. */
    public synchronized Set<String> holders(IpAddress address) {
        Fold fold = new Fold(address);
        changes.forEach(fold::apply);
        return fold.holders();
    }

    /** The addresses that a host's interfaces carry now, with or without power. */
    synchronized Set<Cidr> carried(String host) {
        Set<Cidr> carried = new HashSet<>();
        for (Change change : changes) {
            if (change instanceof Change.Gained gained && gained.host().equals(host)) {
                carried.add(gained.address());
            } else if (change instanceof Change.Lost lost && lost.host().equals(host)) {
                carried.remove(lost.address());
            }
        }
        return carried;
    }

    /** Waits until exactly these hosts hold the address. */
    public synchronized void awaitHolders(IpAddress address, Set<String> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holders(address).equals(wanted)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new LabException(address + " is held by " + holders(address) + ", not by " + wanted + ", after "
                        + limit.toMillis() + " ms");
            }
            try {
                wait(Math.max(1, left / 1_000_000));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for a holder of " + address, interrupted);
            }
        }
    }

    /** The history of an address between two moments, without gaps. */
    public synchronized List<Stretch> stretches(IpAddress address, long fromNanos, long toNanos) {
        List<Stretch> stretches = new ArrayList<>();
        Fold fold = new Fold(address);
        long start = fromNanos;
        Set<String> holders = Set.of();
        for (Change change : changes) {
            long at = Math.min(Math.max(change.atNanos(), start), toNanos);
            fold.apply(change);
            if (fold.holders().equals(holders)) {
                continue;
            }
            if (change.atNanos() > fromNanos) {
                stretches.add(new Stretch(start, at, holders));
                start = at;
            }
            holders = fold.holders();
            if (change.atNanos() >= toNanos) {
                return stretches;
            }
        }
        stretches.add(new Stretch(start, toNanos, holders));
        return stretches;
    }

    /** How long two or more powered hosts held the address at once. */
    public Duration several(IpAddress address, long fromNanos, long toNanos) {
        return sum(stretches(address, fromNanos, toNanos), 2, Integer.MAX_VALUE);
    }

    /** How long no powered host held the address. */
    public Duration nobody(IpAddress address, long fromNanos, long toNanos) {
        return sum(stretches(address, fromNanos, toNanos), 0, 0);
    }

    /** How often the address came to another host than the one that got it last before. */
    public synchronized int moves(IpAddress address, long fromNanos, long toNanos) {
        int moves = 0;
        String last = null;
        for (Change change : changes) {
            if (!(change instanceof Change.Gained gained)
                    || !gained.address().address().equals(address)
                    || gained.atNanos() > toNanos) {
                continue;
            }
            if (last != null && !last.equals(gained.host()) && gained.atNanos() >= fromNanos) {
                moves++;
            }
            last = gained.host();
        }
        return moves;
    }

    /** When the address was last gained by a host since a moment; empty: not since. */
    public synchronized Optional<Long> gainedAt(IpAddress address, String host, long fromNanos) {
        return changes.stream()
                .filter(change -> change instanceof Change.Gained gained
                        && gained.host().equals(host)
                        && gained.address().address().equals(address)
                        && gained.atNanos() >= fromNanos)
                .map(Change::atNanos)
                .findFirst();
    }

    private static Duration sum(List<Stretch> stretches, int fewest, int most) {
        return stretches.stream()
                .filter(stretch ->
                        stretch.holders().size() >= fewest && stretch.holders().size() <= most)
                .map(Stretch::length)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Optional<IpAddress> addressOf(Change change) {
        if (change instanceof Change.Gained gained) {
            return Optional.of(gained.address().address());
        }
        if (change instanceof Change.Lost lost) {
            return Optional.of(lost.address().address());
        }
        return Optional.empty();
    }

    /** Replays changes, for one address. */
    private static final class Fold {
        private final IpAddress address;
        private final Map<String, Set<String>> places = new HashMap<>();
        private final Set<String> dark = new HashSet<>();

        Fold(IpAddress address) {
            this.address = address;
        }

        void apply(Change change) {
            if (change instanceof Change.Gained gained) {
                if (gained.address().address().equals(address)) {
                    places.computeIfAbsent(gained.host(), host -> new HashSet<>())
                            .add(gained.linkIndex() + " " + gained.address());
                }
            } else if (change instanceof Change.Lost lost) {
                places.getOrDefault(lost.host(), new HashSet<>()).remove(lost.linkIndex() + " " + lost.address());
            } else if (change instanceof Change.PowerOff off) {
                dark.add(off.host());
            } else if (change instanceof Change.PowerOn on) {
                dark.remove(on.host());
            }
        }

        Set<String> holders() {
            Set<String> holders = new TreeSet<>();
            places.forEach((host, set) -> {
                if (!set.isEmpty() && !dark.contains(host)) {
                    holders.add(host);
                }
            });
            return holders;
        }
    }
}
