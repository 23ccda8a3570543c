package io.aliasdefender.payload;

import io.aliasdefender.core.Level;

/**
 * How the daemon's log is written.
 *
 * @param level the least level that is written
 * @param format of a line
 * @param to where it is written
 */
public record Log(Level level, Format format, To to) {
    public static final Log DEFAULT = new Log(Level.INFO, Format.TEXT, To.AUTO);

    /** What a line looks like. */
    public enum Format {
        /** A sentence. */
        TEXT,
        /** An object with the sentence and what it is about. */
        JSON
    }

    /** Who gets the lines. */
    public enum To {
        /** Standard error; where that is the journal's, with the journal's priorities. */
        AUTO,
        /** Standard error without the journal's priorities. */
        STDERR,
        /** The system log, as facility daemon, through {@code /dev/log}. */
        SYSLOG
    }
}
