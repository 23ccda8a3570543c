package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import java.util.ArrayList;
import java.util.List;

/** Whether the kernel answers ARP questions for an alias, and only on its interface (ip-sysctl.rst). */
final class ArpCheck {
    /** From here on addresses of the host itself are kept quiet. */
    private static final int ONLY_OTHER_SCOPES = 4;

    private ArpCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        Sysctl sysctl = new Sysctl(facts.inspector());
        List<Diagnosis> found = new ArrayList<>();
        for (Link link : facts.links()) {
            if (sysctl.effective("ipv4", link, "arp_ignore").isPresent()) {
                found.add(ignore(sysctl, link, facts));
                announce(sysctl, link, facts, found);
                filter(sysctl, link, facts, found);
            }
        }
        return found;
    }

    private static Diagnosis ignore(Sysctl sysctl, Link link, Facts facts) {
        int value = sysctl.effective("ipv4", link, "arp_ignore").orElse(0);
        List<String> sharing = facts.sharing(link);
        if (value >= ONLY_OTHER_SCOPES) {
            return Diagnosis.error(
                    "arp_ignore is " + value + " on " + link.name()
                            + ": this host answers no ARP question for an alias, so no client finds it",
                    Sysctl.set(1, sysctl.above("ipv4", link, "arp_ignore", ONLY_OTHER_SCOPES - 1)));
        }
        if (value == 0 && !sharing.isEmpty()) {
            return Diagnosis.warning(
                    link.name() + " shares its subnet with " + String.join(", ", sharing)
                            + ", and arp_ignore is 0: clients may learn the wrong interface's address for an alias",
                    Sysctl.set(1, Sysctl.keys("ipv4", link, "arp_ignore").subList(0, 1)));
        }
        return Diagnosis.ok("arp_ignore is " + value + " on " + link.name() + ": it answers for an alias");
    }

    private static void announce(Sysctl sysctl, Link link, Facts facts, List<Diagnosis> found) {
        int value = sysctl.effective("ipv4", link, "arp_announce").orElse(0);
        if (value == 0 && !facts.sharing(link).isEmpty()) {
            found.add(Diagnosis.warning(
                    "arp_announce is 0 on " + link.name()
                            + ": a question that leaves by another interface may name an alias as its sender",
                    Sysctl.set(2, Sysctl.keys("ipv4", link, "arp_announce").subList(0, 1))));
        }
    }

    private static void filter(Sysctl sysctl, Link link, Facts facts, List<Diagnosis> found) {
        int value = sysctl.effective("ipv4", link, "arp_filter").orElse(0);
        List<String> sharing = facts.sharing(link);
        if (value > 0 && !sharing.isEmpty()) {
            found.add(Diagnosis.warning(
                    "arp_filter is on and " + link.name() + " shares its subnet with " + String.join(", ", sharing)
                            + ": ARP questions are answered by the interface of the route back alone, or not at all",
                    Sysctl.set(0, sysctl.above("ipv4", link, "arp_filter", 0))));
        }
    }
}
