package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.AliasPart.Kind;
import io.aliasdefender.link.protocol.Body.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What this host has to tell about its aliases. Where all of them fit in a message, each message has all of them; where
 * they do not, it has what changed lately, and the whole goes in pieces to whoever lacks something.
 */
public final class AliasTeller {
    private final NavigableMap<IpAddress, Entry> entries = new TreeMap<>();
    private long version;
    private long digest;

    /** @param sinceNanos since when it is so */
    private record Entry(AliasTold told, long sinceNanos) {
        AliasTold at(long nowNanos) {
            return told.aged((nowNanos - sinceNanos) / 1_000_000);
        }
    }

    /**
     * Takes what is so now, all of it.
     *
     * @return what has changed or is gone
     */
    public Set<IpAddress> update(Collection<AliasTold> all, long nowNanos) {
        Set<IpAddress> changed = new HashSet<>();
        Set<IpAddress> kept = new HashSet<>();
        for (AliasTold told : all) {
            kept.add(told.address());
            Entry before = entries.get(told.address());
            if (before == null || !before.told().same(told)) {
                changed.add(told.address());
            }
            entries.put(told.address(), new Entry(told, nowNanos - told.ageMillis() * 1_000_000));
        }
        entries.keySet().stream().filter(address -> !kept.contains(address)).forEach(changed::add);
        entries.keySet().retainAll(kept);
        if (!changed.isEmpty()) {
            version++;
            digest = AliasTold.digest(entries.values().stream().map(Entry::told).toList());
        }
        return changed;
    }

    public Summary summary() {
        return new Summary(version, digest, entries.size());
    }

    /** What one other host has been told of. */
    public final class Listener {
        /** A change is told so often: the messages that tell it may be lost. */
        private static final int TIMES = 3;

        private final Map<IpAddress, Integer> changes = new HashMap<>();
        /** Whether the whole is being told. */
        private boolean telling;
        /** The last one of it that was told; empty: none yet. */
        private Optional<IpAddress> after = Optional.empty();

        /** Something has changed. */
        public void changed(Set<IpAddress> addresses) {
            addresses.forEach(address -> changes.put(address, TIMES));
        }

        /** It lacks something; has no effect while the whole is being told. */
        public void tellWhole() {
            after = telling ? after : Optional.empty();
            telling = true;
        }

        /** Whether there is more to tell than the next message can. */
        public boolean telling() {
            return telling || !changes.isEmpty();
        }

        /**
         * The next part; empty: there is nothing to tell.
         *
         * @param rest of the message
         */
        public Optional<AliasPart> next(Body rest, long nowNanos) {
            Room room = new Room(Encoder.roomForAliases(rest));
            // Never walked through where there are thousands.
            boolean few = entries.size() <= room.left / Room.LEAST
                    && entries.keySet().stream().mapToInt(Room::bytes).sum() <= room.left;
            if (few) {
                changes.clear();
                telling = false;
                List<AliasTold> all = entries.values().stream()
                        .map(entry -> entry.at(nowNanos))
                        .toList();
                return Optional.of(new AliasPart(Kind.LAST_RANGE, Optional.empty(), all, List.of()));
            }
            return !changes.isEmpty()
                    ? Optional.of(changes(room, nowNanos))
                    : telling ? Optional.of(range(room, nowNanos)) : Optional.empty();
        }

        private AliasPart changes(Room room, long nowNanos) {
            List<AliasTold> told = new ArrayList<>();
            List<IpAddress> gone = new ArrayList<>();
            for (IpAddress address : List.copyOf(changes.keySet())) {
                if (!room.take(address)) {
                    break;
                }
                changes.computeIfPresent(address, (same, times) -> times > 1 ? times - 1 : null);
                Entry entry = entries.get(address);
                if (entry == null) {
                    gone.add(address);
                } else {
                    told.add(entry.at(nowNanos));
                }
            }
            return new AliasPart(Kind.CHANGES, Optional.empty(), told, gone);
        }

        private AliasPart range(Room room, long nowNanos) {
            Optional<IpAddress> begin = after;
            NavigableMap<IpAddress, Entry> rest =
                    begin.map(address -> entries.tailMap(address, false)).orElse(entries);
            List<AliasTold> told = new ArrayList<>();
            for (Map.Entry<IpAddress, Entry> entry : rest.entrySet()) {
                if (!room.take(entry.getKey())) {
                    after = Optional.of(told.get(told.size() - 1).address());
                    return new AliasPart(Kind.RANGE, begin, told, List.of());
                }
                told.add(entry.getValue().at(nowNanos));
            }
            telling = false;
            return new AliasPart(Kind.LAST_RANGE, begin, told, List.of());
        }
    }

    private static final class Room {
        static final int LEAST = Layout.addressBytes(false) + Layout.ALIAS_BYTES;

        private int left;

        Room(int bytes) {
            left = bytes;
        }

        static int bytes(IpAddress address) {
            return Layout.addressBytes(address.v6()) + Layout.ALIAS_BYTES;
        }

        boolean take(IpAddress address) {
            boolean fits = bytes(address) <= left;
            left -= fits ? bytes(address) : 0;
            return fits;
        }
    }
}
