package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Thousands of aliases in a network of their own, 198.18.0.0/15, which RFC 2544 keeps for measuring. */
final class ManyAliases {
    private static final String SUBNET = "/15";
    private static final int ADDRESSES_A_BLOCK = 250;

    private ManyAliases() {}

    /** @param half of the network: 0 or 1 */
    static List<IpAddress> addresses(int count, int half) {
        return IntStream.range(0, count)
                .mapToObj(i -> IpAddress.of(
                        "198.%d.%d.%d".formatted(18 + half, 1 + i / ADDRESSES_A_BLOCK, 1 + i % ADDRESSES_A_BLOCK)))
                .toList();
    }

    /** Every machine gets an address of its own in that network; hosts lose it with their power. */
    static void join(Lab lab) {
        List<Station> stations =
                List.of(lab.router(), lab.web(1).station(), lab.web(2).station(), lab.client());
        for (int i = 0; i < stations.size(); i++) {
            String own = "198.18.0." + (i + 1) + SUBNET;
            stations.get(i).namespace().ip("address", "replace", own, "dev", Station.INTERFACE);
        }
    }

    /** @param grouped whether all of them move together or not at all */
    static LabConfig config(Duration interval, List<IpAddress> aliases, boolean grouped) {
        LabConfig config = LabConfig.every(interval)
                .defending(
                        aliases.stream().map(alias -> Cidr.of(alias + SUBNET)).toArray(Cidr[]::new));
        String members = aliases.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
        return grouped ? config.with("groups: {all: [" + members + "]}") : config;
    }

    /** Waits until a host carries all of them. */
    static void awaitHeld(Lab lab, LabHost host, List<IpAddress> aliases, Duration limit) {
        Set<IpAddress> wanted = new HashSet<>(aliases);
        Await.until(
                limit,
                () -> held(lab, host, wanted) == wanted.size(),
                () -> host + " holds all of " + wanted.size() + ", not " + held(lab, host, wanted) + "\n"
                        + host.lastLines(10));
    }

    static long held(Lab lab, LabHost host, Set<IpAddress> wanted) {
        return lab.timeline().carried(host.name()).stream()
                .filter(cidr -> wanted.contains(cidr.address()))
                .count();
    }
}
