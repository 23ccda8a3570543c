package io.aliasdefender.cli;

import io.aliasdefender.core.Mistake;
import io.aliasdefender.lab.LabException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code alias-defender COMMAND}. */
@Command(
        name = "alias-defender",
        description = "Keeps an IP address alive between hosts.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            MonitorCommand.class,
            ChangeCommand.Add.class,
            ChangeCommand.Remove.class,
            CheckCommand.class,
            DoctorCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            DemoCommand.class,
            MeasureCommand.class,
            MeasureWebCommand.class,
            MeasureTailCommand.class,
            WarmUpCommand.class,
            ManualCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed",
            "2:wrong usage",
            "75:a name of the configuration cannot be resolved, which may pass"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender check -c web.yaml      all errors of a configuration at once",
            "  alias-defender doctor                 what would break a failover here",
            "  alias-defender monitor -c web.yaml    defend its aliases until SIGTERM",
            "  alias-defender status                 who holds what, and why",
            "  alias-defender watch                  the same, while it happens"
        })
public final class Main implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** Trying again may help (EX_TEMPFAIL of sysexits.h): a service manager should. */
    static final int FAILED_FOR_NOW = 75;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        int status = PlainMonitor.of(arguments)
                .map(Main::execute)
                .orElseGet(() -> commandLine().execute(arguments));
        Logging.flush();
        System.exit(status);
    }

    private static int execute(MonitorCommand monitor) {
        try {
            return monitor.call();
        } catch (Exception failure) {
            return failed(failure, commandLine());
        }
    }

    private static int failed(Exception failure, CommandLine line) {
        line.getErr().println(line.getColorScheme().errorText(sentence(failure)));
        return failure instanceof CommandFailed refused ? refused.status() : FAILED;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
    }

    /** For tables and pictures: UTF-8, whatever the locale. */
    static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    /** What went wrong, in one sentence. Whatever nobody foresaw is a mistake of ours, and says where it is. */
    static String sentence(Throwable failure) {
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + reason(file);
        }
        boolean foreseen = failure instanceof CommandFailed
                || failure instanceof LabException
                || failure instanceof IOException
                // That is how a future fails with a sentence.
                || failure.getStackTrace().length == 0;
        return foreseen && failure.getMessage() != null
                ? failure.getMessage()
                : "an error inside: " + Mistake.describe(failure);
    }

    /** Why something could not be done with a file; its name is for the caller to say. */
    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
    }
}
