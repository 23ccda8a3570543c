package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.IpAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One alias as this host must defend it.
 *
 * @param placement where it goes on this host
 * @param ranking every host that may hold it, the most preferred first; {@code self} is among them
 * @param self this host
 * @param policy how it is defended
 * @param group the name of the group whose aliases move together or not at all; empty: it moves on its own
 * @param witnesses what proves that the network works, for this alias's link; empty: what the whole file says
 * @param probes whose answers say that another host has it, at least one
 * @param checks the names of the checks that must pass for this host to be fit for it; empty: it is always fit
 * @param attached what moves along with it
 */
public record AliasSpec(
        Placement placement,
        List<Node> ranking,
        Node self,
        Policy policy,
        Optional<String> group,
        Optional<List<Witness>> witnesses,
        Set<Probe> probes,
        List<String> checks,
        Attached attached) {
    public AliasSpec {
        ranking = List.copyOf(ranking);
        probes = Collections.unmodifiableSet(EnumSet.copyOf(probes));
        checks = List.copyOf(checks);
        if (!ranking.contains(self)) {
            throw new IllegalArgumentException(self + " is not among " + ranking);
        }
    }

    /** An alias with the witnesses of the whole file. */
    public AliasSpec(Placement placement, List<Node> ranking, Node self, Policy policy, Optional<String> group) {
        this(
                placement,
                ranking,
                self,
                policy,
                group,
                Optional.empty(),
                EnumSet.allOf(Probe.class),
                List.of(),
                Attached.NOTHING);
    }

    /** The same elsewhere on this host. */
    public AliasSpec at(Placement other) {
        return new AliasSpec(other, ranking, self, policy, group, witnesses, probes, checks, attached);
    }

    /** The same in a group, or in none. */
    public AliasSpec in(Optional<String> otherGroup) {
        return new AliasSpec(placement, ranking, self, policy, otherGroup, witnesses, probes, checks, attached);
    }

    /** The same with witnesses of its own, or with those of the whole file. */
    public AliasSpec provedBy(Optional<List<Witness>> others) {
        return new AliasSpec(placement, ranking, self, policy, group, others, probes, checks, attached);
    }

    /** The same where only answers of these kinds count. */
    public AliasSpec askedBy(Set<Probe> others) {
        return new AliasSpec(placement, ranking, self, policy, group, witnesses, others, checks, attached);
    }

    /** The same defended otherwise. */
    public AliasSpec under(Policy other) {
        return new AliasSpec(placement, ranking, self, other, group, witnesses, probes, checks, attached);
    }

    /** The same where this host must pass these checks. */
    public AliasSpec fitBy(List<String> others) {
        return new AliasSpec(placement, ranking, self, policy, group, witnesses, probes, others, attached);
    }

    /** The same with this beside it. */
    public AliasSpec with(Attached others) {
        return new AliasSpec(placement, ranking, self, policy, group, witnesses, probes, checks, others);
    }

    /** An alias that moves on its own. */
    public AliasSpec(Placement placement, List<Node> ranking, Node self, Policy policy) {
        this(placement, ranking, self, policy, Optional.empty());
    }

    /** What a holder has in the store of the leases, whatever its group: a reload may reach another host later. */
    public String leaseKey() {
        return leaseKey(address());
    }

    /** The same of any alias. */
    public static String leaseKey(IpAddress address) {
        return "alias/" + address;
    }

    /** The name of the lease that a holder must have: one for a group. */
    public String leaseName() {
        return group.map(name -> "group/" + name).orElseGet(this::leaseKey);
    }

    public IpAddress address() {
        return placement.address().address();
    }

    /** This host's rank; 1 is the primary. */
    public int rank() {
        return ranking.indexOf(self) + 1;
    }

    /** The hosts that come before this one. */
    public List<Node> better() {
        return ranking.subList(0, rank() - 1);
    }

    /** Every host but this one. */
    public List<Node> others() {
        return ranking.stream().filter(node -> !node.equals(self)).toList();
    }

    /** What this host is called in sentences: primary, secondary, or its rank. */
    public String role() {
        return switch (rank()) {
            case 1 -> "primary";
            case 2 -> "secondary";
            default -> "rank " + rank();
        };
    }
}
