package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Whether interfaces that are to carry IPv6 aliases can. */
final class Ipv6Check {
    /** Duplicate address detection that fails for the link-local address turns IPv6 off on the interface. */
    private static final int DISABLES = 2;

    private Ipv6Check() {}

    static List<Diagnosis> examine(Facts facts) {
        Sysctl sysctl = new Sysctl(facts.inspector());
        List<Diagnosis> found = new ArrayList<>();
        for (Link link : facts.links()) {
            boolean wanted = facts.aliases().stream()
                    .filter(alias -> alias.address().v6())
                    .map(AliasSpec::placement)
                    .anyMatch(placement -> placement.interfaceName().equals(link.name()));
            if (wanted) {
                judge(sysctl, link, found);
            }
        }
        return found;
    }

    private static void judge(Sysctl sysctl, Link link, List<Diagnosis> found) {
        String own = Sysctl.keys("ipv6", link, "disable_ipv6").get(1);
        OptionalInt disabled = sysctl.value(own);
        if (disabled.isEmpty()) {
            found.add(Diagnosis.error(
                    "this kernel has no IPv6 for " + link.name() + ", which is to carry an IPv6 alias",
                    "remove ipv6.disable=1 from the kernel's command line and boot"));
            return;
        }
        if (disabled.getAsInt() > 0) {
            found.add(Diagnosis.error(
                    "IPv6 is disabled on " + link.name() + ", which is to carry an IPv6 alias",
                    Sysctl.set(0, List.of(own))));
            return;
        }
        if (sysctl.effective("ipv6", link, "accept_dad").orElse(1) >= DISABLES) {
            found.add(Diagnosis.warning(
                    "accept_dad is 2 on " + link.name() + ": one duplicate of its link-local address ends IPv6 there",
                    Sysctl.set(1, sysctl.above("ipv6", link, "accept_dad", DISABLES - 1))));
            return;
        }
        found.add(Diagnosis.ok("IPv6 is on for " + link.name()));
    }
}
