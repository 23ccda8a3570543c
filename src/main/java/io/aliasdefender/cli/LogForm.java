package io.aliasdefender.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How a line of the log looks, which depends on who reads it. */
public enum LogForm {
    /** Time, level, message: a file or a pipe. */
    PLAIN,
    /** The same with colours: a terminal. */
    COLOUR,
    /** systemd's priority prefix and the message; the journal has its own time (sd-daemon(3)). */
    JOURNAL,
    /** Priority, time, program and message; for the system log (syslog(3)). */
    SYSLOG;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** The form that suits this process's standard error. */
    public static LogForm detect() {
        return detect(System.getenv(), STANDARD_ERROR);
    }

    /** The same for somebody who does not want the journal's priorities. */
    public static LogForm detectWithoutJournal() {
        return forPeople(System.getenv(), STANDARD_ERROR);
    }

    static LogForm detect(Map<String, String> environment, Path standardError) {
        return isJournal(environment.get("JOURNAL_STREAM"), standardError)
                ? JOURNAL
                : forPeople(environment, standardError);
    }

    private static LogForm forPeople(Map<String, String> environment, Path standardError) {
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return colours && isTerminal(standardError) ? COLOUR : PLAIN;
    }

    /**
     * Whether the stream is the one that {@code $JOURNAL_STREAM} ({@code DEVICE:INODE}, systemd.exec(5)) names. The
     * variable alone proves nothing: a shell that runs under the journal hands it down to every command in a terminal.
     */
    private static boolean isJournal(String journalStream, Path standardError) {
        if (journalStream == null) {
            return false;
        }
        try {
            Map<String, Object> file = Files.readAttributes(standardError, "unix:dev,ino");
            return journalStream.equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException notKnownHere) {
            return false;
        }
    }

    /** Not {@link System#console}, which looks at the other two streams. */
    private static boolean isTerminal(Path standardError) {
        try {
            String device = Files.readSymbolicLink(standardError).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notKnownHere) {
            return false;
        }
    }
}
