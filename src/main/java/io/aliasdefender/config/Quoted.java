package io.aliasdefender.config;

import io.aliasdefender.core.PlainText;
import java.util.Collection;
import java.util.stream.Collectors;

/** Text of a user's file inside a sentence of ours: short, on one line, and harmless to a terminal. */
final class Quoted {
    private static final int MAX_CHARACTERS = 60;
    private static final int MAX_WORDS = 24;

    private Quoted() {}

    static String of(String text) {
        return '"' + harmless(text, MAX_CHARACTERS) + '"';
    }

    /** Some words, told one after the other; of many only the first ones. */
    static String list(Collection<String> words) {
        String first = words.stream().limit(MAX_WORDS).collect(Collectors.joining(", "));
        return words.size() > MAX_WORDS ? first + ", ..." : first;
    }

    /** The beginning of a text without anything that a terminal or a log would act on. */
    static String harmless(String text, int maxCharacters) {
        int characters = text.codePointCount(0, text.length());
        String beginning = text.substring(0, text.offsetByCodePoints(0, Math.min(characters, maxCharacters)));
        return PlainText.line(beginning) + (characters > maxCharacters ? "..." : "");
    }
}
