package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.hook.Rehearsal;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "hook",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tries the hooks of the configuration.",
            "%n\"alias-defender hook test EVENT\" runs, posts and mails what would be if that happened now to the first alias, once"
                    + " and without trying again, and says what came of it. Exit status 1 if any fails. Needs no daemon;"
                    + " programs run as the user that they have under whoever types this.%n"
        })
final class HookCommand implements Callable<Integer> {
    private static final String TEST = "test";

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "test", description = "What to do: test.")
    private String what;

    @Parameters(
            index = "1",
            paramLabel = "EVENT",
            description =
                    "One of taking, took-over, handed-over, released, failing, isolated, conflict, error, warning, all.")
    private String event;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!what.equals(TEST)) {
            throw new ParameterException(spec.commandLine(), "\"" + what + "\" is not known; write test");
        }
        HookEvent name = HookEvent.named(event)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no event \"" + event + "\"; write one of " + String.join(", ", HookEvent.names())));
        Settings settings = common.settings(
                spec.commandLine().getErr(),
                spec.commandLine().getColorScheme().ansi().enabled());
        List<HookSpec> hooks = settings.hooks().stream()
                .filter(hook -> Rehearsal.told(hook, name))
                .toList();
        if (hooks.isEmpty()) {
            throw new CommandFailed("no hook of " + common.configFile() + " is told of " + name);
        }
        PrintWriter out = spec.commandLine().getOut();
        int failed = 0;
        try (Rehearsal rehearsal = new Rehearsal(settings)) {
            for (HookSpec hook : hooks) {
                Rehearsal.Result result = rehearsal.tell(hook, name);
                failed += result.succeeded() ? 0 : 1;
                out.println(
                        PlainText.line(hook.deed() + " (" + result.took().toMillis() + " ms): " + result.sentence()));
                out.flush();
            }
        }
        if (failed > 0) {
            throw new CommandFailed(failed == 1 ? "a hook failed" : failed + " hooks failed");
        }
        return Main.DONE;
    }
}
