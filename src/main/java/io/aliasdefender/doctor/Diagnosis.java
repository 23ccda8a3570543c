package io.aliasdefender.doctor;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param sentence what is so, and what that means for the failover
 * @param remedy what to type or write; empty: nothing needs to be done
 */
public record Diagnosis(Level level, String sentence, Optional<String> remedy) {
    static Diagnosis ok(String sentence) {
        return new Diagnosis(Level.OK, sentence, Optional.empty());
    }

    /** Nothing is wrong, and yet it can be done better. */
    static Diagnosis ok(String sentence, String hint) {
        return new Diagnosis(Level.OK, sentence, Optional.of(hint));
    }

    static Diagnosis unknown(String sentence, String remedy) {
        return new Diagnosis(Level.UNKNOWN, sentence, Optional.of(remedy));
    }

    static Diagnosis warning(String sentence, String remedy) {
        return new Diagnosis(Level.WARNING, sentence, Optional.of(remedy));
    }

    static Diagnosis error(String sentence, String remedy) {
        return new Diagnosis(Level.ERROR, sentence, Optional.of(remedy));
    }
}
