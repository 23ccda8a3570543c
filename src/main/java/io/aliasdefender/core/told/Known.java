package io.aliasdefender.core.told;

import java.util.Locale;
import java.util.Optional;

/** An answer to a question of yes or no, where not to know it is an answer, too. The numbers are those of the protocol. */
public enum Known {
    UNKNOWN(0),
    YES(1),
    NO(2);

    private static final Known[] ALL = values();

    private final int number;

    Known(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Empty: there is no such answer. */
    public static Optional<Known> numbered(int number) {
        for (Known known : ALL) {
            if (known.number == number) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
