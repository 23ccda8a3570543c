package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.parse.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** Reads numbers as keepalived does, and says what is wrong with those that are not. */
final class Numbers {
    private static final String FORM = "[-+]?[0-9]{1,9}";
    private static final String SECONDS = "[0-9]{1,7}(\\.[0-9]{0,9})?|\\.[0-9]{1,9}";
    private static final int NANO_DIGITS = 9;

    private final Notes notes;

    Numbers(Notes notes) {
        this.notes = notes;
    }

    /** The word behind the keyword. */
    Optional<Integer> whole(Statement statement, int least, int most) {
        Optional<Integer> number = statement
                .argument(1)
                .map(String::strip)
                .filter(text -> text.matches(FORM))
                .map(Integer::valueOf)
                .filter(value -> value >= least && value <= most);
        if (number.isEmpty()) {
            notes.ask(
                    statement,
                    statement.text() + ": this is no whole number from " + least + " to " + most
                            + ", and nothing was made of it");
        }
        return number;
    }

    /** Seconds, with decimals. */
    Optional<Duration> seconds(Statement statement) {
        Optional<Duration> duration = statement.argument(1).flatMap(Numbers::seconds);
        if (duration.isEmpty()) {
            notes.ask(statement, statement.text() + ": this is no number of seconds, and nothing was made of it");
        }
        return duration;
    }

    static Optional<Duration> seconds(String text) {
        return Optional.of(text.strip())
                .filter(word -> word.matches(SECONDS))
                .map(word -> Duration.ofNanos(
                        new BigDecimal(word).movePointRight(NANO_DIGITS).longValue()));
    }

    /** As people write seconds: {@code 3.61 s}. */
    static String told(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), NANO_DIGITS)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return seconds.toPlainString() + " s";
    }
}
