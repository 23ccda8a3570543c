package io.aliasdefender.check;

import io.aliasdefender.os.Children;
import io.aliasdefender.platform.SystemCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who the programs of checks run as: another user, where this daemon has the right to choose, and without capabilities. */
final class Identity {
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;
    private static final int CAP_SETPCAP = 8;

    private Identity() {}

    /** Whether another user can be chosen. */
    static boolean canChoose() {
        long effective = effective();
        return effectiveUser() == 0 && has(effective, CAP_SETUID) && has(effective, CAP_SETGID);
    }

    /** The name of the user of this process. */
    static String own() {
        return System.getProperty("user.name");
    }

    /**
     * What comes before the words of a program, so that it runs as a user. Blocks as the system's list of users does.
     *
     * @return empty where nobody else can be chosen: a program has the user of this process, and {@link Children} gives it
     *     none of its capabilities
     * @throws IOException one sentence, where it would have rights that it must not have
     */
    static List<String> prefix(String user) throws IOException {
        if (!canChoose()) {
            return List.of();
        }
        Children.Account account =
                Children.account(user).orElseThrow(() -> new IOException("there is no user " + user + " on this host"));
        String setpriv = SystemCommands.find("setpriv")
                .orElseThrow(() -> new IOException("cannot run it as " + user + ": install setpriv (util-linux)"));
        List<String> words = new ArrayList<>(List.of(
                setpriv,
                "--reuid=" + account.user(),
                "--regid=" + account.group(),
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all"));
        if (has(effective(), CAP_SETPCAP)) {
            words.add("--bounding-set=-all");
        }
        return words;
    }

    private static boolean has(long capabilities, int number) {
        return (capabilities >> number & 1) != 0;
    }

    private static long effective() {
        return status("CapEff:").map(text -> Long.parseUnsignedLong(text, 16)).orElse(0L);
    }

    /** -1 where the system does not tell. */
    private static int effectiveUser() {
        return status("Uid:")
                .map(text -> Integer.parseInt(text.split("\\s+")[1]))
                .orElse(-1);
    }

    private static Optional<String> status(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .findFirst();
        } catch (IOException | RuntimeException notTold) {
            return Optional.empty();
        }
    }
}
