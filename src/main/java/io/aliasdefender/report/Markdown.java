package io.aliasdefender.report;

import io.aliasdefender.core.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Text in Markdown (CommonMark with tables) in which nothing that others wrote is more than text: not a cell, a link, a
 * heading or an element of HTML.
 */
final class Markdown {
    private static final int SENTENCE_CHARACTERS = 500;
    /** Whatever begins something within a line; what does so at its beginning only never comes there. */
    private static final String MARKS = "\\`*_[]<>|~&#!$";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    void heading(int level, String line) {
        if (text.length() > 0 && text.indexOf("\n\n", text.length() - 2) < 0) {
            text.append('\n');
        }
        text.append("#".repeat(level)).append(' ').append(line).append("\n\n");
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    void item(String line) {
        line("- " + line);
    }

    /** The heads of the columns; then come {@link #row rows}. */
    void table(String... heads) {
        row(heads);
        row(Arrays.stream(heads).map(head -> "---").toArray(String[]::new));
    }

    void row(String... cells) {
        line(Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** What somebody else wrote, or may have, as text within a line. */
    static String escape(String raw) {
        StringBuilder plain = new StringBuilder();
        for (char next : PlainText.line(raw, SENTENCE_CHARACTERS).toCharArray()) {
            if (MARKS.indexOf(next) >= 0) {
                plain.append('\\');
            }
            plain.append(next);
        }
        // GitHub makes links of these by themselves.
        return plain.toString().replace("://", "\\://").replace("www.", "www\\.");
    }

    /** In UTC. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
