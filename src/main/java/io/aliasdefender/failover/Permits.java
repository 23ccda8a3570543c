package io.aliasdefender.failover;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.LeaseStand;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the leases permit, and how much this host needs each of them: as much as its aliases, which may be a whole group,
 * need it together.
 */
final class Permits {
    private final Timers timers;
    private final long begunNanos;
    private final Map<String, LeaseNews> told = new HashMap<>();
    /** Since when a lease is needed of which nothing was told yet, on the clock of the decisions. */
    private final Map<String, Duration> neededSince = new HashMap<>();

    private final Map<String, Members> leases = new HashMap<>();
    /** By lease: what its holder has in the store, as it is configured. */
    private final Map<String, Set<String>> keys = new HashMap<>();
    /** Aliases that had this lease, and of which nothing was decided since. */
    private final Map<IpAddress, String> left = new HashMap<>();

    private long wishes;

    /** @param begunNanos when the clock of the decisions was 0 */
    Permits(Timers timers, long begunNanos) {
        this.timers = timers;
        this.begunNanos = begunNanos;
    }

    /** The aliases of one lease. */
    private static final class Members {
        private final Map<IpAddress, LeaseStand> stands = new HashMap<>();
        /** How many need it so much, so that none of the others has to be looked at. */
        private final Map<Wish, Integer> counts = new EnumMap<>(Wish.class);
        /** Those that are being handed over. */
        private final Map<IpAddress, Node> handing = new LinkedHashMap<>();
        /** Those that are offered to this host. */
        private final Set<IpAddress> offered = new HashSet<>();

        /** What the holder has in the store; empty where that has changed. */
        private Optional<Set<String>> keys = Optional.empty();

        private LeaseWish newest;
        /** The number of the newest wish by which the lease was given up: what was permitted before is void. */
        private long givenUp;

        private Members(String name) {
            newest = LeaseWish.none(name);
        }

        private void file(IpAddress alias, Optional<LeaseStand> stand) {
            Optional<LeaseStand> before =
                    Optional.ofNullable(stand.isPresent() ? stands.put(alias, stand.get()) : stands.remove(alias));
            keys = before.isPresent() == stand.isPresent() ? keys : Optional.empty();
            before.ifPresent(old -> counts.merge(old.wish(), -1, Integer::sum));
            handing.remove(alias);
            offered.remove(alias);
            stand.ifPresent(now -> {
                counts.merge(now.wish(), 1, Integer::sum);
                now.handingTo().ifPresent(node -> handing.put(alias, node));
                if (now.offered()) {
                    offered.add(alias);
                }
            });
        }

        private boolean any(Wish wish) {
            return counts.getOrDefault(wish, 0) > 0;
        }

        /** It is asked for only when all of a group are silent: one that answers elsewhere keeps the others there. */
        private Wish together() {
            if (any(Wish.NEEDED)) {
                return Wish.NEEDED;
            }
            boolean all = !any(Wish.NOTHING) && !any(Wish.KEEP);
            return any(Wish.WANTED) && all
                    ? Wish.WANTED
                    : any(Wish.WANTED) || any(Wish.KEEP) ? Wish.KEEP : Wish.NOTHING;
        }
    }

    /**
     * What an alias is decided on. The end of a permit is put on the clock of the decisions anew each time: that clock may
     * have stood still since the news came, or while they were on their way.
     */
    Permit of(Defended defended) {
        if (defended.spec.policy().lease().isEmpty()) {
            return Permit.NOT_NEEDED;
        }
        String name = defended.spec.leaseName();
        LeaseNews news = told.get(name);
        Members members = leases.get(name);
        if (news == null) {
            Duration now = Duration.ofNanos(timers.nanoTime() - begunNanos);
            return Permit.notAsked(Optional.of(neededSince.computeIfAbsent(name, first -> now)));
        }
        if (members != null && news.wish() < members.givenUp) {
            return Permit.notAsked(Optional.empty());
        }
        // Read in this order, what passes in between makes the permit shorter.
        long now = timers.nanoTime();
        return news.permit().shifted(Duration.ofNanos(now - timers.bootNanos() - begunNanos));
    }

    /** From the clock of the decisions to the one that goes on while the machine is suspended. */
    Lifetime onBootClock(Lifetime lifetime) {
        // Read in this order, what passes in between makes it end sooner.
        long boot = timers.bootNanos();
        return lifetime.shifted(Duration.ofNanos(boot - timers.nanoTime() + begunNanos));
    }

    /** Takes note of what the store says. */
    void heard(LeaseNews news) {
        told.put(news.name(), news);
    }

    /** What the configuration says from now on. If no lease is needed any more, and one is again, the store is to be heard anew. */
    void configured(Collection<AliasSpec> aliases) {
        keys.clear();
        leases.values().forEach(members -> members.keys = Optional.empty());
        aliases.stream()
                .filter(spec -> spec.policy().lease().isPresent())
                .forEach(spec -> keys.computeIfAbsent(spec.leaseName(), name -> new HashSet<>())
                        .add(spec.leaseKey()));
        if (keys.isEmpty()) {
            told.clear();
            neededSince.clear();
        }
    }

    /** The aliases of a lease, which may be a whole group. */
    Collection<Defended> concerned(String name, Roster roster) {
        Members members = leases.get(name);
        return members == null
                ? List.of()
                : List.copyOf(members.stands.keySet()).stream()
                        .flatMap(alias -> roster.find(alias).stream())
                        .toList();
    }

    /** The alias is about to have another lease, or none: the old one is told of that when the other one is wanted. */
    void forget(Defended defended) {
        Members members = leases.get(defended.spec.leaseName());
        if (members != null) {
            members.file(defended.address(), Optional.empty());
            left.put(defended.address(), defended.spec.leaseName());
        }
    }

    /**
     * Something was decided about an alias.
     *
     * @param stand empty: it is not defended any more
     * @return what is to be told to the store in this order, where that is news
     */
    List<LeaseWish> decided(Defended defended, Optional<LeaseStand> stand) {
        if (defended.spec.policy().lease().isEmpty()) {
            return List.of();
        }
        String name = defended.spec.leaseName();
        Members members = leases.computeIfAbsent(name, Members::new);
        members.file(defended.address(), stand);
        List<LeaseWish> news = new ArrayList<>(1);
        news(name, members).ifPresent(news::add);
        String before = left.remove(defended.address());
        // Of what both have, nothing is given back meanwhile; nor of what others had, who have not said yet what they
        // want.
        if (before != null && !before.equals(name) && !left.containsValue(before)) {
            news(before, leases.get(before)).ifPresent(news::add);
        }
        return news;
    }

    private Optional<LeaseWish> news(String name, Members members) {
        LeaseWish wish = new LeaseWish(
                name,
                keys(name, members),
                members.together(),
                members.handing.values().stream().findFirst().map(Node::name),
                !members.offered.isEmpty(),
                wishes + 1);
        if (wish.isFor(members.newest)) {
            return Optional.empty();
        }
        wishes++;
        members.newest = wish;
        if (wish.wish() == Wish.NOTHING) {
            members.givenUp = wish.number();
        }
        return Optional.of(wish);
    }

    /** Those of the configuration, and of what has left it and is still here; of a name that nobody has any more, what it had. */
    private Set<String> keys(String name, Members members) {
        if (members.keys.isEmpty()) {
            Set<String> all = new HashSet<>(keys.getOrDefault(name, Set.of()));
            members.stands.keySet().forEach(alias -> all.add(AliasSpec.leaseKey(alias)));
            members.keys = Optional.of(all.isEmpty() ? members.newest.keys() : Set.copyOf(all));
        }
        return members.keys.get();
    }
}
