package io.aliasdefender.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's settings for an interface, in the calling thread's network namespace (ip-sysctl in the kernel's
 * documentation). Reads a few bytes of memory; what cannot be read counts as off.
 */
public final class Sysctl {
    private static final Path CONF_V4 = Path.of("/proc/sys/net/ipv4/conf");
    private static final Path CONF_V6 = Path.of("/proc/sys/net/ipv6/conf");

    private Sysctl() {}

    /**
     * Whether the kernel forwards IPv6 that comes in on the interface: what it says itself in the R flag of its
     * advertisements (RFC 4861, section 7.2.5).
     */
    public static boolean forwardsIpv6(String interfaceName) {
        return isOn(CONF_V6.resolve(interfaceName).resolve("forwarding"));
    }

    /** Whether the secondary IPv4 addresses of a subnet stay when its primary one is removed from the interface. */
    public static boolean promotesSecondaries(String interfaceName) {
        return isOn(CONF_V4.resolve("all").resolve("promote_secondaries"))
                || isOn(CONF_V4.resolve(interfaceName).resolve("promote_secondaries"));
    }

    private static boolean isOn(Path file) {
        try {
            String value = Files.readString(file).strip();
            return !value.isEmpty() && !value.equals("0");
        } catch (IOException unknown) {
            return false;
        }
    }
}
