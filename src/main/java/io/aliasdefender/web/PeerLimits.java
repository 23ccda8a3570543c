package io.aliasdefender.web;

import io.aliasdefender.payload.Event;

/**
 * What one peer may take of this node's memory: its share of what all peers may take together, so that none takes the
 * place of another.
 *
 * @param bodyBytes of one answer on the wire, without its head
 * @param statusBytes in the heap, of the last status
 * @param eventBytes in the heap, of the events that are kept
 */
record PeerLimits(int bodyBytes, int statusBytes, int eventBytes) {
    private static final int ALL_BODIES_BYTES = 4 << 20;
    private static final int ALL_STATUSES_BYTES = 3 << 20;
    private static final int ALL_EVENTS_BYTES = 4 << 20;
    /** Enough for some 700 aliases. */
    private static final int MOST_BODY_BYTES = 512 << 10;

    private static final int MOST_STATUS_BYTES = 768 << 10;
    private static final int MOST_EVENTS_BYTES = 512 << 10;
    private static final int LEAST_BYTES = 16 << 10;

    /** An object with a few references, and the parts of an event that are no text. */
    private static final int OBJECT_BYTES = 130;

    private static final int STRING_BYTES = 48;

    static PeerLimits of(int peers) {
        return new PeerLimits(
                share(ALL_BODIES_BYTES, peers, MOST_BODY_BYTES),
                share(ALL_STATUSES_BYTES, peers, MOST_STATUS_BYTES),
                share(ALL_EVENTS_BYTES, peers, MOST_EVENTS_BYTES));
    }

    private static int share(int bytes, int peers, int most) {
        return Math.max(LEAST_BYTES, Math.min(most, bytes / Math.max(1, peers)));
    }

    /** What an event takes in the heap, rather too much than too little. */
    static int weight(Event event) {
        return weight(event.cause(), event.sentence());
    }

    /** What an object with these texts takes in the heap. */
    static int weight(String... texts) {
        int bytes = OBJECT_BYTES;
        for (String text : texts) {
            // The JVM keeps a text that has but one character beyond U+00FF in two bytes for each.
            boolean narrow = text.chars().allMatch(character -> character <= 0xff);
            bytes += STRING_BYTES + (narrow ? 1 : 2) * text.length();
        }
        return bytes;
    }
}
