package io.aliasdefender.os;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.aliasdefender.platform.Platform;
import java.io.IOException;
import java.util.Optional;

/**
 * The C library's calls, mapped directly. Buffers go in as addresses and errors come out as -1 with
 * {@link Native#getLastError()}: an exception at every EAGAIN would cost more than the probe.
 *
 * <p>Call {@link #require()} before the first native call.
 */
final class Libc {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int SO_ATTACH_FILTER = 26;
    static final int SO_RCVBUFFORCE = 33;
    static final int MSG_DONTWAIT = 0x40;
    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 0x80000;
    static final int O_NONBLOCK = 0x800;
    static final int CLONE_NEWNET = 0x40000000;
    static final int CLOCK_MONOTONIC = 1;
    static final int CLOCK_BOOTTIME = 7;

    private static final Optional<String> PROBLEM = load();

    private Libc() {}

    private static Optional<String> load() {
        String system = System.getProperty("os.name");
        if (!Platform.current().nativeAccess() || !"Linux".equals(system)) {
            return Optional.of("this part works on Linux only, and this system is " + system);
        }
        try {
            if (Native.POINTER_SIZE != Long.BYTES) {
                return Optional.of("this part needs a 64-bit Java; this one is 32-bit");
            }
            Native.register(Libc.class, NativeLibrary.getInstance("c"));
            return Optional.empty();
        } catch (LinkageError failure) {
            return Optional.of("JNA could not load its native library (" + failure.getMessage()
                    + "); start the program by its own script, which names the folder of the native libraries"
                    + " (-Djna.boot.library.path=FOLDER)");
        }
    }

    /** Why native calls cannot be made on this system; empty when they can. */
    static Optional<String> problem() {
        return PROBLEM;
    }

    /** Fails with one sentence when native calls cannot be made on this system. */
    static void require() throws IOException {
        if (PROBLEM.isPresent()) {
            throw new IOException(PROBLEM.get());
        }
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native long sendto(int fd, long buffer, long length, int flags, long address, int addressLength);

    static native long sendmsg(int fd, long message, int flags);

    static native long recvfrom(int fd, long buffer, long length, int flags, long address, long addressLength);

    static native int setsockopt(int fd, int level, int name, long value, int length);

    static native int close(int fd);

    static native int pipe2(long fds, int flags);

    static native long read(int fd, long buffer, long length);

    static native long write(int fd, long buffer, long length);

    static native int open(String path, int flags);

    static native int inotify_init1(int flags);

    static native int inotify_add_watch(int fd, String path, int mask);

    static native int setns(int fd, int type);

    static native int unshare(int flags);

    static native int if_nametoindex(String name);

    static native int geteuid();

    static native int kill(int process, int signal);

    static native int umask(int mask);

    static native int clock_gettime(int clock, long timespec);

    static native int adjtimex(long timex);

    static native int getrlimit(int resource, long limits);

    static native int sched_getscheduler(int thread);

    static native int sched_getparam(int thread, long parameter);

    static native int sched_setscheduler(int thread, int policy, long parameter);
}
