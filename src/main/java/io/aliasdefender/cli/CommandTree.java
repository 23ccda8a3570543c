package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: {@code alias-defender COMMAND}. */
@Command(
        name = "alias-defender",
        description = "Keeps an IP address alive between hosts.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandTree.Versions.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            MonitorCommand.class,
            ChangeCommand.Add.class,
            ChangeCommand.Remove.class,
            CheckCommand.class,
            ImportCommand.class,
            DoctorCommand.class,
            ReloadCommand.class,
            KeepCommand.class,
            MaintenanceCommand.class,
            MoveCommand.class,
            DrillCommand.class,
            LinkKeyCommand.class,
            HookCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            ReportCommand.class,
            DemoCommand.class,
            MeasureCommand.class,
            MeasureWebCommand.class,
            MeasureTailCommand.class,
            MeasureIdleCommand.class,
            WarmUpCommand.class,
            ManualCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed",
            "2:wrong usage",
            "75:what may pass by itself: an address that is not there yet, a name that cannot be resolved, a full or"
                    + " read-only state folder, another defender that has it"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender check -c web.yaml      all errors of a configuration at once",
            "  alias-defender doctor                 what would break a failover here",
            "  alias-defender monitor -c web.yaml    defend its aliases until SIGTERM",
            "  alias-defender status                 who holds what, and why",
            "  alias-defender watch                  the same, while it happens",
            "  alias-defender report --since 10m     what happened, for a post-mortem",
            "  alias-defender move 192.0.2.100       to another node, with nothing lost"
        })
final class CommandTree implements Runnable {
    /** For {@code --version}. */
    static final class Versions implements IVersionProvider {
        @Spec
        private CommandSpec asked;

        @Override
        public String[] getVersion() {
            List<String> lines = new ArrayList<>(List.of(
                    "alias-defender " + Version.number(),
                    "Java " + System.getProperty("java.version") + ", ${os.name} ${os.version}"));
            if (asked.userObject() instanceof CommandTree tree && tree.verbose) {
                VersionDetails.lines().forEach(line -> lines.add(literal(line)));
            }
            return lines.toArray(String[]::new);
        }
    }

    /** The library would take these for a format, a colour and a variable. */
    private static String literal(String line) {
        return line.replace("%", "%%").replace("@|", "@ |").replace("${", "$ {");
    }

    @Option(names = "--verbose", description = "With --version: what the report of a fault needs.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }

    /** Runs one command; returns its exit status. */
    static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** Says why a command failed; returns its exit status. */
    static int failed(Exception failure) {
        return failed(failure, commandLine());
    }

    private static int failed(Exception failure, CommandLine line) {
        tell(line, Main.sentence(failure));
        return Main.status(failure);
    }

    /** As the library does it, but for what is in the arguments. */
    private static int misused(ParameterException misuse) {
        CommandLine line = misuse.getCommandLine();
        tell(line, String.valueOf(misuse.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(misuse, line.getErr())) {
            line.usage(line.getErr());
        }
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static void tell(CommandLine line, String sentence) {
        Ansi ansi = line.getColorScheme().ansi();
        String plain = PlainText.lines(sentence);
        // Not as markup, which would read what is in the sentence, too.
        line.getErr()
                .println(
                        ansi.enabled()
                                ? Ansi.Style.bold.on() + Ansi.Style.fg_red.on() + plain + Ansi.Style.reset.on()
                                : plain);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new CommandTree());
        return line.setOut(PlainWriter.before(line.getOut()))
                .setErr(PlainWriter.before(line.getErr()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((misuse, arguments) -> misused(misuse))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }
}
