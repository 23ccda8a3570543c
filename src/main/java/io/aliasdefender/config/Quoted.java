package io.aliasdefender.config;

/** Text of a user's file inside a sentence of ours: short, on one line, and harmless to a terminal. */
final class Quoted {
    private static final int MAX_CHARACTERS = 60;

    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(MAX_CHARACTERS).forEach(character -> append(quoted, character));
        if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
            quoted.append("...");
        }
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> quoted.append(String.format("\\u%04x", character));
            default -> quoted.appendCodePoint(character);
        }
    }
}
