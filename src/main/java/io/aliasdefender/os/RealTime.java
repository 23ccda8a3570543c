package io.aliasdefender.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The real-time scheduling class (sched(7)) for the one thread that must be in time, and for those of the JVM that it
 * waits for. Whatever else were in that class would take turns of a tenth of a second with it on the same core.
 */
public final class RealTime {
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_FIFO = 1;
    private static final int SCHED_RR = 2;
    /** Threads and processes that the thread makes are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    /** Among real-time threads; what the unit's LimitRTPRIO= permits. */
    private static final int PRIORITY = 10;

    private static final int RLIMIT_RTPRIO = 14;
    /**
     * HotSpot's threads that stop all others, and collect while they stand. Were they ordinary ones, the event loop would
     * stand until the core's other work lets them go on: half a second, with 256 busy threads beside them. The collector has
     * one such thread, see scripts/alias-defender; what it does while the others run is done by ordinary ones.
     */
    private static final Set<String> STOP_ALL = Set.of("VM Thread", "GC Thread#0");

    private static final Path THREADS = Path.of("/proc/self/task");
    /** Threads come while they are looked at, and inherit from those that are still to be changed. */
    private static final int MOST_LOOKS = 10;

    private final NativeBuffer parameter = NativeBuffer.allocate(Integer.BYTES, ByteOrder.nativeOrder());

    private RealTime() {}

    /**
     * Puts the calling thread into the real-time class where that is permitted, and every other one into the ordinary
     * class, whatever this process was started with.
     *
     * @return what became of it, in one sentence
     */
    public static String take() {
        Optional<String> problem = Libc.problem();
        return problem.isPresent() ? "no real-time class: " + problem.get() : new RealTime().takeIt();
    }

    private String takeIt() {
        int before = Libc.sched_getscheduler(0);
        boolean started = isRealTime(before);
        if (!started && permitted() == 0) {
            return "the event loop is in the ordinary class: the real-time one is not permitted"
                    + " (systemd: LimitRTPRIO=10; by hand: prlimit --rtprio=10)";
        }
        // As somebody wished who started this process so; else as the unit permits it.
        int policy = (started ? before : SCHED_RR) | SCHED_RESET_ON_FORK;
        int priority = started ? priority() : PRIORITY;
        int errno = set(0, policy, priority);
        if (errno != 0) {
            return "the event loop is in the ordinary class: the system refuses the real-time one with error " + errno;
        }
        Optional<Integer> self = self();
        boolean changed = self.isPresent();
        for (int look = 0; changed && look < MOST_LOOKS; look++) {
            changed = false;
            for (int thread : threads()) {
                changed |= thread != self.get() && adjust(thread, policy, priority);
            }
        }
        return "the event loop is in the real-time class";
    }

    /** Gives another thread the class that it should have. Returns whether it may have made others in a wrong one. */
    private boolean adjust(int thread, int policy, int priority) {
        if (STOP_ALL.contains(name(thread))) {
            set(thread, policy, priority);
            return false;
        }
        return isRealTime(Libc.sched_getscheduler(thread)) && set(thread, SCHED_OTHER, 0) == 0;
    }

    private static boolean isRealTime(int policy) {
        int bare = policy & ~SCHED_RESET_ON_FORK;
        return policy >= 0 && (bare == SCHED_FIFO || bare == SCHED_RR);
    }

    /** The highest real-time priority that this process may take; 0: none. What is not told is to be tried. */
    private static long permitted() {
        NativeBuffer limits = NativeBuffer.allocate(2 * Long.BYTES, ByteOrder.nativeOrder());
        return Libc.getrlimit(RLIMIT_RTPRIO, limits.address()) == 0
                ? limits.bytes().getLong(0)
                : PRIORITY;
    }

    /** The calling thread's. */
    private int priority() {
        return Libc.sched_getparam(0, parameter.address()) == 0
                ? parameter.bytes().getInt(0)
                : PRIORITY;
    }

    /** @return 0, or the error's number */
    private int set(int thread, int policy, int priority) {
        parameter.bytes().putInt(0, priority);
        return Libc.sched_setscheduler(thread, policy, parameter.address()) == 0 ? 0 : Errno.last();
    }

    /** The calling thread's number. Older C libraries have no gettid(). */
    private static Optional<Integer> self() {
        try {
            Path link = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return Optional.of(Integer.parseInt(link.getFileName().toString()));
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    private static List<Integer> threads() {
        List<Integer> threads = new ArrayList<>();
        try (Stream<Path> all = Files.list(THREADS)) {
            all.forEach(
                    thread -> threads.add(Integer.parseInt(thread.getFileName().toString())));
        } catch (IOException | UncheckedIOException notTold) {
            // None that could be changed.
        }
        return threads;
    }

    private static String name(int thread) {
        try {
            return Files.readString(THREADS.resolve(thread + "/comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
