package io.aliasdefender.os;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.util.Optional;

/**
 * The C library's calls about processes, apart from those of {@link Libc}: most daemons look at no process and start none.
 * Call {@link #require()} before the first.
 */
final class ProcessCalls {
    static final int SYS_PIDFD_OPEN = 434;
    static final int POLLIN = 1;
    static final int SIGKILL = 9;
    static final int P_PID = 1;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    /** The child stays what it is, and its number with it: nobody else can have that. */
    static final int WNOWAIT = 0x0100_0000;

    static final int CLD_EXITED = 1;
    static final int F_SETFL = 4;
    static final int CLONE_FS = 0x200;
    static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    static final short POSIX_SPAWN_SETSID = 0x80;
    static final int PR_CAPBSET_READ = 23;
    static final int PR_CAPBSET_DROP = 24;
    static final int PR_SET_NO_NEW_PRIVS = 38;
    static final int PR_CAP_AMBIENT = 47;
    static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    private static final Optional<String> PROBLEM = load();
    /** Of glibc 2.34 and newer. */
    private static final Optional<Function> CLOSE_FROM =
            PROBLEM.isEmpty() ? find("posix_spawn_file_actions_addclosefrom_np") : Optional.empty();

    private ProcessCalls() {}

    private static Optional<String> load() {
        Optional<String> problem = Libc.problem();
        if (problem.isPresent()) {
            return problem;
        }
        try {
            Native.register(ProcessCalls.class, NativeLibrary.getInstance("c"));
            return Optional.empty();
        } catch (LinkageError missing) {
            return Optional.of("the C library has no calls for processes: " + missing.getMessage());
        }
    }

    private static Optional<Function> find(String name) {
        try {
            return Optional.of(NativeLibrary.getInstance("c").getFunction(name));
        } catch (UnsatisfiedLinkError missing) {
            return Optional.empty();
        }
    }

    static void require() throws IOException {
        if (PROBLEM.isPresent()) {
            throw new IOException(PROBLEM.get());
        }
    }

    /** Has a child close every descriptor from this one on; returns whether the C library can. */
    static boolean closeFrom(long actions, int first) {
        return CLOSE_FROM
                .filter(call -> call.invokeInt(new Object[] {actions, first}) == 0)
                .isPresent();
    }

    static native long syscall(long number, long first, long second);

    static native int poll(long descriptors, long count, int timeoutMillis);

    static native int kill(int process, int signal);

    static native int waitid(int type, int process, long info, int options);

    static native int fcntl(int fd, int command, int value);

    static native int chdir(String folder);

    static native int prlimit(int process, int resource, long limits, long before);

    static native int capget(long header, long sets);

    static native int capset(long header, long sets);

    static native int prctl(int option, long second, long third, long fourth, long fifth);

    static native long getpwnam(String name);

    static native int sigemptyset(long set);

    static native int sigfillset(long set);

    static native int posix_spawn(long process, String path, long actions, long attributes, long argv, long env);

    static native int posix_spawn_file_actions_init(long actions);

    static native int posix_spawn_file_actions_addopen(long actions, int fd, String path, int flags, int mode);

    static native int posix_spawn_file_actions_adddup2(long actions, int fd, int other);

    static native int posix_spawn_file_actions_addclose(long actions, int fd);

    static native int posix_spawn_file_actions_destroy(long actions);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_setflags(long attributes, short flags);

    static native int posix_spawnattr_setsigmask(long attributes, long set);

    static native int posix_spawnattr_setsigdefault(long attributes, long set);

    static native int posix_spawnattr_destroy(long attributes);
}
