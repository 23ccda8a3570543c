package io.aliasdefender.keepalived;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.keepalived.Note.Kind;
import io.aliasdefender.keepalived.parse.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The report, for people: file after file, line by line. */
final class ReportText {
    private ReportText() {}

    static List<String> of(List<Note> notes) {
        List<String> lines = new ArrayList<>();
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        String file = null;
        for (Note note : notes) {
            Place place = note.place();
            if (!place.file().equals(file)) {
                file = place.file();
                lines.add(PlainText.line(file));
            }
            counts.merge(note.kind(), 1, Integer::sum);
            lines.add(PlainText.line("  " + where(note) + note.kind() + ": " + note.text()));
        }
        StringJoiner sum = new StringJoiner(", ");
        for (Kind kind : Kind.values()) {
            sum.add(counts.getOrDefault(kind, 0) + " " + kind);
        }
        lines.add(sum.toString());
        return lines;
    }

    private static String where(Note note) {
        int line = note.place().line();
        return line == 0
                ? ""
                : note.lastLine() > line ? "lines " + line + " to " + note.lastLine() + ": " : "line " + line + ": ";
    }
}
