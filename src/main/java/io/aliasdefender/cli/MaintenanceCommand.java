package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "maintenance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes this host out of service, and back.",
            "%nIt releases what it holds and claims nothing, over restarts and reboots too, until you say off or the time is"
                    + " over.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender maintenance on \"new kernel\" --for 30m",
            "  alias-defender maintenance off     back into service",
            "  alias-defender maintenance status  which of the two it is"
        })
final class MaintenanceCommand implements Callable<Integer> {
    private static final int NOT_ALL_DONE = 409;

    /** Out of service, in it, or which of the two it is. */
    enum Wanted {
        ON,
        OFF,
        STATUS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "on|off|status", description = "One of ${COMPLETION-CANDIDATES}")
    private Wanted wanted;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "REASON",
            description = "Why, for everybody who looks at the status; needed with on")
    private List<String> reason = List.of();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "Back into service by itself after this time, such as 30m")
    private String limit;

    @Option(names = "--json", description = "With status: as JSON, for programs")
    private boolean json;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (wanted == Wanted.STATUS) {
            return tell();
        }
        JsonObject order = order();
        ApiClient.Answer answer = common.order(daemon -> daemon.post("/api/maintenance", order), NOT_ALL_DONE);
        JsonObject told = answer.body();
        JsonArray sentences = told.getJsonArray("sentences");
        PrintWriter out = spec.commandLine().getOut();
        sentences.forEach(out::println);
        if (answer.status() == NOT_ALL_DONE) {
            throw new CommandFailed("not everything was done");
        }
        return Main.DONE;
    }

    private int tell() throws CommandFailed {
        if (!reason.isEmpty() || limit != null) {
            throw new ParameterException(spec.commandLine(), "status needs neither a reason nor a time");
        }
        JsonObject status = common.order(daemon -> daemon.get("/api/status")).body();
        JsonObject maintenance = status.getJsonObject("maintenance");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonObject()
                    .put("node", status.getString("node"))
                    .put("maintenance", maintenance)
                    .encodePrettily());
        } else if (maintenance == null) {
            out.println(PlainText.line(status.getString("node")) + " is in service");
        } else {
            String until = maintenance.getString("until");
            out.println(PlainText.line(status.getString("node") + " is in maintenance: "
                    + maintenance.getString("reason") + " (since " + maintenance.getString("since")
                    + (until == null ? ", until `maintenance off`" : ", until " + until) + ")"));
        }
        return Main.DONE;
    }

    private JsonObject order() {
        if (json) {
            throw new ParameterException(spec.commandLine(), "--json goes with status only");
        }
        if (wanted == Wanted.OFF) {
            if (!reason.isEmpty() || limit != null) {
                throw new ParameterException(spec.commandLine(), "off needs neither a reason nor a time");
            }
            return new JsonObject().put("on", false);
        }
        if (reason.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "say why, such as: maintenance on \"new kernel\" --for 30m");
        }
        JsonObject order = new JsonObject().put("on", true).put("reason", String.join(" ", reason));
        return limit == null ? order : order.put("for", limit);
    }
}
