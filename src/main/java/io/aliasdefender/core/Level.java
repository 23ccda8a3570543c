package io.aliasdefender.core;

import java.util.Locale;

/** How much somebody should care about a sentence. */
public enum Level {
    DEBUG,
    INFO,
    WARNING,
    ERROR;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
