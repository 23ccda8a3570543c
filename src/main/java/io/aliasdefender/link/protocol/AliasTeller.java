package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.AliasPart.Kind;
import io.aliasdefender.link.protocol.Body.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    /** Those that name a check. */
    private final Map<IpAddress, Blame> blames = new HashMap<>();

    private long version;
    private long digest;
    private long services;

    /** @param sinceNanos since when it is so */
    private record Entry(AliasTold told, long sinceNanos) {
        AliasTold at(long nowNanos) {
            return told.aged((nowNanos - sinceNanos) / 1_000_000);
        }
    }

    /**
     * Takes what is so now with one alias.
     *
     * @return whether that is news
     */
    public boolean tell(IpAddress address, Said said, long nowNanos) {
        Entry before = entries.get(address);
        AliasTold told = new AliasTold(address, said, 0);
        if (before != null && before.told().same(told)) {
            return false;
        }
        entries.put(address, new Entry(told, nowNanos));
        changed(before == null ? 0 : before.told().digest(), told.digest());
        services += told.serviceDigest() - (before == null ? 0 : before.told().serviceDigest());
        return true;
    }

    /**
     * Takes which checks fail for one alias. What is told of it besides stays as it is.
     *
     * @return whether that is news
     */
    public boolean blame(IpAddress address, Blame blame) {
        Blame before = blame.equals(Blame.NONE) ? blames.remove(address) : blames.put(address, blame);
        return !blame.equals(before == null ? Blame.NONE : before) && entries.containsKey(address);
    }

    /** As it is told now. */
    private AliasTold withBlame(Entry entry, long nowNanos) {
        AliasTold told = entry.at(nowNanos);
        return told.said().service() == Known.NO ? told.blaming(blames.getOrDefault(told.address(), Blame.NONE)) : told;
    }

    /**
     * This host does not have that alias in its configuration any more.
     *
     * @return whether that is news
     */
    public boolean gone(IpAddress address) {
        Entry before = entries.remove(address);
        if (before == null) {
            return false;
        }
        changed(before.told().digest(), 0);
        services -= before.told().serviceDigest();
        return true;
    }

    /** The digest is a sum. */
    private void changed(long before, long after) {
        version++;
        digest += after - before;
    }

    /** What was told of it last; nothing, where it is not told of. */
    public Said said(IpAddress address) {
        Entry entry = entries.get(address);
        return entry == null ? Said.NOTHING : entry.told().said();
    }

    public Summary summary() {
        return new Summary(version, digest, entries.size(), Optional.of(services));
    }

    /** What one other host has been told of. */
    public final class Listener {
        /** A change is told so often: the messages that tell it may be lost. */
        private static final int TIMES = 3;

        private final Map<IpAddress, Integer> changes = new LinkedHashMap<>();
        /** What it asks about. */
        private final Set<IpAddress> asked = new LinkedHashSet<>();
        /** Whether the whole is being told. */
        private boolean telling;
        /** The last one of it that was told; empty: none yet. */
        private Optional<IpAddress> after = Optional.empty();

        /** Something has changed with an alias. */
        public void changed(IpAddress address) {
            changes.put(address, TIMES);
        }

        /** It asks about these; what goes beyond a bound is not remembered. */
        public void asked(Collection<IpAddress> addresses) {
            addresses.stream().limit(AliasBook.MOST_ALIASES - asked.size()).forEach(asked::add);
        }

        /** Whether it has asked about something that it was not told since. */
        public boolean answering() {
            return !asked.isEmpty();
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
            Room room = Encoder.roomForAliases(rest, !blames.isEmpty());
            // Never walked through where there are thousands.
            boolean few = entries.size() <= room.left() / Room.LEAST
                    && entries.keySet().stream().mapToInt(room::bytes).sum() <= room.left();
            if (few) {
                changes.clear();
                asked.clear();
                telling = false;
                List<AliasTold> all = entries.values().stream()
                        .map(entry -> withBlame(entry, nowNanos))
                        .toList();
                return Optional.of(new AliasPart(Kind.LAST_RANGE, Optional.empty(), all, List.of()));
            }
            return !changes.isEmpty() || !asked.isEmpty()
                    ? Optional.of(changes(room, nowNanos))
                    : telling ? Optional.of(range(room, nowNanos)) : Optional.empty();
        }

        private AliasPart changes(Room room, long nowNanos) {
            List<AliasTold> told = new ArrayList<>();
            List<IpAddress> gone = new ArrayList<>();
            List<IpAddress> first = new ArrayList<>(asked);
            changes.keySet().stream()
                    .filter(address -> !asked.contains(address))
                    .forEach(first::add);
            for (IpAddress address : first) {
                if (!room.alias(address)) {
                    break;
                }
                asked.remove(address);
                Integer times = changes.remove(address);
                if (times != null && times > 1) {
                    // Behind those that were not told so often yet.
                    changes.put(address, times - 1);
                }
                Entry entry = entries.get(address);
                if (entry == null) {
                    gone.add(address);
                } else {
                    told.add(withBlame(entry, nowNanos));
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
                if (!room.alias(entry.getKey())) {
                    after = told.isEmpty()
                            ? begin
                            : Optional.of(told.get(told.size() - 1).address());
                    return new AliasPart(Kind.RANGE, begin, told, List.of());
                }
                told.add(withBlame(entry.getValue(), nowNanos));
            }
            telling = false;
            return new AliasPart(Kind.LAST_RANGE, begin, told, List.of());
        }
    }
}
