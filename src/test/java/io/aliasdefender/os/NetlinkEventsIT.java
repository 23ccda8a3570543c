package io.aliasdefender.os;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.KernelView.Carried;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetlinkEventsIT {
    private Namespaces net;
    private String host;
    private NetlinkEvents events;

    @BeforeEach
    void listen() throws Exception {
        Namespaces.requireRoot();
        net = new Namespaces();
        host = net.host("a");
        ip("-n", host, "address", "add", "192.0.2.11/24", "dev", "eth0");
        events = NetNs.call(host, NetlinkEvents::open);
    }

    @AfterEach
    void remove() {
        if (events != null) {
            events.close();
        }
        if (net != null) {
            net.close();
        }
    }

    @Test
    void routesThatAreNoDefaultOnesOfTheMainTableShouldNotEvenReachThisProcess() throws Exception {
        ip("-n", host, "route", "add", "198.51.100.0/24", "via", "192.0.2.1");
        ip("-n", host, "route", "add", "default", "via", "192.0.2.1", "table", "77");
        ip("-n", host, "-6", "route", "add", "2001:db8:5::/48", "dev", "eth0");
        ip("-n", host, "route", "del", "198.51.100.0/24");

        assertThat(told()).isEmpty();

        ip("-n", host, "route", "add", "default", "via", "192.0.2.1");
        assertThat(told()).containsExactly(new KernelChange.DefaultRoutes());
        ip("-n", host, "route", "del", "default");
        assertThat(told()).containsExactly(new KernelChange.DefaultRoutes());
        ip("-n", host, "-6", "route", "add", "default", "dev", "eth0");
        assertThat(told()).containsExactly(new KernelChange.DefaultRoutes());
    }

    @Test
    void addressesAndLinksShouldBeToldAsTheyAreRead() throws Exception {
        ip("-n", host, "address", "add", "192.0.2.12/24", "dev", "eth0", "label", "eth0:1");
        List<Carried> read = NetNs.call(host, () -> {
            try (Netlink netlink = Netlink.open()) {
                return netlink.addresses();
            }
        });
        Carried added = read.stream()
                .filter(one -> one.address().toString().equals("192.0.2.12/24"))
                .findFirst()
                .orElseThrow();
        assertThat(told()).contains(new KernelChange.AddressIs(added));

        ip("-n", host, "address", "del", "192.0.2.12/24", "dev", "eth0");
        assertThat(told()).contains(new KernelChange.AddressGone(added));

        ip("-n", host, "link", "add", "br0", "type", "bridge");
        ip("-n", host, "link", "set", "eth0", "master", "br0");
        assertThat(told())
                .contains(new KernelChange.LinkIs(
                        NetNs.call(host, Netlink::readOnce).link("eth0").orElseThrow()));
        ip("-n", host, "link", "set", "eth0", "nomaster");
        assertThat(told())
                .as("it has left the bridge, not the host")
                .noneMatch(KernelChange.LinkGone.class::isInstance)
                .contains(new KernelChange.LinkIs(
                        NetNs.call(host, Netlink::readOnce).link("eth0").orElseThrow()));
        int index = net.index(host);
        net.unplug("a");
        assertThat(told()).contains(new KernelChange.LinkGone(index));
    }

    /** What was told until now: the commands have ended, and the kernel tells before they do. */
    private List<KernelChange> told() {
        List<KernelChange> told = new ArrayList<>();
        while (!events.drain(told::add)) {
            // Many.
        }
        return told;
    }
}
