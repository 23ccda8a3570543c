package io.aliasdefender.lab;

import com.sun.jna.Function;
import io.aliasdefender.core.PlainText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes for people, in at most 80 columns.
 *
 * @param out where to
 * @param colours whether escape sequences may be used, also to write over a line
 * @param unicode whether more than ASCII may be used
 */
record Screen(PrintStream out, boolean colours, boolean unicode) {
    static final int COLUMNS = 80;
    private static final String INDENT = "     ";
    private static final int STDOUT = 1;

    /** Three rows of each digit. */
    private static final String[][] DIGITS = {
        {"█▀█", "▀█ ", "▀▀█", "▀▀█", "█ █", "█▀▀", "█▀▀", "▀▀█", "█▀█", "█▀█"},
        {"█ █", " █ ", "█▀▀", " ▀█", "▀▀█", "▀▀█", "█▀█", "  █", "█▀█", "▀▀█"},
        {"▀▀▀", "▀▀▀", "▀▀▀", "▀▀▀", "  ▀", "▀▀▀", "▀▀▀", "  ▀", "▀▀▀", "▀▀▀"}
    };

    /** How something is to look. */
    enum Style {
        BOLD("1"),
        DIM("2"),
        RED("1;31"),
        GREEN("1;32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** The standard output as it is: colours only on a terminal and without NO_COLOR (no-color.org). */
    static Screen standard() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        String noColor = System.getenv("NO_COLOR");
        boolean colours =
                (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && isTerminal();
        return new Screen(out, colours, localeIsUtf8());
    }

    /** {@code System.console()} tells it on some versions of Java only. */
    private static boolean isTerminal() {
        return Function.getFunction("c", "isatty").invokeInt(new Object[] {STDOUT}) == 1;
    }

    private static boolean localeIsUtf8() {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(System::getenv)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .orElse(false);
    }

    String styled(Style style, String text) {
        return colours ? "\033[" + style.code + "m" + text + "\033[0m" : text;
    }

    /** One of two texts, by what the terminal can show. */
    String glyph(String unicodeText, String asciiText) {
        return unicode ? unicodeText : asciiText;
    }

    void line(String text) {
        out.println((unicode ? text : ascii(text)).stripTrailing());
    }

    void blank() {
        out.println();
    }

    /** The beginning of a step. */
    void heading(int number, String text) {
        blank();
        line(styled(Style.CYAN, " " + number + " ") + " " + styled(Style.BOLD, text));
    }

    /** Ordinary text, wrapped and indented. */
    void say(String text) {
        PlainText.wrapped(PlainText.lines(text), COLUMNS - INDENT.length()).forEach(part -> line(INDENT + part));
    }

    /** What a defender said, with its name. */
    void quote(String who, String text, Style style) {
        String bar = glyph("│ ", "| ");
        String label = who + " ";
        boolean first = true;
        for (String part :
                PlainText.wrapped(PlainText.line(text), COLUMNS - INDENT.length() - label.length() - bar.length())) {
            String name = first ? styled(Style.BOLD, label) : " ".repeat(label.length());
            line(INDENT + name + styled(Style.DIM, bar) + styled(style, part));
            first = false;
        }
    }

    /** Whether what was promised came true. */
    void verdict(boolean good, String text) {
        String mark = good ? styled(Style.GREEN, glyph("✓", "OK")) : styled(Style.RED, glyph("✗", "FAILED:"));
        List<String> parts = PlainText.wrapped(text, COLUMNS - INDENT.length() - 8);
        line(INDENT + mark + " " + parts.get(0));
        parts.subList(1, parts.size()).forEach(part -> line(INDENT + "  " + part));
    }

    /** A number that is to be seen from afar, with its unit and a word about it. */
    void big(long number, String unit, String about) {
        if (!unicode) {
            say("*** " + number + " " + unit + " *** " + about);
            return;
        }
        blank();
        for (int row = 0; row < DIGITS.length; row++) {
            StringBuilder text = new StringBuilder();
            for (char digit : Long.toString(number).toCharArray()) {
                text.append(DIGITS[row][digit - '0']).append(' ');
            }
            String end = row == DIGITS.length - 1 ? " " + unit + "   " + styled(Style.DIM, about) : "";
            line(INDENT + "   " + styled(Style.GREEN, text.toString()) + end);
        }
        blank();
    }

    /** Does something that may take long and shows meanwhile that it lives. */
    void during(String what, Runnable work) {
        during(what, () -> {
            work.run();
            return true;
        });
    }

    /** The same for something that has a result. */
    <T> T during(String what, Supplier<T> work) {
        Progress progress = new Progress(this, INDENT + what);
        try {
            return work.get();
        } finally {
            progress.close();
        }
    }

    /** A time as people read it: {@code 0.8 ms}, {@code 43 ms}, {@code 1.24 s}. */
    static String text(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 1000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }

    private static String ascii(String text) {
        return text.replace("…", "...").replace("·", "-").replaceAll("[^\\x00-\\x7f]", "?");
    }
}
