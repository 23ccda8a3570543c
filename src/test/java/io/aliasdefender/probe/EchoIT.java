package io.aliasdefender.probe;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.IcmpSocket;
import io.aliasdefender.os.Namespaces;
import io.aliasdefender.os.NetNs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both kinds of ICMP sockets of both families against a real kernel. Needs root. */
class EchoIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    @BeforeAll
    static void requireRoot() {
        Namespaces.requireRoot();
    }

    @ParameterizedTest
    @CsvSource({
        "1 0, 192.0.2.11/24, 192.0.2.12/24", // the default: nobody may open a ping socket, a raw one is used
        "0 0, 192.0.2.11/24, 192.0.2.12/24",
        "1 0, 2001:db8::11/64, 2001:db8::12/64",
        "0 0, 2001:db8::11/64, 2001:db8::12/64",
    })
    void echoShouldBeHeardFromAnotherHostButNotFromOurselves(String pingGroups, String own, String other)
            throws Exception {
        try (Namespaces net = new Namespaces()) {
            String a = net.host("a");
            address(a, own);
            address(net.host("b"), other);
            ip("netns", "exec", a, "sysctl", "-qw", "net.ipv4.ping_group_range=" + pingGroups);
            IpAddress self = IpAddress.of(own.substring(0, own.indexOf('/')));
            IpAddress peer = IpAddress.of(other.substring(0, other.indexOf('/')));
            try (IcmpSocket icmp = NetNs.call(a, () -> IcmpSocket.open(peer.v6()))) {
                List<IpAddress> heard = new ArrayList<>();
                long start = System.nanoTime();
                assertThat(icmp.send(self, 0, start)).isEmpty();
                assertThat(icmp.send(peer, 0, start)).isEmpty();
                while (heard.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
                    icmp.receive(16, (from, sentNanos) -> {
                        assertThat(sentNanos).isEqualTo(start);
                        heard.add(from);
                    });
                    Thread.onSpinWait();
                }
                // Our own answer would have been first: loopback answers within the call.
                assertThat(heard).containsExactly(peer);
                assertThat(icmp.send(IpAddress.of(peer.v6() ? "2001:db8:9::1" : "198.51.100.1"), 0, start))
                        .contains("this host has no route to it");
            }
        }
    }

    private static void address(String namespace, String address) throws Exception {
        if (address.contains(":")) {
            ip("-n", namespace, "addr", "add", address, "dev", "eth0", "nodad");
        } else {
            ip("-n", namespace, "addr", "add", address, "dev", "eth0");
        }
    }
}
