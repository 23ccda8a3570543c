package io.aliasdefender.cli;

import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "keep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Keeps the aliases at a restart within a minute.",
            "%nWhatever on-stop says, the daemon leaves its aliases in place when it stops, and the next one adopts them:"
                    + " nothing moves. Forgotten after a minute.%n"
        })
final class KeepCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ApiClient.Answer answer = common.order(daemon -> daemon.post("/api/keep"));
        JsonObject told = answer.body();
        JsonArray sentences = told.getJsonArray("sentences");
        PrintWriter out = spec.commandLine().getOut();
        sentences.forEach(out::println);
        return Main.DONE;
    }
}
