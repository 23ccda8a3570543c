package io.aliasdefender.core.told;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An answer to a question of yes or no, where not to know it is an answer, too. The numbers are those of the protocol. */
public enum Known {
    UNKNOWN(0),
    YES(1),
    NO(2);

    private final int number;

    Known(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Empty: there is no such answer. */
    public static Optional<Known> numbered(int number) {
        return Arrays.stream(values()).filter(known -> known.number == number).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
