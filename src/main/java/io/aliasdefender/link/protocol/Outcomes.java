package io.aliasdefender.link.protocol;

import io.aliasdefender.core.told.Word.Outcome;
import java.util.Arrays;

/** What came of an offer, in a byte. */
final class Outcomes {
    private Outcomes() {}

    static int number(Outcome outcome) {
        return switch (outcome) {
            case TAKEN -> 1;
            case MAINTENANCE -> 2;
            case LINK_DOWN -> 3;
            case COMMAND_FAILED -> 4;
            case KEPT_OFF -> 5;
            case FILTERED -> 6;
            case TOO_LATE -> 7;
            case ASKED_FOR -> 8;
            case UNFIT -> 9;
            case NOT_TAKEN -> 255;
        };
    }

    /** Of a later version is what is not known here: whatever it means, the alias was not taken. */
    static Outcome of(int number) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> number(outcome) == number)
                .findFirst()
                .orElse(Outcome.NOT_TAKEN);
    }
}
