package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.parse.Place;

/**
 * What became of something in the file.
 *
 * @param place where it begins
 * @param lastLine where it ends
 * @param text what it was, and what it is now, or what to do
 */
public record Note(Place place, int lastLine, Kind kind, String text) {
    /** How much of it is left. */
    public enum Kind {
        CARRIED_OVER("carried over"),
        /** Something like it, and the text says how it differs. */
        APPROXIMATED("approximated"),
        /** The text says why, and what to do. */
        NO_COUNTERPART("no counterpart"),
        /** The file does not say it, or says two things. */
        NEEDS_ANSWER("needs your answer");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
