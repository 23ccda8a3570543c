package io.aliasdefender.held;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class HeldTest {
    private static final HeldAddress WEB = new HeldAddress(Cidr.of("192.0.2.100/24"), 2);
    private static final HeldAddress WEB6 = new HeldAddress(Cidr.of("2001:db8::100/64"), 2);
    private static final Carried OWN = carried(2, "192.0.2.11/24");

    private final Held held = new Held(Map.of());

    private static Carried carried(int link, String address) {
        return new Carried(link, Cidr.of(address), Optional.empty(), false);
    }

    private static KernelView kernel(Carried... addresses) {
        return kernel("eth0", addresses);
    }

    /** The interface with the number 2 has this name. */
    private static KernelView kernel(String second, Carried... addresses) {
        return new KernelView(
                List.of(
                        new Link(1, "lo", new MacAddress(0), true, true, true),
                        new Link(2, second, new MacAddress(2), true, true, false),
                        new Link(3, "eth1", new MacAddress(3), true, true, false)),
                Arrays.asList(addresses),
                List.of());
    }

    private static Placement placement(String address, String link) {
        return new Placement(Cidr.of(address), link, Optional.empty());
    }

    public static Settings settings(Placement... aliases) {
        return settings(new Node("web1", IpAddress.of("192.0.2.11")), aliases);
    }

    static Settings settings(Node self, Placement... aliases) {
        Duration interval = Duration.ofSeconds(1);
        Policy policy = new Policy(
                interval,
                10,
                Policy.autoSpacing(interval),
                Optional.empty(),
                Optional.empty(),
                Policy.OnStop.RELEASE,
                Policy.OnIsolation.HOLD,
                Policy.Announce.DEFAULT);
        List<AliasSpec> specs = Arrays.stream(aliases)
                .map(placement -> new AliasSpec(placement, List.of(self), self, policy))
                .toList();
        return new Settings(
                self, List.of(self), specs, interval, List.of(), Settings.AddressTool.AUTO, Settings.Web.DEFAULT);
    }

    @Test
    void addressWhenAboutToBeAddedShouldBeOursBeforeTheKernelHasIt() {
        Placement web = placement("192.0.2.100/24", "eth0");

        assertThat(held.adding(web, kernel(OWN))).isTrue();

        assertThat(held.addresses()).containsExactly(Map.entry(WEB, "eth0"));
        assertThat(held.adding(web, kernel(OWN))).isFalse();
        assertThat(held.observe(kernel(OWN), settings(web))).isFalse();
        assertThat(held.addresses()).containsKey(WEB);
    }

    @Test
    void addressWhenItsCommandFailedShouldBeForgotten() {
        Placement web = placement("192.0.2.100/24", "eth0");
        held.adding(web, kernel(OWN));

        assertThat(held.gone(web, kernel(OWN))).isTrue();

        assertThat(held.addresses()).isEmpty();
        assertThat(held.observe(kernel(OWN), settings(web))).isFalse();
        assertThat(held.addresses()).isEmpty();
    }

    @Test
    void addressWhenRemovedByCommandShouldNotBeOursThoughTheLastLookStillHasIt() {
        KernelView before = kernel(OWN, carried(2, "192.0.2.100/24"));
        Placement web = placement("192.0.2.100/24", "eth0");
        held.observe(before, settings(web));

        assertThat(held.gone(web, before)).isTrue();

        assertThat(held.observe(before, settings())).isFalse();
        assertThat(held.addresses()).isEmpty();
    }

    @Test
    void addressWhenItsInterfaceIsNotThereShouldNotBeOurs() {
        assertThat(held.adding(placement("192.0.2.100/24", "eth9"), kernel(OWN)))
                .isFalse();
        assertThat(held.addresses()).isEmpty();
    }

    @Test
    void addressWhenTheKernelLostItShouldNotBeOursWhenItComesBack() {
        Settings nothing = settings();
        held.adding(placement("192.0.2.100/24", "eth0"), kernel(OWN));
        held.observe(kernel(OWN, carried(2, "192.0.2.100/24")), nothing);

        held.observe(kernel(OWN), nothing);
        KernelView again = kernel(OWN, carried(2, "192.0.2.100/24"));
        held.observe(again, nothing);

        assertThat(held.addresses()).isEmpty();
        assertThat(held.leftovers(again, nothing)).isEmpty();
    }

    @Test
    void addressWhenItsInterfaceIsGoneShouldBeForgottenEvenWhileItIsAwaited() {
        held.adding(placement("198.51.100.7/24", "eth1"), kernel(OWN));
        KernelView gone = new KernelView(
                List.of(new Link(2, "eth0", new MacAddress(2), true, true, false)), List.of(OWN), List.of());

        held.observe(gone, settings());

        assertThat(held.addresses()).isEmpty();
    }

    @Test
    void aliasWhenFoundWhereTheConfigurationHasItShouldBeOurs() {
        KernelView kernel = kernel(OWN, carried(2, "192.0.2.100/24"), carried(2, "2001:db8::100/64"));
        Settings settings = settings(placement("192.0.2.100/24", "eth0"), placement("2001:db8::100/64", "eth0"));

        assertThat(held.observe(kernel, settings)).isTrue();

        assertThat(held.addresses()).containsOnlyKeys(WEB, WEB6);
        assertThat(held.leftovers(kernel, settings)).isEmpty();
    }

    @Test
    void addressWhenOnlyNearlyTheConfiguredOneShouldNotBeOurs() {
        KernelView kernel =
                kernel(OWN, carried(2, "192.0.2.100/32"), carried(3, "192.0.2.101/24"), carried(2, "192.0.2.200/24"));

        held.observe(kernel, settings(placement("192.0.2.100/24", "eth0"), placement("192.0.2.101/24", "eth0")));

        assertThat(held.addresses()).isEmpty();
    }

    @Test
    void leftoverShouldBeWhatAnEarlierDaemonHadAndTheConfigurationHasNot() {
        Held restarted = new Held(Map.of(WEB, "eth0", WEB6, "eth0"));
        KernelView kernel = kernel(
                OWN,
                new Carried(2, WEB.address(), Optional.of("eth0:1"), false),
                carried(2, "2001:db8::100/64"),
                carried(2, "192.0.2.150/24"));
        Settings settings = settings(placement("2001:db8::100/64", "eth0"));

        assertThat(restarted.observe(kernel, settings)).isFalse();

        assertThat(restarted.leftovers(kernel, settings))
                .containsExactly(new Placement(WEB.address(), "eth0", Optional.of("eth0:1")));
    }

    @Test
    void leftoverWhenTheKernelHasItNotShouldBeForgotten() {
        Held restarted = new Held(Map.of(WEB, "eth0"));

        assertThat(restarted.observe(kernel(OWN, carried(2, "192.0.2.100/32")), settings()))
                .isTrue();
        assertThat(restarted.addresses()).isEmpty();
    }

    @Test
    void leftoverWhenItsInterfaceIsAnotherOneOfTheSameNameShouldBeSomebodyElses() {
        Held restarted = new Held(Map.of(new HeldAddress(WEB.address(), 9), "eth0"));
        KernelView kernel = kernel(OWN, carried(2, "192.0.2.100/24"));

        restarted.observe(kernel, settings());

        assertThat(restarted.leftovers(kernel, settings())).isEmpty();
    }

    @Test
    void leftoverWhenItsInterfaceWasRenamedShouldBeTakenFromWhereItIsNow() {
        Held restarted = new Held(Map.of(WEB, "eth0"));
        KernelView kernel = kernel("lan0", OWN, carried(2, "192.0.2.100/24"));

        assertThat(restarted.observe(kernel, settings())).isTrue();

        assertThat(restarted.addresses()).containsExactly(Map.entry(WEB, "lan0"));
        assertThat(restarted.leftovers(kernel, settings())).containsExactly(placement("192.0.2.100/24", "lan0"));
    }

    @Test
    void aliasWhenConfiguredElsewhereOnThisHostShouldBeLeftToWhoeverMovesIt() {
        Held restarted = new Held(Map.of(WEB, "eth0"));
        KernelView kernel = kernel(OWN, carried(2, "192.0.2.100/24"));
        Settings moved = settings(placement("192.0.2.100/24", "eth1"));

        restarted.observe(kernel, moved);

        assertThat(restarted.addresses()).containsKey(WEB);
        assertThat(restarted.leftovers(kernel, moved)).isEmpty();
    }

    @Test
    void addressWhenTheConfigurationMadeItAHostsOwnShouldBeSomebodyElses() {
        Held restarted = new Held(Map.of(WEB, "eth0"));
        KernelView kernel = kernel(carried(2, "192.0.2.100/24"));
        Settings own = settings(new Node("web1", IpAddress.of("192.0.2.100")));

        restarted.observe(kernel, own);

        assertThat(restarted.addresses()).isEmpty();
        assertThat(restarted.leftovers(kernel, own)).isEmpty();
    }
}
