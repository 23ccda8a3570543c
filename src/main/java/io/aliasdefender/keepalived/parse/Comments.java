package io.aliasdefender.keepalived.parse;

/**
 * Takes comments off a line. {@code #} and {@code !} begin one anywhere but in double quotes and behind a backslash; single
 * quotes do not protect them.
 */
final class Comments {
    /**
     * @param text without the comment and without white space around it
     * @param unclosed whether a double quote is never closed
     * @param cut the comment begins in the middle of a word, so that it was perhaps meant to be a part of it
     */
    record Stripped(String text, boolean unclosed, boolean cut) {}

    private Comments() {}

    static Stripped strip(String line) {
        StringBuilder text = new StringBuilder(line.length());
        boolean quoted = false;
        boolean cut = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '\\' && i + 1 < line.length()) {
                char next = line.charAt(++i);
                boolean comment = !quoted && (next == '#' || next == '!');
                text.append(comment ? "" : "\\").append(next);
                continue;
            }
            if (!quoted && (character == '#' || character == '!')) {
                cut = i > 0 && !Character.isWhitespace(line.charAt(i - 1)) && text.length() > 0;
                break;
            }
            quoted ^= character == '"';
            text.append(character);
        }
        return new Stripped(text.toString().strip(), quoted, cut);
    }
}
