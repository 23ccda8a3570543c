package io.aliasdefender.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether the kernel answers pings, by which other defenders know that this host lives. */
final class EchoCheck {
    private EchoCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        judge(facts, "net.ipv4.icmp_echo_ignore_all", found);
        if (facts.hasV6Alias()) {
            judge(facts, "net.ipv6.icmp.echo_ignore_all", found);
        }
        return found;
    }

    private static void judge(Facts facts, String key, List<Diagnosis> found) {
        new Sysctl(facts.inspector())
                .value(key)
                .ifPresent(value -> found.add(
                        value == 0
                                ? Diagnosis.ok(key + " is 0: this host answers pings")
                                : Diagnosis.warning(
                                        key
                                                + " is 1: other defenders hear this host by ARP alone, and clients that ping"
                                                + " an alias hear nothing",
                                        Sysctl.set(0, List.of(key)))));
    }
}
