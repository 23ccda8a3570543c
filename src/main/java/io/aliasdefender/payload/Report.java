package io.aliasdefender.payload;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import java.util.Optional;

/**
 * Something that any part wants to be told to people. It becomes an {@link Event} with a number and a time.
 *
 * @param alias the alias that it is about; empty when it is about the whole host
 * @param cause see {@link Event#cause()}
 * @param sentence one plain sentence with its evidence
 */
public record Report(Optional<IpAddress> alias, String cause, Level level, String sentence) {
    /** About the whole host. */
    public static Report of(String cause, Level level, String sentence) {
        return new Report(Optional.empty(), cause, level, sentence);
    }

    /** About one alias. */
    public static Report of(IpAddress alias, String cause, Level level, String sentence) {
        return new Report(Optional.of(alias), cause, level, sentence);
    }
}
