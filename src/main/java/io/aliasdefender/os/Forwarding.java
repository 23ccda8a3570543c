package io.aliasdefender.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this host is a router. */
public final class Forwarding {
    private static final Path CONF = Path.of("/proc/sys/net/ipv6/conf");

    private Forwarding() {}

    /**
     * Whether the kernel forwards IPv6 that comes in on an interface, in the calling thread's network namespace: what it
     * says itself in the R flag of its advertisements. Reads a few bytes of memory; not where that cannot be read.
     */
    public static boolean ofIpv6(String interfaceName) {
        try {
            String value = Files.readString(CONF.resolve(interfaceName).resolve("forwarding"));
            return !value.isBlank() && !value.strip().equals("0");
        } catch (IOException unknown) {
            return false;
        }
    }
}
