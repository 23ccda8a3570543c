package io.aliasdefender.process;

import io.aliasdefender.platform.SystemCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands before a program on its command line so that it has none of this process's rights: a session and so a process
 * group of its own (setsid(1)), no more processes than are good for the host and no real-time class (prlimit(1)), the
 * user, and no capability that it has or could get (setpriv(1)).
 */
final class Confinement {
    /** Of one user, over the whole host (RLIMIT_NPROC). One that forks for ever ends here, before the host does. */
    private static final long MOST_PROCESSES = 256;
    /** The same of this process's own user, beside our threads: the systemd unit has room for more (TasksMax). */
    private static final long MOST_BESIDE_OUR_OWN = 64;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private Confinement() {}

    /** @throws IOException with a sentence when that cannot be done on this host */
    static List<String> command(List<String> argv, RunAs user) throws IOException {
        return command(argv, user, Rights.ofThisProcess());
    }

    static List<String> command(List<String> argv, RunAs user, Rights rights) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(tool("setsid"));
        command.add(tool("prlimit"));
        long most = user.isThisUser(rights) ? rights.threads() + MOST_BESIDE_OUR_OWN : MOST_PROCESSES;
        command.add("--nproc=" + Math.min(most, hardLimit("Max processes")));
        command.add("--rtprio=0");
        command.add("--core=0");
        command.add(tool("setpriv"));
        command.add("--no-new-privs");
        if (!user.isThisUser(rights)) {
            Optional<String> obstacle = user.obstacle(rights);
            if (obstacle.isPresent()) {
                throw new IOException(obstacle.get());
            }
            command.add("--reuid=" + user.uid());
            command.add("--regid=" + user.gid());
            command.add("--clear-groups");
        }
        if (rights.dropsBounding()) {
            command.add("--bounding-set=-all");
            command.add("--inh-caps=-all");
        } else if (rights.root()) {
            // At the next exec root gets whatever is in the bounding set.
            throw new IOException("this process is root, but may not take capabilities from what it starts"
                    + " (it has no CAP_SETPCAP)");
        }
        // For an ordinary user this is all: without ambient ones, and with no-new-privs, an exec gives none. To change
        // the
        // inheritable set needs a system call that the systemd unit forbids.
        command.add("--ambient-caps=-all");
        command.add("--");
        command.addAll(argv);
        return command;
    }

    private static String tool(String name) throws IOException {
        return SystemCommands.find(name)
                .orElseThrow(
                        () -> new IOException(name + " of util-linux is not installed, without which nothing is run"));
    }

    /** To raise one needs a right; to lower one does not. */
    private static long hardLimit(String name) {
        try {
            return Files.readAllLines(LIMITS, StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip().split("\\s+")[1])
                    .map(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException | RuntimeException notTold) {
            return Long.MAX_VALUE;
        }
    }
}
