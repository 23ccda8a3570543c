package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import java.net.NetworkInterface;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NetlinkTest {
    @Test
    void readOnceShouldListWhatJavaListsToo() throws Exception {
        KernelView view = Netlink.readOnce();

        for (NetworkInterface nic : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            assertThat(view.link(nic.getName())).hasValueSatisfying(link -> {
                assertThat(link.index()).isEqualTo(nic.getIndex());
                assertThat(link.loopback()).isEqualTo(isLoopback(nic));
            });
            Collections.list(nic.getInetAddresses())
                    .forEach(address -> assertThat(view.carries(IpAddress.of(address.getAddress())))
                            .as("%s", address)
                            .isTrue());
        }
        assertThat(view.links()).isNotEmpty();
    }

    private static boolean isLoopback(NetworkInterface nic) {
        try {
            return nic.isLoopback();
        } catch (java.net.SocketException failure) {
            throw new AssertionError(failure);
        }
    }
}
