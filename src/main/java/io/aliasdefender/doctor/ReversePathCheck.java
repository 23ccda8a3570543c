package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import java.util.List;

/** Whether strict reverse-path filtering (RFC 3704) would drop what clients send to an alias. */
final class ReversePathCheck {
    private static final int STRICT = 1;

    private ReversePathCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        Sysctl sysctl = new Sysctl(facts.inspector());
        return facts.links().stream()
                .filter(link -> sysctl.effective("ipv4", link, "rp_filter").isPresent())
                .map(link -> judge(sysctl, link, facts))
                .toList();
    }

    private static Diagnosis judge(Sysctl sysctl, Link link, Facts facts) {
        int value = sysctl.effective("ipv4", link, "rp_filter").getAsInt();
        List<String> sharing = facts.sharing(link);
        boolean elsewhere = facts.kernel().routes().stream().noneMatch(route -> route.linkIndex() == link.index())
                && facts.kernel().routes().stream()
                        .anyMatch(route -> !route.gateway().v6());
        if (value == STRICT && (!sharing.isEmpty() || elsewhere)) {
            return Diagnosis.warning(
                    "rp_filter is 1 on " + link.name() + ", and "
                            + (elsewhere
                                    ? "the default route is not over it"
                                    : "it shares its subnet with " + String.join(", ", sharing))
                            + ": packets of some clients to an alias are dropped without a word",
                    // The larger value counts, so 2 (loose) on the interface wins over 1 on all.
                    Sysctl.set(2, Sysctl.keys("ipv4", link, "rp_filter").subList(1, 2)));
        }
        return Diagnosis.ok(
                "rp_filter is " + value + " on " + link.name() + " and drops nothing that comes to an alias");
    }
}
