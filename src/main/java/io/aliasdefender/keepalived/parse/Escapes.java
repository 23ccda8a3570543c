package io.aliasdefender.keepalived.parse;

/** What follows a backslash. */
final class Escapes {
    private static final String NAMES = "abEfnrtv";
    private static final String MEANINGS = "\u0007\b\u001b\f\n\r\t\u000b";
    private static final int HEX = 16;
    private static final int OCTAL = 8;
    private static final int MOST_OCTAL_DIGITS = 3;

    private Escapes() {}

    /** Reads one and adds what it stands for; gives where the text goes on. */
    static int read(String text, int at, StringBuilder word) {
        char kind = text.charAt(at);
        if (kind == 'x' && at + 1 < text.length() && Character.digit(text.charAt(at + 1), HEX) >= 0) {
            return number(text, at + 1, text.length(), HEX, word);
        }
        if (kind == 'c' && at + 1 < text.length()) {
            word.append((char) (text.charAt(at + 1) & 0x1f));
            return at + 2;
        }
        if (Character.digit(kind, OCTAL) >= 0) {
            return number(text, at, Math.min(text.length(), at + MOST_OCTAL_DIGITS), OCTAL, word);
        }
        int known = NAMES.indexOf(kind);
        word.append(known < 0 ? kind : MEANINGS.charAt(known));
        return at + 1;
    }

    private static int number(String text, int from, int most, int radix, StringBuilder word) {
        int value = 0;
        int at = from;
        while (at < most && Character.digit(text.charAt(at), radix) >= 0) {
            // As in a C char, the bits that do not fit are lost.
            value = (value * radix + Character.digit(text.charAt(at), radix)) & 0xff;
            at++;
        }
        word.append((char) value);
        return at;
    }
}
