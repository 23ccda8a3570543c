package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.Wording;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** The checks of a status, a line for each: those that fail first. */
final class CheckLines {
    private static final List<String> ORDER = List.of("failing", "unknown", "passing");

    private CheckLines() {}

    static List<String> of(List<JsonObject> checks, Ansi ansi) {
        int width = checks.stream()
                .mapToInt(check -> check.getString("name").length())
                .max()
                .orElse(0);
        return checks.stream()
                .sorted((a, b) -> ORDER.indexOf(a.getString("state")) - ORDER.indexOf(b.getString("state")))
                .map(check -> line(check, Math.min(width, 24), ansi))
                .toList();
    }

    private static String line(JsonObject check, int width, Ansi ansi) {
        String state = check.getString("state");
        String sentence = check.getString("sentence");
        String text = PlainText.line(String.format(
                Locale.ROOT,
                "check %-" + Math.max(1, width) + "s  %s for %s%s  (%s %s)",
                check.getString("name"),
                state,
                Wording.of(Duration.ofMillis(check.getLong("since_ms"))),
                sentence == null ? "" : ": " + sentence,
                check.getString("kind"),
                check.getString("target")));
        return state.equals("passing") || !ansi.enabled() ? text : StatusLines.coloured(colour(state), text, ansi);
    }

    private static String colour(String state) {
        return state.equals("failing") ? "red" : "yellow";
    }
}
