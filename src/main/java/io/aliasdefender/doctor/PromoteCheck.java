package io.aliasdefender.doctor;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import java.util.List;

/**
 * Whether the release of an alias takes other addresses away: the first address of a subnet on an interface is its primary
 * one, and the kernel deletes the others together with it unless {@code promote_secondaries} is on.
 */
final class PromoteCheck {
    private PromoteCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        Sysctl sysctl = new Sysctl(facts.inspector());
        return facts.links().stream()
                .filter(link ->
                        sysctl.effective("ipv4", link, "promote_secondaries").isPresent())
                .map(link -> judge(sysctl, link, facts))
                .toList();
    }

    private static Diagnosis judge(Sysctl sysctl, Link link, Facts facts) {
        if (sysctl.effective("ipv4", link, "promote_secondaries").getAsInt() > 0) {
            return Diagnosis.ok("promote_secondaries is on for " + link.name());
        }
        String remedy =
                Sysctl.set(1, Sysctl.keys("ipv4", link, "promote_secondaries").subList(0, 1));
        if (hasLeases(facts)) {
            return Diagnosis.error(
                    "promote_secondaries is off for " + link.name()
                            + ", and aliases need a lease: when the kernel ends the"
                            + " lifetime of one that is the primary address of its subnet, it deletes the others too",
                    remedy);
        }
        List<Carried> v4 = facts.addressesOf(link).stream()
                .filter(carried -> !carried.address().address().v6())
                .toList();
        for (Carried alias : v4) {
            if (!facts.isAlias(alias.address().address())) {
                continue;
            }
            // The kernel lists the primary one of each subnet before its secondaries.
            List<Cidr> subnet = v4.stream()
                    .map(Carried::address)
                    .filter(other -> sameSubnet(other, alias.address()))
                    .toList();
            if (subnet.size() > 1 && subnet.get(0).equals(alias.address())) {
                return Diagnosis.error(
                        "promote_secondaries is off and " + alias.address()
                                + " is the primary address of its subnet on " + link.name()
                                + ": its release would delete " + subnet.get(1) + " too",
                        remedy);
            }
        }
        boolean own =
                v4.stream().anyMatch(carried -> !facts.isAlias(carried.address().address()));
        return own || v4.isEmpty()
                ? Diagnosis.ok(
                        "promote_secondaries is off for " + link.name()
                                + ": fine while the host's own address stays; whoever deletes that deletes the aliases",
                        remedy)
                : Diagnosis.warning(
                        "promote_secondaries is off and " + link.name() + " has no address of its own yet: one that"
                                + " comes after an alias would be deleted with it",
                        remedy);
    }

    /** Their aliases have a lifetime, and nobody can put in order what the kernel does at its end. */
    private static boolean hasLeases(Facts facts) {
        return facts.aliases().stream()
                .anyMatch(alias ->
                        alias.policy().lease().isPresent() && !alias.address().v6());
    }

    private static boolean sameSubnet(Cidr one, Cidr other) {
        return one.prefixLength() == other.prefixLength() && one.network().equals(other.network());
    }
}
