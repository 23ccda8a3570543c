package io.aliasdefender.cli;

import io.aliasdefender.core.ProgramError;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.lab.LabException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Where the process begins. Knows nothing of the command line library: the daemon starts without it. */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** Trying again may help (EX_TEMPFAIL of sysexits.h): a service manager should. */
    static final int FAILED_FOR_NOW = 75;

    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Safeguards.set();
        Optional<MonitorCommand> monitor = PlainMonitor.of(arguments);
        int status = monitor.isPresent() ? defend(monitor.get()) : CommandTree.execute(arguments);
        Logging.flush();
        System.exit(status);
    }

    private static int defend(MonitorCommand monitor) {
        try {
            return monitor.call();
        } catch (Exception failure) {
            return CommandTree.failed(failure);
        }
    }

    static int status(Exception failure) {
        return failure instanceof CommandFailed refused ? refused.status() : FAILED;
    }

    /** For tables and pictures: UTF-8, whatever the locale. */
    static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    /** What went wrong, in one sentence. Whatever nobody foresaw is a mistake of ours, and says where it is. */
    static String sentence(Throwable failure) {
        if (failure instanceof FileSystemException) {
            return FileTrouble.sentence(failure);
        }
        boolean foreseen = failure instanceof CommandFailed
                || failure instanceof LabException
                || failure instanceof IOException
                // That is how a future fails with a sentence.
                || failure.getStackTrace().length == 0;
        return foreseen && failure.getMessage() != null
                ? failure.getMessage()
                : "an error inside: " + ProgramError.describe(failure);
    }
}
