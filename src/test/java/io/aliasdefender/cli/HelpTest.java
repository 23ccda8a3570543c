package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class HelpTest {
    static Stream<CommandLine> commands() {
        return Stream.concat(
                Stream.of(CommandTree.commandLine()), CommandTree.commandLine().getSubcommands().values().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShouldFitEightyColumns(CommandLine command) {
        assertThat(command.getUsageMessage(Ansi.OFF).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShouldBeginWithOneSentenceOnOneLine(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();

        assertThat(command.getCommandSpec().usageMessage().hidden() || description[0].matches("[^.]{10,60}\\."))
                .as(String.join("|", description))
                .isTrue();
    }

    @Test
    void listOfCommandsShouldShowEachWholeSummaryOnALineOfItsOwn() {
        CommandLine main = CommandTree.commandLine();
        String help = main.getUsageMessage(Ansi.OFF);

        main.getSubcommands().values().stream()
                .map(command -> command.getCommandSpec().usageMessage())
                .filter(usage -> !usage.hidden())
                .forEach(usage -> assertThat(help.lines())
                        .filteredOn(line -> line.endsWith("  " + usage.description()[0]))
                        .as(usage.description()[0])
                        .hasSize(1));
    }

    @Test
    void listOfCommandsShouldHaveTheOriginalsNamesBesideOurs() {
        assertThat(CommandTree.commandLine().getUsageMessage(Ansi.OFF))
                .contains("monitor, Monitor ", "add, AddAlias ", "remove, RemoveAlias ")
                .doesNotContain("warm-up");
    }

    @Test
    void versionShouldTellProgramJavaAndSystem() {
        StringWriter out = new StringWriter();

        assertThat(CommandTree.commandLine().setOut(new PrintWriter(out)).execute("--version"))
                .isZero();

        assertThat(out.toString())
                .contains(
                        "alias-defender ",
                        "Java " + System.getProperty("java.version"),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version --verbose", "--verbose --version", "-V --verbose"})
    void versionWhenVerboseShouldTellWhatAReportOfAFaultNeeds(String arguments) {
        StringWriter out = new StringWriter();

        assertThat(CommandTree.commandLine().setOut(new PrintWriter(out)).execute(arguments.split(" ")))
                .isZero();

        assertThat(out.toString().lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("JVM: ").contains(System.getProperty("java.vm.version")))
                .anySatisfy(line -> assertThat(line).startsWith("system: ").contains(System.getProperty("os.arch")))
                .anySatisfy(line -> assertThat(line).matches("addresses are changed by: (netlink|ip|ifconfig)\\b.*"))
                .anySatisfy(line -> assertThat(line).matches(".*\\bvertx-core-\\d.*"))
                .allSatisfy(line -> assertThat(line).doesNotContain("%"));
    }
}
