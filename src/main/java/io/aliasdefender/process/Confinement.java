package io.aliasdefender.process;

import io.aliasdefender.os.Limits;
import io.aliasdefender.platform.SystemCommands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a program is started so that it has none of this process's rights. Most of it is done by the thread that starts it; what
 * a thread cannot do is done by programs that stand before it on its command line: another user (setpriv(1)), and no more processes
 * than are good for the host (prlimit(1)).
 *
 * @param command the program with what stands before it
 * @param byUs whether the thread that starts it gives all rights away; else setpriv does, which needs them first
 */
record Confinement(List<String> command, boolean byUs) {
    /** Of one user, over the whole host (RLIMIT_NPROC). One that forks for ever ends here, before the host does. */
    private static final long MOST_PROCESSES = 256;
    /** The same of this process's own user, beside our threads: the systemd unit has room for more (TasksMax). */
    private static final long MOST_BESIDE_OUR_OWN = 64;

    /** @throws IOException with a sentence when that cannot be done on this host */
    static Confinement of(Order order, Rights rights) throws IOException {
        RunAs user = order.user();
        boolean own = user.isThisUser(rights);
        Optional<String> obstacle = user.obstacle(rights);
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        if (rights.root() && !rights.dropsBounding() && (own || user.uid() == 0)) {
            // At the next exec root gets whatever is in the bounding set.
            throw new IOException("this process is root, but may not take capabilities from what it starts"
                    + " (it has no CAP_SETPCAP)");
        }
        List<String> command = new ArrayList<>();
        if (order.bounds().fewProcesses()) {
            long most = own ? rights.threads() + MOST_BESIDE_OUR_OWN : MOST_PROCESSES;
            // To raise a limit needs a right; to lower one does not.
            command.addAll(List.of(
                    tool("prlimit"), "--nproc=" + Math.min(most, Limits.processes()), "--rtprio=0", "--core=0"));
        }
        if (!own) {
            become(user, rights, command);
        }
        command.addAll(order.argv());
        return new Confinement(List.copyOf(command), own);
    }

    private static void become(RunAs user, Rights rights, List<String> command) throws IOException {
        command.addAll(List.of(
                tool("setpriv"),
                "--reuid=" + user.uid(),
                "--regid=" + user.gid(),
                "--clear-groups",
                "--no-new-privs",
                "--ambient-caps=-all"));
        if (rights.dropsBounding()) {
            command.add("--bounding-set=-all");
            command.add("--inh-caps=-all");
        }
        command.add("--");
    }

    private static String tool(String name) throws IOException {
        return SystemCommands.find(name)
                .orElseThrow(
                        () -> new IOException(name + " of util-linux is not installed, without which nothing is run"));
    }
}
