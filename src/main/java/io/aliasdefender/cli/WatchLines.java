package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.Wording;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the event stream says, as lines for a terminal. Whatever a daemon sends is text, never a command to it. */
final class WatchLines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int MOST_ALIAS_WIDTH = 39;
    private static final String RESET = "\u001b[0m";
    private static final Map<String, String> COLOURS = Map.of(
            "debug", "\u001b[2m",
            "info", "",
            "move", "\u001b[1m",
            "warning", "\u001b[33m",
            "error", "\u001b[31m",
            "held", "\u001b[32m",
            "answered", "\u001b[32m",
            "silent", "\u001b[31m",
            "unknown", "\u001b[33m",
            "note", "\u001b[36m");

    /** What a reader looks for. */
    private static final Set<String> MOVES = Set.of("took-over", "adopted", "restored", "released", "moved");

    private final boolean colours;
    private final ZoneId zone;
    private LocalDate day;
    private int aliasWidth = 15;

    /** @param today events of other days get a line that says so */
    WatchLines(boolean colours, ZoneId zone, LocalDate today) {
        this.colours = colours;
        this.zone = zone;
        day = today;
    }

    /** {@code 03:04:05.678 warning 192.0.2.100  took-over  secondary: ...}, below its date where that is a new one. */
    List<String> event(JsonObject event) {
        List<String> lines = new ArrayList<>();
        ZonedDateTime at = Instant.parse(text(event, "at")).atZone(zone);
        if (!at.toLocalDate().equals(day)) {
            day = at.toLocalDate();
            lines.add(note(day.toString()));
        }
        String level = text(event, "level");
        String line = String.format(
                Locale.ROOT,
                "%s %-7s %-" + aliasWidth + "s %-16s %s",
                TIME.format(at),
                level,
                Optional.ofNullable(event.getString("alias"))
                        .map(PlainText::line)
                        .orElse("-"),
                text(event, "cause"),
                text(event, "sentence"));
        lines.add(coloured(level.equals("info") && MOVES.contains(text(event, "cause")) ? "move" : level, line));
        return lines;
    }

    /** A line for the node and one for each alias. */
    List<String> status(JsonObject status) {
        List<String> lines = new ArrayList<>();
        String maintenance = status.getValue("maintenance") instanceof JsonObject why
                ? ", in maintenance: " + text(why, "reason")
                : "";
        lines.add(coloured(
                "note", "-- " + text(status, "node") + ", defending for " + ago(status, "uptime_ms") + maintenance));
        for (Object entry : status.getJsonArray("aliases")) {
            JsonObject alias = (JsonObject) entry;
            aliasWidth = Math.max(
                    aliasWidth,
                    Math.min(MOST_ALIAS_WIDTH, text(alias, "address").length()));
            String view = text(alias, "view");
            String holder = Optional.ofNullable(alias.getString("holder"))
                    .filter(name -> !view.equals("unknown"))
                    .map(name -> " by " + PlainText.line(name))
                    .orElse("");
            lines.add(coloured(
                    view,
                    "-- " + text(alias, "placement") + "  " + view + holder + ", " + text(alias, "state") + " for "
                            + ago(alias, "since_ms")));
        }
        return lines;
    }

    /** A word of our own between the others. */
    String note(String sentence) {
        return coloured("note", "-- " + PlainText.line(sentence));
    }

    private static String ago(JsonObject object, String field) {
        return Wording.of(Duration.ofMillis(object.getLong(field)));
    }

    private String coloured(String kind, String line) {
        String colour = COLOURS.getOrDefault(kind, "");
        return colours && !colour.isEmpty() ? colour + line + RESET : line;
    }

    private static String text(JsonObject object, String field) {
        return PlainText.line(String.valueOf(object.getString(field)));
    }
}
