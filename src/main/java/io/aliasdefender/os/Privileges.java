package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a thread hands on to the programs that it starts. The kernel keeps that for each thread (credentials(7)), so that a thread
 * can do for all of its programs, once, what setpriv(1) would do for each of them, for more than a small program itself
 * takes.
 *
 * <p>The user is not among what can be changed so. A thread of another user can be killed by all processes of that user
 * (kill(2) takes the number of a thread), and this whole process with it.
 */
public final class Privileges {
    private static final int MOST_CAPABILITIES = 64;
    /** linux/capability.h: 64 bits of each set, in two parts. */
    private static final int VERSION_3 = 0x2008_0522;

    private static final int SET_BYTES = 3 * Integer.BYTES;
    private static final int INHERITABLE_OFFSET = 2 * Integer.BYTES;

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    /** Of these the kernel makes, at an exec, what a program of root's may do. */
    private static final List<String> HANDED_ON = List.of("CapInh:", "CapBnd:", "CapAmb:");

    private Privileges() {}

    /** No program that the calling thread starts, or that such a program starts, gets more rights than it has at its start. */
    public static void neverMore() {
        // An older kernel gives less, and never more.
        ProcessCalls.prctl(ProcessCalls.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    }

    /**
     * No program that the calling thread starts has any capability.
     *
     * @throws IOException one sentence, where it would have some all the same
     */
    public static void none() throws IOException {
        ProcessCalls.require();
        neverMore();
        ProcessCalls.prctl(ProcessCalls.PR_CAP_AMBIENT, ProcessCalls.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        for (int capability = 0; capability < MOST_CAPABILITIES; capability++) {
            // Not permitted to an ordinary user, whose programs need only the two above.
            if (ProcessCalls.prctl(ProcessCalls.PR_CAPBSET_READ, capability, 0, 0, 0) == 1) {
                ProcessCalls.prctl(ProcessCalls.PR_CAPBSET_DROP, capability, 0, 0, 0);
            }
        }
        if (Libc.geteuid() == 0) {
            inheritNothing();
            Optional<String> left = left();
            if (left.isPresent()) {
                // At the next exec root gets whatever is in these sets.
                throw new IOException("this process is root, but may not take capabilities from what it starts"
                        + " (it has no CAP_SETPCAP; " + left.get() + ")");
            }
        }
    }

    private static void inheritNothing() {
        NativeBuffer header = NativeBuffer.allocate(2 * Integer.BYTES, ByteOrder.nativeOrder());
        header.bytes().putInt(0, VERSION_3).putInt(Integer.BYTES, 0);
        NativeBuffer sets = NativeBuffer.allocate(2 * SET_BYTES, ByteOrder.nativeOrder());
        if (ProcessCalls.capget(header.address(), sets.address()) == 0) {
            sets.bytes().putInt(INHERITABLE_OFFSET, 0).putInt(SET_BYTES + INHERITABLE_OFFSET, 0);
            ProcessCalls.capset(header.address(), sets.address());
        }
    }

    /** What is not empty and should be; the same where the system does not tell. */
    private static Optional<String> left() {
        try {
            List<String> sets = Files.readAllLines(STATUS, StandardCharsets.UTF_8).stream()
                    .filter(line -> HANDED_ON.stream().anyMatch(line::startsWith))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .toList();
            return sets.isEmpty()
                    ? Optional.of(STATUS + " does not tell")
                    : sets.stream()
                            .filter(line -> Long.parseUnsignedLong(line.split(" ")[1], 16) != 0)
                            .findFirst();
        } catch (IOException | NumberFormatException notTold) {
            return Optional.of(STATUS + " does not tell");
        }
    }
}
