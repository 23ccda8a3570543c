package io.aliasdefender.keepalived.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits text into words, in the two ways in which keepalived does it. */
public final class Tokenizer {
    private Tokenizer() {}

    /** Words between white space; text in double quotes is a word of its own, even without white space around it. */
    static List<String> plain(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (isSpace(character)) {
                at++;
            } else if (character == '"') {
                int end = text.indexOf('"', at + 1);
                if (end < 0) {
                    return words;
                }
                words.add(text.substring(at + 1, end));
                at = end + 1;
            } else {
                int end = at;
                while (end < text.length() && !isSpace(text.charAt(end)) && text.charAt(end) != '"') {
                    end++;
                }
                words.add(text.substring(at, end));
                at = end;
            }
        }
        return words;
    }

    /**
     * Words as of a command: both kinds of quotes join what they hold to what is around them, a backslash takes the next
     * character as it is, or makes the control characters of C. Empty when a quote is never closed.
     */
    public static Optional<List<String>> escaped(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '\\') {
                if (at + 1 == text.length()) {
                    return Optional.empty();
                }
                at = Escapes.read(text, at + 1, word);
                inWord = true;
                continue;
            }
            if (quote == 0 && isSpace(character)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else if (character == quote) {
                quote = 0;
            } else if (quote == 0 && (character == '"' || character == '\'')) {
                quote = character;
                inWord = true;
            } else {
                word.append(character);
                inWord = true;
            }
            at++;
        }
        if (quote != 0) {
            return Optional.empty();
        }
        if (inWord) {
            words.add(word.toString());
        }
        return Optional.of(words);
    }

    static boolean isSpace(char character) {
        return " \t\f\n\r\u000b".indexOf(character) >= 0;
    }
}
