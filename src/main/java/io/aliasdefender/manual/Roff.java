package io.aliasdefender.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown to roff with the macros of man(7), as far as our own texts go: headings, paragraphs, lists, lists of terms
 * ({@code : explanation} below a term), tables, code, emphasis and links.
 */
final class Roff {
    /** Code, strong and emphasised text, links: whatever begins first. */
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`"
            + "|\\*\\*(\\S(?:[^*]*\\S)?)\\*\\*"
            + "|\\*(\\S(?:[^*]*\\S)?)\\*"
            + "|\\[([^]]+)]\\(([^)]+)\\)"
            + "|<(https?://[^>]+)>");

    private static final Pattern TABLE_RULE = Pattern.compile("\\|[-| :]+\\|");
    private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");

    /** Past this a column's words are wrapped. */
    private static final int NARROW_COLUMN = 26;

    private static final String FENCE = "```";
    private static final String ITEM = "- ";
    private static final String EXPLANATION = ": ";

    private final List<String> out = new ArrayList<>();
    private final List<String> lines;
    private int next;

    private Roff(String markdown) {
        lines = markdown.lines().toList();
    }

    /**
     * A whole page.
     *
     * @param title such as {@code alias-defender.yaml}
     * @param section such as {@code 5}
     * @param date such as {@code 2026-01-31}
     * @param source who made it, such as {@code alias-defender 1.0}
     * @param manual what it is a part of
     */
    static String page(String title, String section, String date, String source, String manual, String markdown) {
        Roff roff = new Roff(markdown);
        roff.blocks();
        // The first line asks man(1) for tbl(1).
        return "'\\\" t\n.TH " + quoted(title) + " " + section + " " + quoted(date) + " " + quoted(source) + " "
                + quoted(manual) + "\n" + String.join("\n", roff.out) + "\n";
    }

    private void blocks() {
        while (next < lines.size()) {
            String line = lines.get(next);
            if (line.isBlank()) {
                next++;
            } else if (line.startsWith("## ")) {
                out.add(".SH " + quoted(line.substring(3).toUpperCase(Locale.ROOT)));
                next++;
            } else if (line.startsWith("### ")) {
                out.add(".SS " + quoted(plain(line.substring(4))));
                next++;
            } else if (line.startsWith(FENCE)) {
                code();
            } else if (line.startsWith("|")) {
                table();
            } else if (line.startsWith(ITEM)) {
                out.add(".IP \\(bu 2");
                out.add(text(item()));
            } else if (next + 1 < lines.size() && lines.get(next + 1).startsWith(EXPLANATION)) {
                term();
            } else {
                out.add(".PP");
                out.add(text(paragraph()));
            }
        }
    }

    private void code() {
        out.addAll(List.of(".PP", ".RS 4", ".nf"));
        for (next++; next < lines.size() && !lines.get(next).startsWith(FENCE); next++) {
            out.add(line(literal(lines.get(next))));
        }
        next++;
        out.addAll(List.of(".fi", ".RE"));
    }

    private void term() {
        out.add(".TP");
        out.add(text(lines.get(next++)));
        out.add(text(continued(lines.get(next++).substring(EXPLANATION.length()))));
    }

    private String item() {
        return continued(lines.get(next++).substring(ITEM.length()));
    }

    /** With the indented lines below. */
    private String continued(String first) {
        StringBuilder whole = new StringBuilder(first);
        while (next < lines.size() && lines.get(next).startsWith("  ")) {
            whole.append(' ').append(lines.get(next++).strip());
        }
        return whole.toString();
    }

    private String paragraph() {
        StringBuilder whole = new StringBuilder(lines.get(next++));
        while (next < lines.size() && isText(lines.get(next))) {
            whole.append(' ').append(lines.get(next++).strip());
        }
        return whole.toString();
    }

    private static boolean isText(String line) {
        return !line.isBlank()
                && !line.startsWith("#")
                && !line.startsWith("|")
                && !line.startsWith(FENCE)
                && !line.startsWith(ITEM);
    }

    private void table() {
        List<List<String>> rows = new ArrayList<>();
        for (; next < lines.size() && lines.get(next).startsWith("|"); next++) {
            if (!TABLE_RULE.matcher(lines.get(next)).matches()) {
                rows.add(cells(lines.get(next)));
            }
        }
        int columns = rows.get(0).size();
        List<String> layout = new ArrayList<>();
        List<Boolean> wide = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int place = column;
            int widest = rows.stream()
                    .mapToInt(row -> plain(row.get(place)).length())
                    .max()
                    .orElse(0);
            wide.add(widest > NARROW_COLUMN);
            layout.add(widest > NARROW_COLUMN ? "lx" : "l");
        }
        out.addAll(List.of(".PP", ".TS", "tab(@);", String.join(" ", layout) + "."));
        boolean headed = rows.get(0).stream().anyMatch(cell -> !cell.isBlank());
        for (int row = headed ? 0 : 1; row < rows.size(); row++) {
            out.add(row(rows.get(row), wide, row == 0));
            if (row == 0) {
                out.add("_");
            }
        }
        out.add(".TE");
    }

    private static String row(List<String> cells, List<Boolean> wide, boolean head) {
        List<String> written = new ArrayList<>();
        for (int column = 0; column < cells.size(); column++) {
            String cell = text(head ? "**" + cells.get(column) + "**" : cells.get(column));
            written.add(wide.get(column) && !head ? "T{\n" + cell + "\nT}" : cell);
        }
        return String.join("@", written);
    }

    private static List<String> cells(String row) {
        String inner = row.strip();
        inner = inner.substring(1, inner.endsWith("|") ? inner.length() - 1 : inner.length());
        List<String> cells = new ArrayList<>();
        for (String cell : CELLS.split(inner, -1)) {
            cells.add(cell.strip().replace("\\|", "|"));
        }
        return cells;
    }

    /** One line of the page, whose words roff fills into lines. */
    private static String text(String markdown) {
        return line(inline(markdown));
    }

    private static String inline(String markdown) {
        StringBuilder out = new StringBuilder();
        Matcher match = INLINE.matcher(markdown);
        int from = 0;
        while (match.find()) {
            out.append(escaped(markdown.substring(from, match.start())));
            if (match.group(1) != null) {
                out.append("\\fB").append(literal(match.group(1))).append("\\fR");
            } else if (match.group(2) != null) {
                out.append("\\fB").append(escaped(match.group(2))).append("\\fR");
            } else if (match.group(3) != null) {
                out.append("\\fI").append(escaped(match.group(3))).append("\\fR");
            } else if (match.group(4) != null) {
                out.append(inline(match.group(4)));
            } else {
                out.append(literal(match.group(6)));
            }
            from = match.end();
        }
        return out.append(escaped(markdown.substring(from))).toString();
    }

    /** Without any marks. */
    private static String plain(String markdown) {
        return INLINE.matcher(markdown).replaceAll(match -> {
            String shown = "";
            for (int group : new int[] {1, 2, 3, 4, 6}) {
                shown = match.group(group) != null ? match.group(group) : shown;
            }
            return Matcher.quoteReplacement(plain(shown));
        });
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e");
    }

    /** As it is typed: roff would make typographic characters of these. */
    private static String literal(String text) {
        return escaped(text)
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
    }

    /** At the beginning of a line these two make a request of it. */
    private static String line(String text) {
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }

    private static String quoted(String argument) {
        return '"' + escaped(argument).replace("\"", "\\(dq").replace("-", "\\-") + '"';
    }
}
