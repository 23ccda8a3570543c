package io.aliasdefender.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operating system, as far as the program must know. */
public enum Platform {
    /** The kernel is asked directly: netlink, ICMP, ARP and neighbour-discovery sockets. */
    LINUX,
    /** Solaris and illumos. */
    SOLARIS,
    /** FreeBSD and DragonFly BSD. */
    FREEBSD,
    /** OpenBSD and NetBSD. */
    OPENBSD,
    MACOS;

    /** For tests: a system as which this one is treated. */
    static final String FORCED = "alias-defender.platform";
    /** For tests: a folder whose commands come before the system's. */
    static final String COMMANDS = "alias-defender.commands";

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");
    private static final Platform CURRENT = of(System.getProperty(FORCED, System.getProperty("os.name")));

    /** This system. */
    public static Platform current() {
        return CURRENT;
    }

    /** @param name as Java's {@code os.name} has it */
    static Platform of(String name) {
        return switch (name) {
            case "SunOS" -> SOLARIS;
            case "FreeBSD", "DragonFlyBSD" -> FREEBSD;
            case "OpenBSD", "NetBSD" -> OPENBSD;
            case "Mac OS X", "Darwin" -> MACOS;
            // Others are told by what needs Linux that it needs Linux.
            default -> LINUX;
        };
    }

    /** Whether the kernel can be asked directly; else everything is done by commands, and there is no ARP. */
    public boolean nativeAccess() {
        return this == LINUX;
    }

    /** What a defender cannot do on this system, in one sentence; empty: nothing is missing. */
    public Optional<String> shortfall() {
        return nativeAccess()
                ? Optional.empty()
                : Optional.of(
                        "on " + this + " everything is done by ifconfig, netstat and ping: there is no ARP, so a second"
                                + " holder is not noticed, and the kernel alone announces an address");
    }

    /** Where the system's own commands are; the caller's PATH is not asked. */
    public static List<String> commandFolders() {
        List<String> folders = new ArrayList<>(FOLDERS);
        Optional.ofNullable(System.getProperty(COMMANDS)).ifPresent(folder -> folders.add(0, folder));
        return folders;
    }

    @Override
    public String toString() {
        return switch (this) {
            case LINUX -> "Linux";
            case SOLARIS -> "Solaris";
            case FREEBSD -> "FreeBSD";
            case OPENBSD -> "OpenBSD or NetBSD";
            case MACOS -> "macOS";
        };
    }
}
