package io.aliasdefender.journal;

import io.aliasdefender.bus.TenureJson;
import io.aliasdefender.payload.Tenure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of the record of tenures: {@code from MILLIS} is the time from which on nothing is missing, and
 * {@code BEGIN END JSON} a tenure that is over, with both times in milliseconds, so that most lines need not be parsed. A line
 * that a crash tore is neither.
 *
 * @param json the tenure, not parsed yet
 */
record TenureLine(long begin, long end, String json) {
    private static final String FROM = "from ";

    static Optional<TenureLine> of(String text) {
        String[] words = text.split(" ", 3);
        try {
            return words.length == 3
                    ? Optional.of(new TenureLine(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
                    : Optional.empty();
        } catch (NumberFormatException torn) {
            return Optional.empty();
        }
    }

    Optional<Tenure> parse() {
        try {
            return Json.decodeValue(json) instanceof JsonObject object ? TenureJson.parse(object) : Optional.empty();
        } catch (DecodeException torn) {
            return Optional.empty();
        }
    }

    /** @param tenure one that is over */
    static String text(Tenure tenure) {
        return tenure.begin().toEpochMilli() + " "
                + tenure.end().orElseThrow().at().toEpochMilli() + " "
                + TenureJson.of(tenure).encode() + "\n";
    }

    /** The time of a line that tells from when on nothing is missing; empty: it is another line. */
    static Optional<Instant> from(String text) {
        try {
            return text.startsWith(FROM)
                    ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text.substring(FROM.length()))))
                    : Optional.empty();
        } catch (NumberFormatException torn) {
            return Optional.empty();
        }
    }

    /** Such a line. */
    static byte[] from(Instant from) {
        return (FROM + from.toEpochMilli() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
