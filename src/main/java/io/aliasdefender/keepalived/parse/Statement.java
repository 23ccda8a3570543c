package io.aliasdefender.keepalived.parse;

import java.util.List;
import java.util.Optional;

/**
 * One line of a configuration, with the block that belongs to it.
 *
 * @param place where it begins
 * @param lastLine where its block ends; the line itself where it has none
 * @param text without comment and brace
 * @param words of the text, never empty
 * @param block whether a block belongs to it
 * @param body what is in the block
 */
public record Statement(
        Place place, int lastLine, String text, List<String> words, boolean block, List<Statement> body) {
    public Statement {
        words = List.copyOf(words);
        body = List.copyOf(body);
    }

    /** The first word. */
    public String keyword() {
        return words.get(0);
    }

    /** A word behind the first one, counted from 1. */
    public Optional<String> argument(int number) {
        return number < words.size() ? Optional.of(words.get(number)) : Optional.empty();
    }

    /** The words behind the first one. */
    public List<String> arguments() {
        return words.subList(1, words.size());
    }
}
