package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is who on one link: the link-layer addresses that are known to be a node's, because they answered there for one of
 * the node's own addresses. A host with two cards has one on each link, and a bonded card may change its own.
 *
 * @param own this host's link-layer address on the link; empty: none, or not known
 * @param nodes by node the link-layer addresses, the newest last
 */
public record Identity(Optional<MacAddress> own, Map<Node, List<MacAddress>> nodes) {
    /** A node with more cards on one link than this is remembered by its newest. */
    private static final int MOST_OF_A_NODE = 4;

    /** Nobody is known, not even this host. */
    public static final Identity NOBODY = new Identity(Optional.empty(), Map.of());

    /** Nobody else is known yet. */
    public static Identity of(Optional<MacAddress> own) {
        return own.isEmpty() ? NOBODY : new Identity(own, Map.of());
    }

    /** The same with one more answer for an address of the node. An address that was another node's is that no more. */
    public Identity learnt(Node node, MacAddress mac) {
        if (macOf(node).filter(mac::equals).isPresent()) {
            return this;
        }
        Map<Node, List<MacAddress>> more = new LinkedHashMap<>();
        nodes.forEach((known, macs) -> {
            List<MacAddress> others = without(macs, mac);
            if (!others.isEmpty()) {
                more.put(known, others);
            }
        });
        List<MacAddress> macs = new ArrayList<>(more.getOrDefault(node, List.of()));
        macs.add(mac);
        more.put(node, List.copyOf(macs.subList(Math.max(0, macs.size() - MOST_OF_A_NODE), macs.size())));
        return new Identity(own, more);
    }

    /** The newest link-layer address that is known of a node. */
    Optional<MacAddress> macOf(Node node) {
        List<MacAddress> macs = nodes.get(node);
        return macs == null ? Optional.empty() : Optional.of(macs.get(macs.size() - 1));
    }

    private static List<MacAddress> without(List<MacAddress> macs, MacAddress mac) {
        return macs.stream().filter(other -> !other.equals(mac)).toList();
    }

    /** Whose a link-layer address is, when these are all the nodes besides this host. */
    public MacOwner whose(MacAddress mac, Collection<Node> others) {
        boolean allKnown = true;
        for (Node node : others) {
            List<MacAddress> macs = nodes.get(node);
            if (macs == null) {
                allKnown = false;
            } else if (macs.contains(mac)) {
                return new MacOwner.OfNode(node);
            }
        }
        return allKnown ? new MacOwner.Stranger() : new MacOwner.NotKnownYet();
    }

    /**
     * Whether this host comes before another one that it cannot place in the ranking: the lower link-layer address does,
     * which both see alike.
     */
    boolean ownComesBefore(MacAddress other) {
        return own.isPresent() && own.get().compareTo(other) < 0;
    }
}
