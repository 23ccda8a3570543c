package io.aliasdefender.address;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.Namespaces;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.Settings.AddressTool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AddressChangerIT {
    private static final int MANY = 1_000;
    private static Namespaces net;
    private static String host;

    @BeforeAll
    static void makeHost() throws Exception {
        Namespaces.requireRoot();
        net = new Namespaces();
        host = net.host("a");
    }

    @AfterAll
    static void removeHost() {
        if (net != null) {
            net.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.100/24, eth0:1",
        "192.0.2.100/24,",
        "192.0.2.100/31,",
        "192.0.2.100/32, eth0:proxy",
        "2001:db8::64/64,",
        "2001:db8::64/128,"
    })
    void netlinkShouldLeaveTheInterfaceAsIpDoes(Cidr address, String label) throws Exception {
        Placement alias = new Placement(address, "eth0", Optional.ofNullable(label));
        String before = shown();

        assertThat(result(AddressTool.NETLINK, Kind.ADD, alias)).isInstanceOf(CommandResult.Done.class);
        String byNetlink = shown();
        assertThat(result(AddressTool.NETLINK, Kind.ADD, alias)).as("once more").isInstanceOf(CommandResult.Done.class);
        assertThat(result(AddressTool.NETLINK, Kind.REMOVE, alias)).isInstanceOf(CommandResult.Done.class);
        assertThat(shown()).isEqualTo(before);
        assertThat(result(AddressTool.NETLINK, Kind.REMOVE, alias))
                .as("once more")
                .isInstanceOf(CommandResult.Done.class);
        assertThat(result(AddressTool.IP, Kind.ADD, alias)).isInstanceOf(CommandResult.Done.class);

        assertThat(byNetlink).isEqualTo(shown()).contains(address.address().toString());
        assertThat(result(AddressTool.IP, Kind.REMOVE, alias)).isInstanceOf(CommandResult.Done.class);
    }

    @Test
    void netlinkWhenThereAreManyShouldChangeAllOfThem() throws Exception {
        List<AddressAction> adds = many(Kind.ADD);

        assertThat(apply(AddressTool.NETLINK, adds))
                .extracting(AddressApplied::result)
                .hasSize(MANY)
                .allMatch(CommandResult.Done.class::isInstance);
        assertThat(shown().lines().filter(line -> line.contains("198.18."))).hasSize(MANY);

        // The first goes last: a primary address takes its secondaries along, and what is gone counts as removed.
        assertThat(apply(AddressTool.NETLINK, many(Kind.REMOVE)))
                .extracting(AddressApplied::result)
                .allMatch(CommandResult.Done.class::isInstance);
        assertThat(shown()).doesNotContain("198.18.");
    }

    @Test
    void netlinkWhenOneOfSeveralCannotBeDoneShouldSayWhyAndDoTheOthers() throws Exception {
        ip("netns", "exec", host, "sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=1");
        List<AddressAction> actions = List.of(
                new AddressAction(1, Kind.ADD, placement("192.0.2.101/32", "eth0")),
                new AddressAction(2, Kind.ADD, placement("192.0.2.102/32", "eth7")),
                new AddressAction(3, Kind.ADD, placement("2001:db8::65/64", "eth0")),
                new AddressAction(4, Kind.ADD, placement("192.0.2.103/32", "eth0")),
                new AddressAction(5, Kind.REMOVE, placement("192.0.2.101/32", "eth0")));

        List<AddressApplied> applied = apply(AddressTool.NETLINK, actions);

        ip("netns", "exec", host, "sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=0");
        assertThat(applied).extracting(done -> done.action().id()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(why(applied.get(1)))
                .isEqualTo("the kernel could not add 192.0.2.102/32 on eth7: there is no interface eth7");
        assertThat(why(applied.get(2)))
                .startsWith("the kernel could not add 2001:db8::65/64 on eth0: IPv6 is disabled on the interface");
        assertThat(shown()).contains("192.0.2.103/32").doesNotContain("192.0.2.101/32");
        assertThat(result(AddressTool.NETLINK, Kind.REMOVE, placement("192.0.2.103/32", "eth0")))
                .isInstanceOf(CommandResult.Done.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"NETLINK", "IP", "IFCONFIG"})
    void addressOfIpv6WithAnotherPrefixThatNobodyKnewOfShouldMakeWay(AddressTool tool) throws Exception {
        Placement wrong = placement("2001:db8::66/128", "eth0");
        Placement right = placement("2001:db8::66/64", "eth0");
        Placement other = placement("2001:db8::67/64", "eth0");
        assertThat(result(AddressTool.NETLINK, Kind.ADD, wrong)).isInstanceOf(CommandResult.Done.class);

        assertThat(apply(tool, List.of(new AddressAction(1, Kind.ADD, other), new AddressAction(2, Kind.ADD, right))))
                .extracting(AddressApplied::result)
                .allMatch(CommandResult.Done.class::isInstance);
        assertThat(result(tool, Kind.REMOVE, other)).isInstanceOf(CommandResult.Done.class);

        assertThat(shown()).contains("2001:db8::66/64").doesNotContain("2001:db8::66/128");
        result(AddressTool.NETLINK, Kind.REMOVE, right);
    }

    @ParameterizedTest
    @EnumSource(names = {"NETLINK", "IP", "IFCONFIG"})
    void ownAddressWhenTheAliasIsTheFirstOfItsSubnetShouldOutliveItsRelease(AddressTool tool) throws Exception {
        ip("netns", "exec", host, "sysctl", "-qw", "net.ipv4.conf.all.promote_secondaries=0");
        ip("netns", "exec", host, "sysctl", "-qw", "net.ipv4.conf.eth0.promote_secondaries=0");
        Placement alias = new Placement(Cidr.of("198.51.100.100/24"), "eth0", Optional.of("eth0:1"));
        Placement other = new Placement(Cidr.of("198.51.100.101/24"), "eth0", Optional.of("eth0:2"));
        assertThat(result(tool, Kind.ADD, alias)).isInstanceOf(CommandResult.Done.class);
        ip("-n", host, "address", "add", "198.51.100.11/24", "broadcast", "+", "dev", "eth0");
        assertThat(result(tool, Kind.ADD, other)).isInstanceOf(CommandResult.Done.class);
        ip("-n", host, "route", "add", "default", "via", "198.51.100.1");

        assertThat(result(tool, Kind.REMOVE, alias)).isInstanceOf(CommandResult.Done.class);

        assertThat(ip("-n", host, "route", "show", "default"))
                .as("the routes of an interface go with its last address")
                .contains("198.51.100.1");
        assertThat(promotes())
                .as("the interface's own setting is left as it was")
                .isEqualTo("0");
        assertThat(shown())
                .contains("198.51.100.11/24 brd 198.51.100.255 scope global eth0\\")
                .contains("198.51.100.101/24")
                .contains("eth0:2\\")
                .doesNotContain("198.51.100.100/24");
        assertThat(result(tool, Kind.REMOVE, other)).isInstanceOf(CommandResult.Done.class);
        assertThat(shown()).contains("198.51.100.11/24").doesNotContain("198.51.100.101/24");
        ip("-n", host, "address", "del", "198.51.100.11/24", "dev", "eth0");
    }

    /** An address that is removed and added differently in one batch is there all the time, for whoever asks. */
    @ParameterizedTest
    @CsvSource({
        "NETLINK, 198.51.100.100/24, eth0:1, 198.51.100.100/24, eth0:2",
        "NETLINK, 198.51.100.100/24,, 198.51.100.100/25,",
        "NETLINK, 198.51.100.100/32,, 198.51.100.100/32, eth0:2",
        "NETLINK, 2001:db8::68/64,, 2001:db8::68/128,",
        "IP, 198.51.100.100/24, eth0:1, 198.51.100.100/24, eth0:2",
        "IP, 198.51.100.100/25,, 198.51.100.100/24,",
        "IP, 2001:db8::68/128,, 2001:db8::68/64,"
    })
    void addressWhenItIsReplacedShouldNeverBeGone(
            AddressTool tool, Cidr before, String labelBefore, Cidr after, String labelAfter) throws Exception {
        Placement old = new Placement(before, "eth0", Optional.ofNullable(labelBefore));
        Placement now = new Placement(after, "eth0", Optional.ofNullable(labelAfter));
        assertThat(result(tool, Kind.ADD, old)).isInstanceOf(CommandResult.Done.class);

        String told;
        try (AddressMonitor monitor = new AddressMonitor(host)) {
            assertThat(apply(
                            tool, List.of(new AddressAction(1, Kind.REMOVE, old), new AddressAction(2, Kind.ADD, now))))
                    .extracting(AddressApplied::result)
                    .allMatch(CommandResult.Done.class::isInstance);
            told = monitor.told();
        }

        assertThat(shown().lines().filter(line -> line.contains(after.address().toString())))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(after.toString())
                        .contains(labelAfter == null ? "eth0" : labelAfter + "\\"));
        assertThat(ip("-n", host, "-o", "address", "show", "dev", "lo"))
                .doesNotContain(after.address().toString());
        int there = 1;
        for (String line : told.lines()
                .filter(line -> line.contains(after.address().toString()))
                .toList()) {
            there += line.startsWith("Deleted") ? -1 : 1;
            assertThat(there).as(told).isPositive();
        }
        assertThat(result(tool, Kind.REMOVE, now)).isInstanceOf(CommandResult.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void aliasesBeforeTheOwnAddressShouldBePutBehindIt(String promote) throws Exception {
        ip("netns", "exec", host, "sysctl", "-qw", "net.ipv4.conf.all.promote_secondaries=0");
        ip("netns", "exec", host, "sysctl", "-qw", "net.ipv4.conf.eth0.promote_secondaries=" + promote);
        Placement first = new Placement(Cidr.of("198.51.100.100/24"), "eth0", Optional.of("eth0:1"));
        Placement second = placement("198.51.100.101/24", "eth0");
        result(AddressTool.NETLINK, Kind.ADD, first);
        result(AddressTool.NETLINK, Kind.ADD, second);
        ip("-n", host, "address", "add", "198.51.100.11/24", "dev", "eth0");
        ip("-n", host, "route", "add", "default", "via", "198.51.100.1");
        Set<IpAddress> aliases =
                Set.of(first.address().address(), second.address().address());

        List<AddressApplied> applied = NetNs.call(host, () -> {
            try (AddressChanger changer = AddressChanger.of(AddressTool.NETLINK)) {
                return OrderKeeper.restore(changer, aliases);
            }
        });

        assertThat(applied)
                .hasSize(4)
                .extracting(AddressApplied::result)
                .allMatch(CommandResult.Done.class::isInstance);
        List<String> lines = shown().lines().toList();
        assertThat(lines.get(0)).contains("198.51.100.11/24").doesNotContain("secondary");
        assertThat(lines.get(1)).contains("198.51.100.100/24", "secondary", "eth0:1\\");
        assertThat(lines.get(2)).contains("198.51.100.101/24", "secondary");
        assertThat(lines).hasSize(3);
        assertThat(ip("-n", host, "route", "get", "198.51.100.77")).contains("src 198.51.100.11");
        assertThat(ip("-n", host, "route", "show", "default")).contains("198.51.100.1");
        ip("-n", host, "address", "flush", "dev", "eth0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.100/24", "2001:db8::64/64"})
    void extensionShouldGiveAnotherLifetimeToWhatIsThereAndAddNothing(String address) throws Exception {
        Placement alias = placement(address, "eth0");
        Duration until = PutBack.now().plusSeconds(100);
        AddressAction hour = new AddressAction(1, Kind.EXTEND, alias)
                .lasting(new Lifetime(3_600, until.plusSeconds(4_000), Duration.ZERO));

        assertThat(why(apply(AddressTool.NETLINK, List.of(hour)).get(0))).contains("instead of " + alias);
        assertThat(shown()).doesNotContain(address);

        result(AddressTool.NETLINK, Kind.ADD, alias);
        assertThat(apply(AddressTool.NETLINK, List.of(hour)).get(0).result()).isInstanceOf(CommandResult.Done.class);
        assertThat(lifetime(address)).isBetween(3_590, 3_600);

        // Decided long ago: what is left until the end of the lease.
        AddressAction late = hour.lasting(new Lifetime(3_600, until, Duration.ZERO));
        assertThat(apply(AddressTool.NETLINK, List.of(late)).get(0).result()).isInstanceOf(CommandResult.Done.class);
        assertThat(lifetime(address)).isBetween(90, 100);

        result(AddressTool.NETLINK, Kind.EXTEND, alias);
        assertThat(ip("-n", host, "-o", "address", "show", "to", address)).contains("valid_lft forever");
        result(AddressTool.NETLINK, Kind.REMOVE, alias);
    }

    private static int lifetime(String address) throws Exception {
        String shown = ip("-n", host, "-o", "address", "show", "to", address);
        Matcher matcher = Pattern.compile("valid_lft (\\d+)sec").matcher(shown);
        assertThat(matcher.find()).as(shown).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static String promotes() throws Exception {
        return ip("netns", "exec", host, "sysctl", "-n", "net.ipv4.conf.eth0.promote_secondaries")
                .strip();
    }

    private static List<AddressAction> many(Kind kind) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> new AddressAction(
                        i, kind, placement("198.18." + i / 250 + "." + (i % 250 + 1) + "/16", "eth0")))
                .toList();
    }

    private static Placement placement(String address, String interfaceName) {
        return new Placement(Cidr.of(address), interfaceName, Optional.empty());
    }

    private static CommandResult result(AddressTool tool, Kind kind, Placement alias) throws Exception {
        return apply(tool, List.of(new AddressAction(1, kind, alias))).get(0).result();
    }

    private static List<AddressApplied> apply(AddressTool tool, List<AddressAction> actions) throws Exception {
        return NetNs.call(host, () -> {
            try (AddressChanger changer = AddressChanger.of(tool)) {
                return new ArrayList<>(changer.apply(actions));
            }
        });
    }

    /** Without the link-local address, which comes when it likes. */
    private static String shown() throws Exception {
        StringBuilder shown = new StringBuilder();
        ip("-n", host, "-o", "address", "show", "dev", "eth0")
                .lines()
                .filter(line -> !line.contains("fe80:"))
                .forEach(line -> shown.append(line).append('\n'));
        return shown.toString();
    }

    private static String why(AddressApplied applied) {
        return applied.result() instanceof CommandResult.Failed failed
                ? failed.why()
                : applied.result().toString();
    }
}
