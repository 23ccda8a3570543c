package io.aliasdefender.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this process may do to the processes that it starts, as the kernel tells it (proc_pid_status(5)).
 *
 * @param uid its effective user; -1 where the system does not tell
 * @param capabilities the effective ones, a bit for each (capabilities(7))
 * @param threads how many it has, which count as processes of its user
 */
record Rights(int uid, long capabilities, int threads) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long CAP_KILL = 1L << 5;
    private static final long CAP_SETGID = 1L << 6;
    private static final long CAP_SETUID = 1L << 7;
    private static final long CAP_SETPCAP = 1L << 8;

    static Rights ofThisProcess() {
        try {
            Map<String, List<String>> status = new HashMap<>();
            for (String line : Files.readAllLines(STATUS, StandardCharsets.UTF_8)) {
                String[] words = line.split("\\s+");
                status.put(words[0], List.of(words));
            }
            return new Rights(
                    Integer.parseUnsignedInt(status.get("Uid:").get(2)),
                    Long.parseUnsignedLong(status.get("CapEff:").get(1), 16),
                    Integer.parseInt(status.get("Threads:").get(1)));
        } catch (IOException | RuntimeException notTold) {
            return new Rights(-1, 0, 0);
        }
    }

    boolean root() {
        return uid == 0;
    }

    /** Whether it may start a process as another user, and end it. */
    boolean changesUser() {
        return has(CAP_SETUID) && has(CAP_SETGID) && has(CAP_KILL);
    }

    /** Whether it may take capabilities out of the bounding set of a process, which even root does not get back. */
    boolean dropsBounding() {
        return has(CAP_SETPCAP);
    }

    private boolean has(long capability) {
        return (capabilities & capability) != 0;
    }
}
