package io.aliasdefender.cli;

import io.aliasdefender.core.Words;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
            print(status, out);
        }
        return Main.DONE;
    }

    private static JsonObject ask(CommonOptions common) throws CommandFailed {
        ApiClient.Answer answer;
        try {
            answer = new ApiClient(common.socket(), LIMIT).get("/api/status");
        } catch (IOException failure) {
            // A folder that we may not enter is no sign that nobody is there.
            throw new CommandFailed(
                    Files.notExists(common.socket())
                            ? "no daemon runs here: there is no " + common.socket()
                                    + " (start one by `alias-defender monitor`, or name its folder by --state DIR)"
                            : "no daemon answers on " + common.socket() + ": " + failure.getMessage());
        }
        if (answer.status() != 200) {
            throw new CommandFailed(
                    "the daemon cannot tell: " + answer.body().getString("detail", "it answered " + answer.status()));
        }
        return answer.body();
    }

    private void print(JsonObject status, PrintWriter out) {
        out.println(status.getString("node") + ", defending for " + duration(status.getLong("uptime_ms")));
        for (Object entry : status.getJsonArray("aliases")) {
            JsonObject alias = (JsonObject) entry;
            String state = alias.getString("state");
            String holder = alias.getString("holder");
            out.println();
            // An answer that is too old names no holder, and is not green.
            boolean stale = holder == null && state.equals("watching");
            String group = alias.getString("group");
            out.println(colour(stale ? "" : state, alias.getString("placement")) + "  " + state
                    + (holder == null || state.equals("holding") ? "" : ", held by " + holder) + " for "
                    + duration(alias.getLong("since_ms"))
                    + (group == null ? "" : ", in group " + group));
            out.println("  " + alias.getString("reason"));
        }
        out.println();
        for (Object entry : status.getJsonArray("hosts")) {
            JsonObject host = (JsonObject) entry;
            out.println(String.format(
                    Locale.ROOT,
                    "%-8s %-16s %s%s",
                    host.getString("name"),
                    host.getString("address"),
                    host.getString("state"),
                    detail(host)));
        }
    }

    private static String detail(JsonObject host) {
        if (host.getLong("age_ms") == null) {
            return "";
        }
        String rtt = host.getString("state").equals("answering")
                ? String.format(Locale.ROOT, " in %.1f ms", host.getDouble("rtt_ms"))
                : "";
        String silence = host.getLong("silent_ms") == null ? "" : " for " + duration(host.getLong("silent_ms"));
        return rtt + silence + ", asked " + duration(host.getLong("age_ms")) + " ago";
    }

    private static String duration(long millis) {
        return Words.of(Duration.ofMillis(millis));
    }

    /** Green, yellow or red, and the word says it too. */
    private String colour(String state, String text) {
        String style = switch (state) {
            case "holding", "watching" -> "fg(green)";
            case "vacant" -> "fg(red)";
            default -> "fg(yellow)";
        };
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        return ansi.string("@|bold," + style + " " + text + "|@");
    }
}
