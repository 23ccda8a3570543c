package io.aliasdefender.sim;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alias as it is configured at the moment, the same on every host; a reload changes it. */
final class SimAlias {
    final int index;
    final IpAddress address;
    List<Node> ranking;
    Policy policy;
    /** Which of the placements is configured: at home, at home with another prefix, on the other link. */
    int placed;
    /** The name of its group, if it is in one. */
    Optional<String> group = Optional.empty();
    /** The names of its checks. */
    List<String> checks = List.of();

    private final List<Placement> placements = new ArrayList<>();
    private final List<Integer> links = new ArrayList<>();

    /**
     * @param home on which link it is at first
     * @param linkCount how many links each host has
     */
    SimAlias(int index, IpAddress address, List<Node> ranking, Policy policy, int home, int linkCount) {
        this.index = index;
        this.address = address;
        this.ranking = List.copyOf(ranking);
        this.policy = policy;
        int prefix = address.v6() ? 64 : 24;
        place(home, prefix);
        place(home, prefix + 1);
        if (linkCount > 1) {
            place(1 - home, prefix);
        }
    }

    private void place(int link, int prefix) {
        String name = SimHost.linkName(link);
        Optional<String> label = address.v6() ? Optional.empty() : Optional.of(name + ":" + (index + 1));
        placements.add(new Placement(new Cidr(address, prefix), name, label));
        links.add(link);
    }

    long interval() {
        return policy.interval().toNanos();
    }

    AliasSpec spec(Node self) {
        return new AliasSpec(placement(), ranking, self, policy, group).fitBy(checks);
    }

    /** As it is configured at the moment. */
    Placement placement() {
        return placements.get(placed);
    }

    /** The link on which it is configured at the moment. */
    int link() {
        return links.get(placed);
    }

    /** The same address with another prefix on the same link. */
    Placement stray() {
        return placements.get(placed == 0 ? 1 : 0);
    }

    /** Another prefix, or another link where there is one. */
    void move() {
        placed = (placed + 1) % placements.size();
    }

    /** To the link on which it is not. */
    void moveToTheOtherLink() {
        placed = placed == 2 ? 0 : placements.size() - 1;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
