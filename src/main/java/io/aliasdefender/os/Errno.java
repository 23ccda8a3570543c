package io.aliasdefender.os;

import com.sun.jna.Native;
import java.io.IOException;

/** The kernel's error numbers (asm-generic, the same on x86-64 and aarch64), in words. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EMFILE = 24;
    static final int ENFILE = 23;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETDOWN = 100;
    static final int ENETUNREACH = 101;
    static final int ENOBUFS = 105;
    static final int EHOSTUNREACH = 113;

    private Errno() {}

    /** The calling thread's last one. */
    static int last() {
        return Native.getLastError();
    }

    /** Why a socket could not be opened or set up, with the remedy where there is one. */
    static String openingFailed(int errno) {
        return switch (errno) {
            case EPERM, EACCES ->
                "not permitted: needs root or CAP_NET_RAW"
                        + " (systemd: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW)";
            case EAFNOSUPPORT -> "the kernel does not have this address family";
            case EMFILE, ENFILE -> "too many open files: raise LimitNOFILE";
            case ENODEV -> "the interface is gone";
            default -> "error " + errno;
        };
    }

    /** Why a packet did not leave this host. */
    static String sendingFailed(int errno) {
        return switch (errno) {
            case EPERM -> "a rule of this host's own firewall forbids sending it";
            case EACCES -> "sending is forbidden by a prohibit route or because the address is a broadcast address";
            case EAGAIN -> "the socket's send buffer is full";
            case EINVAL -> "the route to it is a blackhole";
            case ENODEV -> "the interface is gone";
            case EADDRNOTAVAIL -> "this host has no address to send from";
            case ENETDOWN -> "the interface is down";
            case ENETUNREACH -> "this host has no route to it";
            case ENOBUFS ->
                "the interface's queue or the kernel's neighbour table"
                        + " (net.ipv4.neigh.default.gc_thresh3) is full";
            case EHOSTUNREACH -> "the route to it says unreachable";
            default -> "sending failed with error " + errno;
        };
    }

    /** Why the kernel did not change an address, with the remedy where there is one. */
    static String changingFailed(int errno) {
        return switch (errno) {
            case EPERM ->
                "not permitted: needs root or CAP_NET_ADMIN"
                        + " (systemd: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW)";
            case EACCES -> "IPv6 is disabled on the interface (net.ipv6.conf.INTERFACE.disable_ipv6)";
            case EINVAL -> "the kernel takes it for no valid address of the interface";
            case ENODEV -> "the interface is gone";
            case ENOBUFS -> "the kernel is out of memory for it";
            default -> "error " + errno;
        };
    }

    /** Why the kernel did not change a route or a rule, with the remedy where there is one. */
    static String routingFailed(int errno) {
        return switch (errno) {
            case ENETUNREACH, EHOSTUNREACH -> "its gateway is on no link of this host";
            case ENETDOWN -> "the interface is down";
            case EINVAL -> "the kernel takes it for no valid route: are gateway and source on this host's links?";
            case EAFNOSUPPORT -> "the kernel does not have this address family, or no routing policy";
            default -> changingFailed(errno);
        };
    }

    /** The sentence as an exception, for what happens once and must stop the caller. */
    static IOException exception(String what, int errno) {
        String sentence = what + ": " + openingFailed(errno);
        return switch (errno) {
            case EPERM, EACCES, EAFNOSUPPORT -> new NotPermitted(sentence);
            default -> new IOException(sentence);
        };
    }
}
