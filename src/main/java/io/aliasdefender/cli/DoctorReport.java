package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.doctor.Diagnosis;
import io.aliasdefender.doctor.Found;
import io.aliasdefender.doctor.Level;
import io.aliasdefender.doctor.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What the doctor found, for people and for programs. */
final class DoctorReport {
    private static final String INDENT = " ".repeat(11);

    private final List<Found> found;
    private final Ansi ansi;

    DoctorReport(List<Found> found, Ansi ansi) {
        this.found = List.copyOf(found);
        this.ansi = ansi;
    }

    /** The findings below their topics, and how many there are of each kind. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            List<Found> ofTopic =
                    found.stream().filter(one -> one.topic() == topic).toList();
            if (!ofTopic.isEmpty()) {
                lines.add((lines.isEmpty() ? "" : System.lineSeparator()) + styled("bold", topic.title()));
                ofTopic.forEach(one -> add(one.diagnosis(), lines));
            }
        }
        lines.add("");
        lines.add(summary());
        return lines;
    }

    private void add(Diagnosis diagnosis, List<String> lines) {
        String level =
                String.format(Locale.ROOT, "%-8s", diagnosis.level().name().toLowerCase(Locale.ROOT));
        lines.add("  " + styled(style(diagnosis.level()), level) + " " + PlainText.line(diagnosis.sentence()));
        diagnosis
                .remedy()
                .ifPresent(remedy -> lines.add(INDENT
                        + styled(
                                "faint",
                                (diagnosis.level() == Level.OK ? "to have it: " : "mend: ") + PlainText.line(remedy))));
    }

    private String summary() {
        return count(Level.ERROR) + (count(Level.ERROR) == 1 ? " error, " : " errors, ") + count(Level.WARNING)
                + (count(Level.WARNING) == 1 ? " warning, " : " warnings, ") + count(Level.OK) + " ok"
                + (count(Level.UNKNOWN) == 0 ? "" : ", " + count(Level.UNKNOWN) + " not looked at");
    }

    private long count(Level level) {
        return found.stream().filter(one -> one.level() == level).count();
    }

    private static String style(Level level) {
        return switch (level) {
            case OK -> "fg(green)";
            case UNKNOWN -> "fg(cyan)";
            case WARNING -> "fg(yellow)";
            case ERROR -> "bold,fg(red)";
        };
    }

    /** The text is not markup: it may have any characters. */
    private String styled(String style, String text) {
        return ansi.enabled()
                ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.off(Ansi.Style.parse(style))
                : text;
    }

    JsonObject json() {
        JsonArray findings = new JsonArray();
        found.forEach(one -> findings.add(new JsonObject()
                .put("topic", word(one.topic()))
                .put("check", one.check())
                .put("level", word(one.level()))
                .put("sentence", one.diagnosis().sentence())
                .put("remedy", one.diagnosis().remedy().orElse(null))));
        return new JsonObject()
                .put("errors", count(Level.ERROR))
                .put("warnings", count(Level.WARNING))
                .put("not_looked_at", count(Level.UNKNOWN))
                .put("findings", findings);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
