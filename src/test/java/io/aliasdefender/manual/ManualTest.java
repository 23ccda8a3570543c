package io.aliasdefender.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** With commands made for it: what it makes of ours is seen in {@code ManualCommandTest}. */
class ManualTest {
    @TempDir
    Path folder;

    private Path pages;
    private Path configuration;

    @Command(
            name = "prog",
            subcommands = {Start.class, Secret.class},
            exitCodeList = "0:done",
            footer = "prog start")
    static final class Program {}

    @Command(
            name = "start",
            aliases = "Begin",
            description = {"Starts it.", "%nAnd 100 %% more.%n"})
    @SuppressWarnings({"UnusedVariable", "NullAway.Init"}) // picocli alone sets the fields and looks at them
    static final class Start {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                defaultValue = "/etc/it's",
                description = "Read this. Default: ${DEFAULT-VALUE}")
        private Path file;

        @Option(names = "--mode", description = "One of ${COMPLETION-CANDIDATES}")
        private Mode mode;

        @Option(names = "--hidden", hidden = true)
        private boolean hidden;

        @Parameters(index = "0", paramLabel = "DIR", description = "Where")
        private Path place;
    }

    enum Mode {
        FAST,
        SLOW
    }

    @Command(name = "secret", hidden = true, description = "Nobody's business.")
    static final class Secret {}

    @BeforeEach
    void folders() throws IOException {
        pages = Files.createDirectory(folder.resolve("pages"));
        configuration = Files.writeString(folder.resolve("CONFIGURATION.md"), "# Title\n\nEvery key.\n");
    }

    private String page(String markdown) throws IOException {
        Files.writeString(pages.resolve("prog.8.md"), markdown);
        new Manual(new CommandLine(new Program()), "1.0", "2026-01-31").writePages(pages, configuration, folder);
        return Files.readString(folder.resolve("prog.8"));
    }

    private String completion(String file) throws IOException {
        new Manual(new CommandLine(new Program()), "1.0", "2026-01-31").writeCompletions(folder);
        return Files.readString(folder.resolve(file));
    }

    @Test
    void commandShouldBeToldWithItsNamesWordsAndOptions() throws IOException {
        assertThat(page("{{commands}}\n"))
                .contains(
                        ".SS \"start, Begin\"\n",
                        "\\fBprog start [\\-f=FILE] [\\-\\-mode=<mode>] DIR\\fR\n",
                        "Starts it.\n",
                        "And 100 % more.\n",
                        ".TP\n\\fIDIR\\fR\nWhere\n",
                        ".TP\n\\fB\\-f\\fR, \\fB\\-\\-file\\fR=\\fIFILE\\fR\nRead this. Default: /etc/it's\n",
                        "One of FAST, SLOW\n")
                .doesNotContain("hidden", "secret", "Nobody");
    }

    @Test
    void exitStatusExamplesAndConfigurationShouldStandWhereThePageWantsThem() throws IOException {
        assertThat(page("{{exit-status}}\n{{examples}}\n{{configuration}}\n"))
                .contains(".TP\n\\fB0\\fR\ndone\n", ".nf\nprog start\n.fi", "Every key.")
                .doesNotContain("Title");
    }

    @Test
    void placeholderThatIsUnknownShouldBeRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page("{{nothing}}\n"))
                .withMessageEndingWith("prog.8.md: nothing is known of {{nothing}}");
    }

    @Test
    void zshShouldKnowCommandsOptionsAndWhatTheyTake() throws IOException {
        assertThat(completion("_prog"))
                .startsWith("#compdef prog\n")
                .contains(
                        "'start:Starts it.'\n    'Begin:Starts it.'",
                        "start | Begin)",
                        "'(-f --file)--file=[Read this]:FILE:_files'",
                        "'(--mode)--mode=[One of FAST, SLOW]:<mode>:(FAST SLOW)'",
                        "'::DIR:_files -/'")
                .doesNotContain("hidden", "secret");
    }

    @Test
    void fishShouldKnowCommandsOptionsAndWhatTheyTake() throws IOException {
        assertThat(completion("prog.fish"))
                .contains(
                        "complete -c prog -n __fish_use_subcommand -a Begin -d 'Starts it.'\n",
                        "complete -c prog -n '__fish_seen_subcommand_from start Begin' -s f -l file -r -F -d 'Read this'\n",
                        " -l mode -x -a 'FAST SLOW' -d")
                .doesNotContain("hidden", "secret");
    }

    @Test
    void bashShouldCompleteInTheShellItself() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("ask"), completion("prog") + """
                ask() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=(); _complete_prog; echo "${COMPREPLY[*]}"; }
                ask prog ''
                ask prog start --
                ask prog start --mode S
                """);

        Process bash = new ProcessBuilder("bash", folder.resolve("ask").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(bash.inputReader().lines()).containsExactly("start Begin", "--file --mode", "SLOW");
        assertThat(bash.waitFor()).isZero();
    }
}
