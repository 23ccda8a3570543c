package io.aliasdefender.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text that somebody else wrote, or may have: so that no terminal, log or reader acts on what is in it. Everything that
 * people see goes through here: what commands print, what the log has, and what other nodes say.
 *
 * <p>Invisible characters become visible, such as {@code \u001b}: control characters (ESC starts a command to a
 * terminal), line and paragraph separators, and Unicode's format characters, which reverse the order of what is shown or
 * hide a part of it.
 */
public final class PlainText {
    private static final char ELLIPSIS = '…';

    private PlainText() {}

    /** As one line. */
    public static String line(String text) {
        return of(text, "");
    }

    /** With its line breaks and tabs, for text that has several lines. */
    public static String lines(String text) {
        return of(text, "\n\t");
    }

    /** One line of at most so many characters; the last one is an ellipsis where something is left out. */
    public static String line(String text, int mostCharacters) {
        // First the raw text, so that the work is bounded, too.
        return cut(line(cut(text, mostCharacters)), mostCharacters);
    }

    /** One line of at most so many bytes of UTF-8, for another host; an ellipsis stands for what is left out. */
    public static String told(String text, int mostBytes) {
        int characters = mostBytes;
        String line = line(text, characters);
        while (line.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            characters = Math.min(characters, line.length()) - 1;
            line = line(line, characters);
        }
        return line;
    }

    /** Its words on lines of at most so many columns; a longer word has a line of its own. One line at least. */
    public static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String cut(String text, int mostCharacters) {
        if (text.length() <= mostCharacters) {
            return text;
        }
        int end = mostCharacters - 1;
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + ELLIPSIS;
    }

    private static String of(String text, String kept) {
        int first = 0;
        while (first < text.length() && isPlainAscii(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (kept.indexOf(character) >= 0 || isVisible(character)) {
                plain.appendCodePoint(character);
            } else {
                // Beyond U+FFFF as two, so that JSON stays what it was.
                for (char half : Character.toChars(character)) {
                    plain.append(String.format("\\u%04x", (int) half));
                }
            }
            i += Character.charCount(character);
        }
        return plain.toString();
    }

    private static boolean isPlainAscii(char character) {
        return character >= ' ' && character <= '~';
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
