package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Said;
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
    /** Of all that is known. */
    private long digest;

    private long services;

    private boolean complete;

    private record Heard(AliasTold told, long heardNanos) {}

    /**
     * Takes what a message says that counts. What is older than what was heard by another path has no effect.
     *
     * @param besides what it says of aliases in other sections, which do not tell of the service and its checks
     * @return the aliases of which something else is known now, or nothing any more; empty: the message is older
     */
    public Optional<Set<IpAddress>> heard(
            long messageBoot, Summary summary, Optional<AliasPart> part, List<AliasTold> besides, long nowNanos) {
        Set<IpAddress> changed = new HashSet<>();
        if (messageBoot != boot) {
            changed.addAll(aliases.keySet());
            clear();
            boot = messageBoot;
        }
        if (newest.filter(known -> known.version() > summary.version()).isPresent()) {
            return Optional.empty();
        }
        boolean news = !newest.equals(Optional.of(summary)) || part.isPresent() || !besides.isEmpty();
        newest = Optional.of(summary);
        newestNanos = nowNanos;
        part.ifPresent(piece -> apply(piece, changed, nowNanos));
        besides.forEach(told ->
                put(told.serving(said(told.address()).service()).blaming(blame(told.address())), changed, nowNanos));
        if (news) {
            complete = aliases.size() == summary.count()
                    && summary.digest() == digest
                    && summary.services().filter(told -> told != services).isEmpty();
        }
        return Optional.of(changed);
    }

    private void clear() {
        aliases.clear();
        digest = 0;
        services = 0;
        newest = Optional.empty();
        complete = false;
    }

    private void apply(AliasPart part, Set<IpAddress> changed, long nowNanos) {
        part.gone().forEach(address -> remove(address, changed));
        if (part.kind() != AliasPart.Kind.CHANGES) {
            Set<IpAddress> told = new HashSet<>();
            part.told().forEach(one -> told.add(one.address()));
            List<IpAddress> gone = range(part).keySet().stream()
                    .filter(address -> !told.contains(address))
                    .toList();
            gone.forEach(address -> remove(address, changed));
        }
        part.told().forEach(told -> put(told, changed, nowNanos));
    }

    private void remove(IpAddress address, Set<IpAddress> changed) {
        Heard before = aliases.remove(address);
        if (before != null) {
            digest -= before.told().digest();
            services -= before.told().serviceDigest();
            changed.add(address);
        }
    }

    private void put(AliasTold told, Set<IpAddress> changed, long nowNanos) {
        Heard before = aliases.get(told.address());
        if (before == null && aliases.size() >= MOST_ALIASES) {
            return;
        }
        aliases.put(told.address(), new Heard(told, nowNanos));
        if (before == null || !before.told().same(told)) {
            digest += told.digest() - (before == null ? 0 : before.told().digest());
            services +=
                    told.serviceDigest() - (before == null ? 0 : before.told().serviceDigest());
            changed.add(told.address());
        } else if (!before.told().blame().equals(told.blame())) {
            changed.add(told.address());
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

    /** Whether the newest message proves that all that is known is so. */
    public boolean complete() {
        return complete;
    }

    /** Whether what is known is not all that the other host has. */
    public boolean wantsWhole() {
        return newest.isPresent() && !complete;
    }

    /** Nothing, where nothing was heard of it. */
    public Said said(IpAddress address) {
        Heard heard = aliases.get(address);
        return heard == null ? Said.NOTHING : heard.told().said();
    }

    /** Which checks fail for it. */
    public Blame blame(IpAddress address) {
        Heard heard = aliases.get(address);
        return heard == null ? Blame.NONE : heard.told().blame();
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
