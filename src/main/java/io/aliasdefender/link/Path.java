package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to another node.
 *
 * @param node its name
 * @param from an address of this host
 * @param to an address of the node
 */
record Path(Kind kind, String node, IpAddress from, IpAddress to) {
    /** How a message goes. */
    enum Kind {
        /** As the kernel routes it. */
        DIRECT,
        /**
         * Onto the same link by way of a router of it, whichever that is: the two ends may know different ones, and no
         * end need know the other's.
         */
        VIA_ROUTER
    }

    /** The same pair of addresses, by way of the router. */
    Path viaRouter() {
        return new Path(Kind.VIA_ROUTER, node, from, to);
    }

    /** What the sender says of where its message goes. */
    long digest() {
        return Digests.of(kind.name(), from.toString(), to.toString());
    }

    /** What a message that came by it says. */
    long digestBack() {
        return new Path(kind, node, to, from).digest();
    }

    /**
     * Those to all other nodes, by a rule that gives both ends the same pairs whatever else they have: each family for
     * itself, the first address with the first one, the second with the second; where one node has fewer, its first one
     * takes the place of the others.
     */
    static List<Path> all(Settings settings) {
        List<Path> paths = new ArrayList<>();
        for (Node other : settings.nodes()) {
            if (!other.equals(settings.self())) {
                for (boolean v6 : new boolean[] {false, true}) {
                    paths.addAll(pairs(
                            other.name(), addresses(settings, settings.self(), v6), addresses(settings, other, v6)));
                }
            }
        }
        return paths;
    }

    private static List<Path> pairs(String node, List<IpAddress> ours, List<IpAddress> theirs) {
        List<Path> paths = new ArrayList<>();
        int count = ours.isEmpty() || theirs.isEmpty() ? 0 : Math.max(ours.size(), theirs.size());
        for (int i = 0; i < count; i++) {
            paths.add(new Path(
                    Kind.DIRECT, node, ours.get(i < ours.size() ? i : 0), theirs.get(i < theirs.size() ? i : 0)));
        }
        return paths;
    }

    private static List<IpAddress> addresses(Settings settings, Node node, boolean v6) {
        List<IpAddress> all = new ArrayList<>(List.of(node.address()));
        all.addAll(settings.link().also().getOrDefault(node.name(), List.of()));
        all.removeIf(address -> address.v6() != v6);
        return all;
    }
}
