package io.aliasdefender.os;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Network namespaces: named ones, as {@code ip netns} makes them, and one of our own. */
public final class NetNs {
    private static final String FOLDER = "/run/netns/";

    private NetNs() {}

    /**
     * Runs a callable on a thread of its own inside a namespace. Sockets that it opens belong to that namespace for
     * good, whoever uses them afterwards.
     *
     * @throws IOException when there is no such namespace or entering it is not permitted
     * @throws Exception what the callable throws
     */
    public static <T> T call(String name, Callable<T> callable) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(name);
            return callable.call();
        });
        Thread thread = new Thread(task, "netns-" + name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw failure;
        }
    }

    /**
     * Moves the calling thread, and with it every thread that it starts from now on, into a new namespace that has
     * nothing but a loopback interface, and ends with them.
     */
    public static void enterNew() throws IOException {
        Libc.require();
        if (Libc.unshare(Libc.CLONE_NEWNET) < 0) {
            throw new IOException(
                    "cannot make a network namespace: error " + Errno.last() + " (needs root or CAP_SYS_ADMIN)");
        }
    }

    /**
     * Moves the calling thread into a namespace for the rest of its life: only for a thread that one owns, such as an
     * event loop made for the purpose.
     */
    public static void enter(String name) throws IOException {
        Libc.require();
        int fd = Libc.open(FOLDER + name, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd < 0) {
            int errno = Errno.last();
            throw new IOException(
                    errno == Errno.ENOENT
                            ? "there is no network namespace " + name
                            : "cannot open the network namespace " + name + ": error " + errno);
        }
        try {
            if (Libc.setns(fd, Libc.CLONE_NEWNET) < 0) {
                throw new IOException("cannot enter the network namespace " + name + ": error " + Errno.last()
                        + " (needs root or CAP_SYS_ADMIN)");
            }
        } finally {
            Libc.close(fd);
        }
    }
}
