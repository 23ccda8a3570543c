package io.aliasdefender.cli;

import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks the daemon who holds what, and why.",
            "%nExit status 1 if no daemon answers in the state folder.%n"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Mixin
    private CommonOptions common;

    @Option(names = "--json", description = "As JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject status = ask(common);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(status.encodePrettily());
        } else {
            StatusLines.of(status, spec.commandLine().getColorScheme().ansi()).forEach(out::println);
        }
        return Main.DONE;
    }

    private static JsonObject ask(CommonOptions common) throws CommandFailed {
        ApiClient.Answer answer = common.ask(
                LIMIT,
                " (start one by `alias-defender monitor`, or name its folder by --state DIR)",
                daemon -> daemon.get("/api/status"));
        if (answer.status() != 200) {
            throw new CommandFailed(
                    "the daemon cannot tell: " + answer.body().getString("detail", "it answered " + answer.status()));
        }
        return answer.body();
    }
}
