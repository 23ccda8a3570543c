package io.aliasdefender.doctor;

import static io.aliasdefender.doctor.Situation.carried;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernel settings, each with what it does to an alias. */
class KernelChecksTest {
    private static final Link TWIN = new Link(3, "eth1", MacAddress.of("02:00:00:00:01:11"), true, true, false);

    private final Situation host = new Situation();

    @ParameterizedTest
    @CsvSource({
        "0, 0, OK",
        "1, 0, OK",
        "2, 0, OK",
        "0, 8, ERROR",
        "8, 0, ERROR",
        "8, 8, ERROR",
    })
    void arpIgnoreWhenItKeepsOwnAddressesQuietShouldBeAnError(int all, int own, Level level) throws Exception {
        host.inspector().sysctl("net.ipv4.conf.all.arp_ignore", all).sysctl("net.ipv4.conf.eth0.arp_ignore", own);

        assertThat(ArpCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(level);
            // Exactly what is too large has to be changed: the larger one counts.
            assertThat(found.remedy().orElse("").contains("net.ipv4.conf.all.arp_ignore=1"))
                    .isEqualTo(all == 8);
            assertThat(found.remedy().orElse("").contains("net.ipv4.conf.eth0.arp_ignore=1"))
                    .isEqualTo(own == 8);
        });
    }

    @Test
    void arpSettingsWhenTwoInterfacesShareASubnetShouldBeWarnings() throws Exception {
        host.link(TWIN).plus(carried(3, "192.0.2.13/24"));
        host.inspector()
                .sysctl("net.ipv4.conf.all.arp_ignore", 0)
                .sysctl("net.ipv4.conf.all.arp_announce", 0)
                .sysctl("net.ipv4.conf.eth0.arp_filter", 1);

        assertThat(Situation.lines(ArpCheck.examine(host.facts())))
                .hasSize(3)
                .allMatch(line -> line.startsWith("WARNING "))
                .anyMatch(line -> line.contains("shares its subnet with eth1, and arp_ignore is 0"))
                .anyMatch(line -> line.contains("arp_announce is 0 on eth0"))
                .anyMatch(line -> line.contains("arp_filter is on"));

        host.inspector()
                .sysctl("net.ipv4.conf.all.arp_ignore", 1)
                .sysctl("net.ipv4.conf.all.arp_announce", 2)
                .sysctl("net.ipv4.conf.eth0.arp_filter", 0);
        assertThat(ArpCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);
    }

    @Test
    void interfaceNameWhenItHasADotShouldBeWrittenAsSysctlDoes() throws Exception {
        host.link(new Link(2, "eth0.100", Situation.OWN, true, true, false))
                .configured(Situation.PAIR.replace("eth0", "eth0.100"));
        host.inspector().file("/proc/sys/net/ipv4/conf/eth0.100/arp_ignore", "8");

        assertThat(ArpCheck.examine(host.facts()))
                .singleElement()
                .satisfies(found -> assertThat(found.remedy())
                        .get()
                        .asString()
                        .startsWith("sysctl -w net.ipv4.conf.eth0/100.arp_ignore=1; "));
    }

    @Test
    void reversePathFilterWhenStrictShouldMatterOnlyWhereAnswersTakeAnotherWay() throws Exception {
        host.inspector().sysctl("net.ipv4.conf.all.rp_filter", 1).sysctl("net.ipv4.conf.eth0.rp_filter", 0);
        assertThat(Situation.lines(ReversePathCheck.examine(host.facts())))
                .containsExactly("OK rp_filter is 1 on eth0 and drops nothing that comes to an alias");

        host.link(TWIN).plus(carried(3, "192.0.2.13/24"));
        assertThat(ReversePathCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.WARNING);
            assertThat(found.sentence()).contains("shares its subnet with eth1");
            assertThat(found.remedy()).get().asString().contains("net.ipv4.conf.eth0.rp_filter=2");
        });
        host.inspector().sysctl("net.ipv4.conf.eth0.rp_filter", 2);
        assertThat(ReversePathCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);
    }

    @Test
    void promoteSecondariesWhenAliasesNeedALeaseShouldBeAnErrorWhereverTheyAre() throws Exception {
        host.inspector().sysctl("net.ipv4.conf.all.promote_secondaries", 0);
        host.addresses(carried(2, "192.0.2.11/24"), carried(2, "192.0.2.100/24"));
        host.configured(Situation.PAIR + "\nlease: {etcd: [\"https://192.0.2.31:2379\"]}\n");

        assertThat(PromoteCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.ERROR);
            assertThat(found.sentence()).contains("aliases need a lease");
        });
    }

    @Test
    void promoteSecondariesWhenTheAliasIsThePrimaryAddressShouldBeAnError() throws Exception {
        host.inspector().sysctl("net.ipv4.conf.all.promote_secondaries", 0);
        host.addresses(carried(2, "192.0.2.100/24"), carried(2, "192.0.2.11/24"));
        assertThat(PromoteCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.ERROR);
            assertThat(found.sentence()).contains("its release would delete 192.0.2.11/24 too");
        });

        host.addresses(carried(2, "192.0.2.11/24"), carried(2, "192.0.2.100/24"));
        assertThat(PromoteCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);

        host.addresses(carried(2, "192.0.2.100/24"));
        assertThat(Situation.lines(PromoteCheck.examine(host.facts())))
                .singleElement()
                .asString()
                .startsWith("WARNING ")
                .contains("eth0 has no address of its own yet");

        host.inspector().sysctl("net.ipv4.conf.eth0.promote_secondaries", 1);
        assertThat(PromoteCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);
    }

    @Test
    void nonlocalBindShouldNeverBeMoreThanAHint() throws Exception {
        host.configured(Situation.BOTH);
        host.inspector().sysctl("net.ipv4.ip_nonlocal_bind", 0).sysctl("net.ipv6.ip_nonlocal_bind", 1);

        List<Diagnosis> found = NonlocalBindCheck.examine(host.facts());

        assertThat(found).hasSize(2).allMatch(one -> one.level() == Level.OK);
        assertThat(found.get(0).remedy()).get().asString().startsWith("sysctl -w net.ipv4.ip_nonlocal_bind=1; printf ");
        assertThat(found.get(1).remedy()).isEmpty();
    }

    @Test
    void pingsWhenTheyAreIgnoredShouldBeAWarning() throws Exception {
        host.inspector().sysctl("net.ipv4.icmp_echo_ignore_all", 1).sysctl("net.ipv6.icmp.echo_ignore_all", 1);
        assertThat(EchoCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.WARNING);

        host.configured(Situation.BOTH);
        assertThat(EchoCheck.examine(host.facts())).hasSize(2).allMatch(found -> found.level() == Level.WARNING);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, OK, IPv6 is on for eth0",
        "1, 1, ERROR, IPv6 is disabled on eth0",
        "0, 2, WARNING, accept_dad is 2 on eth0",
    })
    void ipv6WhenAnAliasNeedsItShouldBeOn(int disabled, int dad, Level level, String words) throws Exception {
        host.inspector()
                .sysctl("net.ipv6.conf.eth0.disable_ipv6", disabled)
                .sysctl("net.ipv6.conf.eth0.accept_dad", dad);
        assertThat(Ipv6Check.examine(host.facts())).isEmpty();

        host.configured(Situation.BOTH);
        assertThat(Situation.lines(Ipv6Check.examine(host.facts())))
                .singleElement()
                .asString()
                .startsWith(level + " ")
                .contains(words);
    }

    @Test
    void ipv6WhenTheKernelHasNoneShouldBeAnError() throws Exception {
        host.configured(Situation.BOTH);
        assertThat(Situation.lines(Ipv6Check.examine(host.facts())))
                .singleElement()
                .asString()
                .startsWith("ERROR this kernel has no IPv6 for eth0");
    }

    @Test
    void neighbourTableWhenItIsTooSmallShouldBeAWarning() throws Exception {
        StringBuilder many = new StringBuilder("nodes: {web1: 192.0.2.11, web2: 192.0.2.12}\naliases:\n");
        for (int i = 0; i < 200; i++) {
            many.append("  - {address: 192.0.2.").append(i + 20).append("/24, interface: eth0}\n");
        }
        host.configured(many.toString());
        host.inspector().sysctl("net.ipv4.neigh.default.gc_thresh3", 256);
        assertThat(NeighbourTableCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.WARNING);
            assertThat(found.sentence()).contains("203 addresses are probed");
            assertThat(found.remedy()).get().asString().contains("gc_thresh3=512");
        });

        host.inspector().sysctl("net.ipv4.neigh.default.gc_thresh3", 1_024);
        assertThat(NeighbourTableCheck.examine(host.facts()))
                .singleElement()
                .matches(found -> found.level() == Level.OK);
    }

    @Test
    void settingsWhenThisNamespaceHasNoneShouldBePassedOver() throws Exception {
        for (Check check : List.<Check>of(
                ArpCheck::examine,
                ReversePathCheck::examine,
                PromoteCheck::examine,
                EchoCheck::examine,
                NonlocalBindCheck::examine,
                NeighbourTableCheck::examine)) {
            assertThat(check.examine(host.facts())).isEmpty();
        }
    }
}
