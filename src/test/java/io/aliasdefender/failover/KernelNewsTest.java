package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Report;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelNewsTest {
    private static final Link LO = new Link(1, "lo", new MacAddress(0), true, true, true);
    private static final Link ETH0 = new Link(2, "eth0", new MacAddress(1), true, true, false);
    private static final Placement V6 = Site.placement("2001:db8::100/64");

    private final KernelNews news = new KernelNews();

    @Test
    void interfaceWhenMissingShouldBeToldOnceForAllOfItsAliasesAndAgainWhenItIsThere() {
        assertThat(reports(kernel(LO))).containsExactly("eth0 does not exist; waiting for it");
        assertThat(reports(kernel(LO))).isEmpty();
        assertThat(reports(kernel(LO, ETH0))).containsExactly("eth0 is there, up and with a carrier");
        assertThat(reports(kernel(LO, ETH0))).isEmpty();
    }

    @Test
    void interfaceWhenItComesInStepsShouldBeToldOfAtEachStep() {
        assertThat(reports(kernel(LO))).hasSize(1);
        assertThat(reports(kernel(LO, new Link(2, "eth0", new MacAddress(1), false, false, false))))
                .containsExactly("eth0 is down; waiting for it");
        assertThat(reports(kernel(LO, new Link(2, "eth0", new MacAddress(1), true, false, false))))
                .containsExactly("eth0 has no carrier (cable or switch port); waiting for it");
    }

    @Test
    void interfaceWhenItBecomesAPortShouldBeToldWithWhatHearsInItsPlace() {
        Link bridge = new Link(3, "br0", new MacAddress(1), true, true, false);

        assertThat(reports(kernel(LO, new Link(2, "eth0", new MacAddress(1), true, true, false, 3), bridge)))
                .containsExactly(
                        "eth0 is a port of br0, which hears all that arrives in its place: an alias belongs on br0;"
                                + " waiting for it");
    }

    @Test
    void interfaceWhenThereFromTheStartShouldBeNoNews() {
        assertThat(reports(kernel(LO, ETH0))).isEmpty();
    }

    @Test
    void aliasWithoutAPlaceShouldBeToldOfByItself() {
        Placement lost = new Placement(ALIAS.address(), Placement.NOWHERE, Optional.empty());

        assertThat(texts(news.reports(kernel(LO, ETH0), specs(lost))))
                .containsExactly("no interface carries the subnet of 192.0.2.100; waiting for one");
        assertThat(texts(news.reports(kernel(LO, ETH0), specs(ALIAS)))).isEmpty();
    }

    @Test
    void duplicateShouldBeToldOnceAndAgainWhenItComesAgain() {
        Carried duplicate = new Carried(2, Cidr.of("2001:db8::100/64"), Optional.empty(), true, true);
        KernelView with = new KernelView(List.of(LO, ETH0), List.of(duplicate), List.of());

        assertThat(reports(with))
                .singleElement()
                .asString()
                .startsWith("2001:db8::100/64 on eth0 was added by something");
        assertThat(reports(with)).isEmpty();
        assertThat(reports(kernel(LO, ETH0))).isEmpty();
        assertThat(reports(with)).hasSize(1);
    }

    @Test
    void addressWhoseDetectionIsUnderWayShouldBeNoNews() {
        Carried tentative = new Carried(2, Cidr.of("2001:db8::100/64"), Optional.empty(), true);

        assertThat(reports(new KernelView(List.of(LO, ETH0), List.of(tentative), List.of())))
                .isEmpty();
    }

    private List<String> reports(KernelView kernel) {
        return texts(news.reports(kernel, specs(ALIAS, OTHER, V6)));
    }

    private static List<AliasSpec> specs(Placement... placements) {
        return Site.seenFrom(WEB1, placements).aliases();
    }

    private static List<String> texts(List<Report> reports) {
        return reports.stream().map(Report::sentence).toList();
    }

    private static KernelView kernel(Link... links) {
        return new KernelView(Arrays.asList(links), List.of(), List.of());
    }
}
