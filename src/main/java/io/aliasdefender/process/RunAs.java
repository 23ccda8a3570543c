package io.aliasdefender.process;

import io.aliasdefender.os.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The user as whom a program is run.
 *
 * @param uid -1 and {@code gid} -1: the user of this process
 */
public record RunAs(String name, int uid, int gid) {
    /** Nobody in particular: the user of programs for whom none is written. */
    public static final String NOBODY = "nobody";

    private static final Path USERS = Path.of("/etc/passwd");

    /** The user of this process, whoever that is. */
    public static RunAs thisUser() {
        return new RunAs("", -1, -1);
    }

    /**
     * The user for a program of which the configuration names none: nobody, where this process may change to it; else the
     * user of this process, which is then an ordinary one (as in the systemd unit).
     */
    public static RunAs usual() {
        return Rights.ofThisProcess().changesUser() ? named(NOBODY).orElseGet(RunAs::thisUser) : thisUser();
    }

    /** Whether this process may run programs as other users. */
    public static boolean canChoose() {
        return Rights.ofThisProcess().changesUser();
    }

    /** The name of the user of this process. */
    public static String ownName() {
        return System.getProperty("user.name");
    }

    /**
     * A user of {@code /etc/passwd}; empty when there is none of that name. Blocks for as long as reading a file does: a directory
     * service may be what the alias leads to, and must not be asked in the middle of a failover.
     */
    public static Optional<RunAs> named(String name) {
        try {
            return Files.readAllLines(USERS, StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals(name))
                    .map(fields -> new RunAs(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .findFirst();
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** The same, or one whom a directory service knows. Blocks for as long as that does, too. */
    public static Optional<RunAs> anywhere(String name) throws IOException {
        Optional<RunAs> here = named(name);
        return here.isPresent()
                ? here
                : Account.of(name).map(account -> new RunAs(name, account.user(), account.group()));
    }

    /**
     * Why this process cannot run a program as this user; empty when it can.
     *
     * @return a clause, with what to do about it after a semicolon
     */
    public Optional<String> obstacle() {
        return obstacle(Rights.ofThisProcess());
    }

    Optional<String> obstacle(Rights rights) {
        if (isThisUser(rights) || rights.changesUser()) {
            return Optional.empty();
        }
        return Optional.of("this process may not run anything as " + name
                + "; leave user: out, or give the service CAP_SETUID, CAP_SETGID and CAP_KILL");
    }

    boolean isThisUser(Rights rights) {
        return uid < 0 || uid == rights.uid();
    }

    @Override
    public String toString() {
        return uid < 0 ? "the user of this process" : name;
    }
}
