package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.process.Scripts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class HookCommandTest {
    private static final String PAIR = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24, interface: eth0}]
            """;

    @TempDir
    private Path folder;

    private final StringWriter told = new StringWriter();

    private int run(String hooks, String... arguments) throws Exception {
        Path file = Files.writeString(folder.resolve("alias-defender.yaml"), PAIR + hooks);
        CommandLine line = CommandTree.commandLine();
        line.setOut(new PrintWriter(told, true)).setErr(new PrintWriter(told, true));
        String[] all = new String[arguments.length + 5];
        all[0] = "hook";
        all[1] = "--config";
        all[2] = file.toString();
        all[3] = "--node";
        all[4] = "web1";
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return line.execute(all);
    }

    private String hook(String on, String... lines) {
        return "hooks: [{on: [" + on + "], run: [" + Scripts.make(folder, "script", lines) + "]}]\n";
    }

    @Test
    void hookShouldBeToldOnceAndWhatCameOfItShouldBeSaid() throws Exception {
        assertThat(run(
                        hook("took-over, released", "echo $AD_EVENT of $AD_ALIAS on $AD_INTERFACE: $AD_PHASE"),
                        "test",
                        "took-over"))
                .isZero();
        assertThat(told.toString()).contains("succeeded: took-over of 192.0.2.100 on eth0: holding");
    }

    @Test
    void hookThatFailsShouldBeSaidByTheStatus() throws Exception {
        assertThat(run(hook("error", "echo no such host; exit 7"), "test", "error"))
                .isEqualTo(Main.FAILED);
        assertThat(told.toString()).contains("failed with status 7: no such host", "a hook failed");
    }

    @Test
    void hookThatWouldBeToldOfItByAnotherNameShouldBeTold() throws Exception {
        assertThat(run(hook("all", "echo $AD_EVENT $AD_CAUSE"), "test", "took-over"))
                .isZero();
        assertThat(told.toString()).contains("succeeded: all took-over");
    }

    @Test
    void eventOfWhichNoHookIsToldShouldBeRefused() throws Exception {
        assertThat(run(hook("took-over", "exit 0"), "test", "isolated")).isEqualTo(Main.FAILED);
        assertThat(told.toString()).contains("is told of isolated");
    }

    @Test
    void eventThatThereIsNotShouldBeWrongUsage() throws Exception {
        assertThat(run(hook("took-over", "exit 0"), "test", "sunset")).isEqualTo(2);
        assertThat(told.toString()).contains("there is no event \"sunset\"; write one of taking, took-over");
        assertThat(run(hook("took-over", "exit 0"), "try", "took-over")).isEqualTo(2);
    }
}
