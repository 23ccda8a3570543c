package io.aliasdefender.web;

/** Numbers in requests. */
final class Numbers {
    private Numbers() {}

    /** @throws IllegalArgumentException with a sentence for whoever asked */
    static long eventId(String name, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(name + " is the number of an event, not " + text);
        }
        return Long.parseLong(text);
    }

    /** Between 1 and the most. */
    static int count(String name, String text, int most) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(name + " is a number from 1 to " + most + ", not " + text);
        }
        return Integer.parseInt(text);
    }
}
