package io.aliasdefender.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Facts about this process and this machine. */
public final class SystemFacts {
    private static final int TIMESPEC_BYTES = 16;
    /** struct timex, with room for what a later kernel appends. */
    private static final int TIMEX_BYTES = 256;

    /** What adjtimex(2) returns for a clock that nobody keeps right. */
    private static final int TIME_ERROR = 5;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String EFFECTIVE_CAPABILITIES = "CapEff:";
    private static final int OWNER_ONLY = 0077;
    private static final long CAP_NET_ADMIN = 1L << 12;

    private final NativeBuffer timespec = NativeBuffer.allocate(TIMESPEC_BYTES, ByteOrder.nativeOrder());

    private SystemFacts() {}

    /**
     * @throws IOException one sentence when native calls cannot be made on this system
     */
    public static SystemFacts open() throws IOException {
        Libc.require();
        return new SystemFacts();
    }

    /** Why nothing of this package can work on this system; empty when it can. */
    public static Optional<String> problem() {
        return Libc.problem();
    }

    /** Whether this process is root. */
    public static boolean root() {
        return Libc.problem().isEmpty() && Libc.geteuid() == 0;
    }

    /** Keeps every file that this process makes from now on to its own user, whatever it was started with. */
    public static void keepFilesPrivate() {
        if (Libc.problem().isEmpty()) {
            Libc.umask(OWNER_ONLY);
        }
    }

    /** Why this process may not change addresses; empty when it may, or when the system does not tell. */
    public static Optional<String> cannotChangeAddresses() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(EFFECTIVE_CAPABILITIES))
                    .map(line -> line.substring(EFFECTIVE_CAPABILITIES.length()).strip())
                    .filter(mask -> (Long.parseUnsignedLong(mask, 16) & CAP_NET_ADMIN) == 0)
                    .map(mask -> "cannot change addresses: not permitted: needs root or CAP_NET_ADMIN"
                            + " (systemd: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW)")
                    .findFirst();
        } catch (IOException | UncheckedIOException notTold) {
            return Optional.empty();
        }
    }

    /**
     * What addresses do not outlive: this boot of the machine and this network namespace, as one word. Empty where the
     * system does not tell.
     */
    public static Optional<String> lifetime() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            String namespace =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
            return Optional.of(boot + "/" + namespace);
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    /** Whether the kernel's clock is kept right by NTP or the like; empty where the system does not tell. */
    public static Optional<Boolean> clockSynchronised() {
        if (Libc.problem().isPresent()) {
            return Optional.empty();
        }
        // All zero: nothing is to be changed.
        int state = Libc.adjtimex(
                NativeBuffer.allocate(TIMEX_BYTES, ByteOrder.nativeOrder()).address());
        return state < 0 ? Optional.empty() : Optional.of(state != TIME_ERROR);
    }

    /**
     * A clock in nanoseconds that, unlike {@link System#nanoTime()}, goes on while the machine is suspended. Only
     * differences mean something. One thread only.
     */
    public long bootNanos() {
        return nanos(Libc.CLOCK_BOOTTIME);
    }

    /** The clock that a service manager compares with its own (sd_notify(3)), in nanoseconds. One thread only. */
    public long monotonicNanos() {
        return nanos(Libc.CLOCK_MONOTONIC);
    }

    private long nanos(int clock) {
        return Libc.clock_gettime(clock, timespec.address()) == 0
                ? timespec.bytes().getLong(0) * NANOS_PER_SECOND
                        + timespec.bytes().getLong(8)
                : System.nanoTime();
    }
}
