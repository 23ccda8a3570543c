package io.aliasdefender.cli;

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
            AddCommand.class,
            RemoveCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            MeasureCommand.class,
            WarmUpCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:refused or failed", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender check -c web.yaml      all errors of a configuration at once",
            "  alias-defender monitor -c web.yaml    defend its aliases until SIGTERM",
            "  alias-defender status                 who holds what, and why"
        })
public final class Main implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        Logging.flush();
        System.exit(status);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(line.getColorScheme().errorText(sentence(failure)));
                    return FAILED;
                });
    }

    /** What went wrong, in a sentence. Whatever else is thrown is a mistake of ours and keeps its stack trace. */
    private static String sentence(Exception failure) throws Exception {
        if (failure instanceof CommandFailed || failure instanceof java.io.IOException) {
            return failure.getMessage();
        }
        throw failure;
    }
}
