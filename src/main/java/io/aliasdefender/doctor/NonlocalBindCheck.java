package io.aliasdefender.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether a service can listen on an alias before the alias is here. */
final class NonlocalBindCheck {
    private NonlocalBindCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        judge(facts, "net.ipv4.ip_nonlocal_bind", found);
        if (facts.hasV6Alias()) {
            judge(facts, "net.ipv6.ip_nonlocal_bind", found);
        }
        return found;
    }

    private static void judge(Facts facts, String key, List<Diagnosis> found) {
        new Sysctl(facts.inspector())
                .value(key)
                .ifPresent(value -> found.add(
                        value > 0
                                ? Diagnosis.ok(key + " is 1: services may listen on an alias before it comes")
                                : Diagnosis.ok(
                                        key + " is 0: a service that listens on an alias alone starts only where the"
                                                + " alias is; one that listens on all addresses does not mind",
                                        Sysctl.set(1, List.of(key)))));
    }
}
