package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.Summary;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What another host told about its aliases, over all paths together, in one of its boots. */
public final class AliasBook {
    /** More than a configuration can have; what goes beyond is not remembered. */
    static final int MOST_ALIASES = 10_000;

    private final NavigableMap<IpAddress, Heard> aliases = new TreeMap<>();
    private long boot;
    private Optional<Summary> newest = Optional.empty();
    private long newestNanos;
    private boolean complete;

    private record Heard(AliasTold told, long heardNanos) {}

    /** Takes what a message says that counts. What is older than what was heard by another path has no effect. */
    public void heard(long messageBoot, Summary summary, Optional<AliasPart> part, long nowNanos) {
        if (messageBoot != boot) {
            clear();
            boot = messageBoot;
        }
        if (newest.filter(known -> known.version() > summary.version()).isPresent()) {
            return;
        }
        boolean changed = !newest.equals(Optional.of(summary)) || part.isPresent();
        newest = Optional.of(summary);
        newestNanos = nowNanos;
        part.ifPresent(piece -> apply(piece, nowNanos));
        if (changed) {
            complete = aliases.size() == summary.count()
                    && summary.digest()
                            == AliasTold.digest(
                                    aliases.values().stream().map(Heard::told).toList());
        }
    }

    private void clear() {
        aliases.clear();
        newest = Optional.empty();
        complete = false;
    }

    private void apply(AliasPart part, long nowNanos) {
        part.gone().forEach(aliases::remove);
        if (part.kind() != AliasPart.Kind.CHANGES) {
            Set<IpAddress> told = new HashSet<>();
            part.told().forEach(one -> told.add(one.address()));
            range(part).keySet().removeIf(address -> !told.contains(address));
        }
        for (AliasTold told : part.told()) {
            if (aliases.containsKey(told.address()) || aliases.size() < MOST_ALIASES) {
                aliases.put(told.address(), new Heard(told, nowNanos));
            }
        }
    }

    /** What is known of the aliases that a part tells all of. */
    private NavigableMap<IpAddress, Heard> range(AliasPart part) {
        NavigableMap<IpAddress, Heard> behind =
                part.after().map(after -> aliases.tailMap(after, false)).orElse(aliases);
        if (part.kind() == AliasPart.Kind.LAST_RANGE) {
            return behind;
        }
        IpAddress last = part.told().stream()
                .map(AliasTold::address)
                .max(IpAddress::compareTo)
                .filter(address -> part.after()
                        .filter(after -> after.compareTo(address) >= 0)
                        .isEmpty())
                .orElse(null);
        return last == null ? new TreeMap<>() : behind.headMap(last, true);
    }

    /** Whether what is known is not all that the other host has. */
    public boolean wantsWhole() {
        return newest.isPresent() && !complete;
    }

    /** Empty: nothing was heard of it. The age is what it is now. */
    public Optional<AliasTold> of(IpAddress address, long nowNanos) {
        return Optional.ofNullable(aliases.get(address))
                .map(heard ->
                        heard.told().aged(heard.told().ageMillis() + (nowNanos - heard.heardNanos()) / 1_000_000));
    }

    /** All of them, with the ages that were told. */
    public List<AliasTold> all() {
        return aliases.values().stream().map(Heard::told).toList();
    }

    /** When the newest of it was heard; empty: nothing was. */
    public Optional<Long> heardNanos() {
        return newest.map(summary -> newestNanos);
    }
}
