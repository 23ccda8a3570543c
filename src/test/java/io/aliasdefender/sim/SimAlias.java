package io.aliasdefender.sim;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import java.util.List;
import java.util.Optional;

/** An alias as it is configured at the moment, the same on every host; a reload changes it. */
final class SimAlias {
    final int index;
    final IpAddress address;
    List<Node> ranking;
    Policy policy;
    /** Which of {@link #placements} is configured. */
    int placed;
    /** The name of its group, if it is in one. */
    Optional<String> group = Optional.empty();

    private final List<Placement> placements;

    SimAlias(int index, IpAddress address, List<Node> ranking, Policy policy) {
        this.index = index;
        this.address = address;
        this.ranking = List.copyOf(ranking);
        this.policy = policy;
        int prefix = address.v6() ? 64 : 24;
        Optional<String> label = address.v6() ? Optional.empty() : Optional.of("eth0:" + (index + 1));
        placements = List.of(
                new Placement(new Cidr(address, prefix), "eth0", label),
                new Placement(new Cidr(address, prefix + 1), "eth0", label));
    }

    long interval() {
        return policy.interval().toNanos();
    }

    long spacing() {
        return policy.confirmSpacing().toNanos();
    }

    AliasSpec spec(Node self) {
        return new AliasSpec(placements.get(placed), ranking, self, policy, group);
    }

    static int prefixBit(int placement) {
        return 1 << placement;
    }

    int prefixBit(Placement placement) {
        return prefixBit(placements.indexOf(placement));
    }

    Placement placement(int number) {
        return placements.get(number);
    }

    int placementCount() {
        return placements.size();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
