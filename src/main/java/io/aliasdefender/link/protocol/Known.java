package io.aliasdefender.link.protocol;

import java.util.Locale;

/** An answer to a question of yes or no, where not to know it is an answer, too. */
public enum Known {
    UNKNOWN,
    YES,
    NO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
