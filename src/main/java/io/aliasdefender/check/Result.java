package io.aliasdefender.check;

import io.aliasdefender.core.PlainText;

/**
 * What one look found.
 *
 * @param sentence what was found, as a clause: {@code connection refused}
 */
record Result(boolean passed, String sentence) {
    private static final int MOST_CHARACTERS = 200;

    static Result passed(String sentence) {
        return new Result(true, plain(sentence));
    }

    static Result failed(String sentence) {
        return new Result(false, plain(sentence));
    }

    /** Much of it was written by somebody else. */
    private static String plain(String sentence) {
        return PlainText.line(sentence, MOST_CHARACTERS);
    }
}
