package io.aliasdefender.failover;

import io.aliasdefender.core.LeaseStand;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import java.time.Duration;
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
    private final Map<String, Permit> told = new HashMap<>();
    private final Map<String, Members> leases = new HashMap<>();

    /** The aliases of one lease. */
    private static final class Members {
        private final Map<IpAddress, LeaseStand> stands = new HashMap<>();
        /** How many need it so much, so that none of the others has to be looked at. */
        private final Map<Wish, Integer> counts = new EnumMap<>(Wish.class);
        /** Those that are being handed over. */
        private final Map<IpAddress, Node> handing = new LinkedHashMap<>();
        /** Those that are offered to this host. */
        private final Set<IpAddress> offered = new HashSet<>();

        private LeaseWish newest;

        private Members(String name) {
            newest = new LeaseWish(name, Wish.NOTHING, Optional.empty(), false);
        }

        private void file(IpAddress alias, Optional<LeaseStand> stand) {
            Optional<LeaseStand> before =
                    Optional.ofNullable(stand.isPresent() ? stands.put(alias, stand.get()) : stands.remove(alias));
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

    /** What an alias is decided on. */
    Permit of(Defended defended) {
        return defended.spec.policy().lease().isEmpty()
                ? Permit.NOT_NEEDED
                : told.getOrDefault(defended.spec.leaseName(), Permit.NOT_ASKED);
    }

    /**
     * Takes note of what the store says.
     *
     * @param permit on the clock of the decisions
     */
    void heard(LeaseNews news, Permit permit) {
        told.put(news.name(), permit);
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

    /**
     * This process was not run for a while. Whether the clock of the decisions went on meanwhile depends on why, so it is
     * taken not to have; the next renewal says better.
     */
    void paused(Duration length) {
        told.replaceAll((name, permit) -> permit.shifted(length.negated()));
    }

    /** The alias is about to have another lease, or none. */
    void forget(Defended defended) {
        Members members = leases.get(defended.spec.leaseName());
        if (members != null) {
            members.file(defended.address(), Optional.empty());
        }
    }

    /**
     * Something was decided about an alias.
     *
     * @param stand empty: it is not defended any more
     * @return what is to be told to the store, where that is news
     */
    Optional<LeaseWish> decided(Defended defended, Optional<LeaseStand> stand) {
        if (defended.spec.policy().lease().isEmpty()) {
            return Optional.empty();
        }
        String name = defended.spec.leaseName();
        Members members = leases.computeIfAbsent(name, Members::new);
        members.file(defended.address(), stand);
        LeaseWish wish = new LeaseWish(
                name,
                members.together(),
                members.handing.values().stream().findFirst().map(Node::name),
                !members.offered.isEmpty());
        if (wish.equals(members.newest)) {
            return Optional.empty();
        }
        members.newest = wish;
        return Optional.of(wish);
    }
}
