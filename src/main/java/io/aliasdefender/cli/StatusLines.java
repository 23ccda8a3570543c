package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.Wording;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** A status of the API, as lines for people. */
final class StatusLines {
    /** As on the page. */
    private static final long HOOK_HANGS_MILLIS = 5_000;

    private final List<String> lines = new ArrayList<>();
    private final Ansi ansi;

    private StatusLines(Ansi ansi) {
        this.ansi = ansi;
    }

    static List<String> of(JsonObject status, Ansi ansi) {
        StatusLines all = new StatusLines(ansi);
        all.node(status);
        objects(status, "aliases").forEach(all::alias);
        all.lines.add("");
        objects(status, "hosts").forEach(all::host);
        if (status.getJsonArray("checks") != null
                && !status.getJsonArray("checks").isEmpty()) {
            all.lines.add("");
            all.lines.addAll(CheckLines.of(objects(status, "checks"), ansi));
        }
        // An earlier daemon has none.
        Optional.ofNullable(status.getJsonObject("link")).ifPresent(all::link);
        if (status.getJsonArray("hooks") != null) {
            objects(status, "hooks").forEach(all::hook);
        }
        Optional.ofNullable(status.getJsonObject("lease")).ifPresent(all::lease);
        return all.lines;
    }

    static List<JsonObject> objects(JsonObject status, String field) {
        return status.getJsonArray(field).stream()
                .map(entry -> (JsonObject) entry)
                .toList();
    }

    private void node(JsonObject status) {
        lines.add(text(status, "node") + ", defending for " + duration(status.getLong("uptime_ms")));
        Optional.ofNullable(text(status, "shortfall")).ifPresent(lines::add);
        JsonObject maintenance = status.getJsonObject("maintenance");
        if (maintenance != null) {
            String until = text(maintenance, "until");
            lines.add(coloured(
                    "yellow",
                    "in maintenance: " + text(maintenance, "reason") + (until == null ? "" : ", until " + until)));
        }
        JsonObject configuration = status.getJsonObject("configuration");
        if (configuration != null && !configuration.getBoolean("accepted")) {
            lines.add(coloured(
                    "red",
                    text(configuration, "file") + " is wrong (`alias-defender check` says where);"
                            + " what ran before still runs"));
        }
    }

    private void alias(JsonObject alias) {
        String state = text(alias, "state");
        String holder = text(alias, "holder");
        String group = text(alias, "group");
        // An answer that is too old names no holder, and is not green.
        boolean stale = holder == null && state.equals("watching");
        lines.add("");
        lines.add(coloured(stale ? "yellow" : colour(state), text(alias, "placement"))
                + "  "
                + state
                + (holder == null || state.equals("holding") ? "" : ", held by " + holder)
                + " for "
                + duration(alias.getLong("since_ms"))
                + (group == null ? "" : ", in group " + group));
        lines.add("  " + text(alias, "reason"));
    }

    private void host(JsonObject host) {
        lines.add(String.format(
                Locale.ROOT,
                "%-8s %-16s %s%s",
                text(host, "name"),
                text(host, "address"),
                text(host, "state"),
                detail(host)));
    }

    private void link(JsonObject link) {
        String why = text(link, "why");
        lines.add("");
        lines.add("link" + (link.getString("state").equals("on") ? "" : " off") + (why == null ? "" : ": " + why));
        for (JsonObject node : objects(link, "nodes")) {
            objects(node, "paths").forEach(path -> path(text(node, "node"), path));
            JsonObject word = node.getJsonObject("word");
            if (word != null && !word.getJsonArray("differs").isEmpty()) {
                lines.add(coloured(
                        "yellow",
                        PlainText.line("  " + text(node, "node") + " is configured differently: "
                                + String.join(", ", texts(word.getJsonArray("differs"))))));
            }
        }
    }

    private void lease(JsonObject lease) {
        lines.add("");
        String why = text(lease, "why");
        String first = "leases" + (why == null ? "" : ": the store is not reached: " + why);
        lines.add(why == null ? first : coloured("red", PlainText.line(first)));
        for (JsonObject one : objects(lease, "leases")) {
            Long left = one.getLong("left_ms");
            lines.add(PlainText.line("  " + text(one, "lease") + " is " + text(one, "holder") + "'s, fence "
                    + one.getLong("fence") + (left == null ? "" : ", ends in " + left + " ms unless it is renewed")));
        }
    }

    private void hook(JsonObject hook) {
        JsonObject last = hook.getJsonObject("last");
        boolean well = last == null || last.getBoolean("succeeded");
        long queued = hook.getLong("queued");
        long dropped = hook.getLong("dropped");
        // An earlier daemon does not tell.
        long running = Optional.ofNullable(hook.getLong("running_ms")).orElse(0L);
        boolean hangs = running >= HOOK_HANGS_MILLIS;
        String line = "hook " + text(hook, "hook")
                + (queued == 0 ? "" : ", " + queued + " wait")
                + (dropped == 0 ? "" : ", " + dropped + " dropped")
                + (hangs ? ", running for " + duration(running) : "")
                + (last == null ? ": nothing yet" : ": " + text(last, "event") + ": " + text(last, "sentence"));
        lines.add(well && dropped == 0 && !hangs ? line : coloured("yellow", line));
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).toList();
    }

    private void path(String node, JsonObject path) {
        String way = text(path, "way");
        String rtt = way.equals("both") && path.getDouble("rtt_ms") != null
                ? String.format(Locale.ROOT, " in %.1f ms", path.getDouble("rtt_ms"))
                : "";
        Double loss = path.getDouble("loss");
        String lost = loss != null && loss > 0 ? String.format(Locale.ROOT, ", %.0f %% lost", loss * 100) : "";
        String told = switch (way) {
            case "both" -> "both ways" + rtt + lost;
            case "one-way" -> "one way only: it does not hear this host";
            case "none" -> "nothing is heard";
            default -> "nothing was ever heard";
        };
        String via = text(path, "via");
        String line = String.format(
                Locale.ROOT,
                "%-8s %-16s %s%s, for %s",
                node,
                text(path, "to"),
                via == null ? "" : "by way of the router " + via + " ",
                told,
                duration(path.getLong("since_ms")));
        lines.add(way.equals("both") || way.equals("never") ? line : coloured("yellow", line));
    }

    private static String detail(JsonObject host) {
        if (host.getLong("age_ms") == null) {
            return "";
        }
        String rtt = text(host, "state").equals("answering")
                ? String.format(Locale.ROOT, " in %.1f ms", host.getDouble("rtt_ms"))
                : "";
        String silence = host.getLong("silent_ms") == null ? "" : " for " + duration(host.getLong("silent_ms"));
        return rtt + silence + ", asked " + duration(host.getLong("age_ms")) + " ago";
    }

    /** Null where there is none. */
    private static String text(JsonObject object, String field) {
        String text = object.getString(field);
        return text == null ? null : PlainText.line(text);
    }

    private static String duration(long millis) {
        return Wording.of(Duration.ofMillis(millis));
    }

    /** The word says it too. */
    private static String colour(String state) {
        return switch (state) {
            case "holding", "watching" -> "green";
            case "vacant" -> "red";
            default -> "yellow";
        };
    }

    private String coloured(String colour, String text) {
        return coloured(colour, text, ansi);
    }

    static String coloured(String colour, String text, Ansi ansi) {
        // Not as markup, which would read what is in the text, too.
        return ansi.enabled()
                ? Ansi.Style.bold.on() + Ansi.Style.parse("fg(" + colour + ")")[0].on() + text + Ansi.Style.reset.on()
                : text;
    }
}
