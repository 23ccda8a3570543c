package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
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
        name = "reload",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Has the daemon read its configuration now.",
            "%nIt notices a change by itself; this tells what came of it. A file that is wrong changes nothing: exit"
                    + " status 1, and all of its errors.%n"
        })
final class ReloadCommand implements Callable<Integer> {
    private static final int WRONG_FILE = 409;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ApiClient.Answer answer = common.order(daemon -> daemon.post("/api/reload"), WRONG_FILE);
        JsonObject told = answer.body();
        boolean accepted = told.getBoolean("accepted");
        PrintWriter to =
                accepted ? spec.commandLine().getOut() : spec.commandLine().getErr();
        JsonArray lines = told.getJsonArray("lines");
        if (lines.isEmpty()) {
            to.println(PlainText.line(String.valueOf(told.getString("file"))) + " is right and means what runs");
        }
        lines.forEach(line -> to.println((accepted ? "" : "error: ") + PlainText.line(String.valueOf(line))));
        if (!accepted) {
            throw new CommandFailed("the running configuration stays");
        }
        return Main.DONE;
    }
}
