package io.aliasdefender.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and its unit, {@code 10ms}, {@code 1s}, {@code 5m}, {@code 1h}. */
public final class DurationText {
    private static final Pattern STRICT = Pattern.compile("(0|[1-9]\\d{0,8})(ms|s|m|h)");
    private static final Pattern LOOSE = Pattern.compile("\\s*(-?)(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([\\p{L}]*)\\.?\\s*");
    private static final Map<String, Integer> MILLIS = Map.of("ms", 1, "s", 1_000, "m", 60_000, "h", 3_600_000);
    private static final Map<String, String> UNIT_MEANT = Map.ofEntries(
            Map.entry("msec", "ms"),
            Map.entry("msecs", "ms"),
            Map.entry("millis", "ms"),
            Map.entry("millisecond", "ms"),
            Map.entry("milliseconds", "ms"),
            Map.entry("ms", "ms"),
            Map.entry("s", "s"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("second", "s"),
            Map.entry("seconds", "s"),
            Map.entry("m", "m"),
            Map.entry("min", "m"),
            Map.entry("mins", "m"),
            Map.entry("minute", "m"),
            Map.entry("minutes", "m"),
            Map.entry("h", "h"),
            Map.entry("hr", "h"),
            Map.entry("hrs", "h"),
            Map.entry("hour", "h"),
            Map.entry("hours", "h"));
    private static final String FORM = "write a whole number and ms, s, m or h, such as 1s or 1500ms";

    private DurationText() {}

    /** Reads a duration that must lie between two others, both included. */
    static Verdict<Duration> parse(String text, Duration least, Duration most) {
        Matcher strict = STRICT.matcher(text);
        if (!strict.matches()) {
            return diagnose(text);
        }
        Duration duration = Duration.ofMillis(Long.parseLong(strict.group(1)) * MILLIS.get(strict.group(2)));
        if (duration.compareTo(least) < 0) {
            return Verdict.wrong(text + " is too short", "write " + format(least) + " to " + format(most));
        }
        if (duration.compareTo(most) > 0) {
            return Verdict.wrong(text + " is too long", "write " + format(least) + " to " + format(most));
        }
        return Verdict.right(duration);
    }

    /**
     * Reads a duration of the command line.
     *
     * @throws IllegalArgumentException with what is wrong and what to write instead
     */
    public static Duration require(String text, Duration least, Duration most) {
        Verdict<Duration> verdict = parse(text, least, most);
        if (verdict instanceof Verdict.Wrong<Duration> wrong) {
            throw new IllegalArgumentException(wrong.what() + "; " + wrong.remedy());
        }
        return ((Verdict.Right<Duration>) verdict).value();
    }

    private static Verdict<Duration> diagnose(String text) {
        Matcher loose = LOOSE.matcher(text);
        if (!loose.matches()) {
            return Verdict.wrong(Quoted.of(text) + " is not a duration", FORM);
        }
        if (!loose.group(1).isEmpty()) {
            return Verdict.wrong(Quoted.of(text) + " is negative", FORM);
        }
        BigDecimal number = new BigDecimal(loose.group(2));
        if (loose.group(3).isEmpty()) {
            return Verdict.wrong(
                    Quoted.of(text) + " has no unit", "write " + loose.group(2) + "s if seconds are meant");
        }
        String unit = UNIT_MEANT.get(loose.group(3).toLowerCase(Locale.ROOT));
        if (unit == null) {
            return Verdict.wrong(Quoted.of(loose.group(3)) + " is not a unit of ours", FORM);
        }
        BigDecimal millis =
                number.multiply(BigDecimal.valueOf(MILLIS.get(unit))).stripTrailingZeros();
        boolean whole = millis.scale() <= 0 && millis.precision() - millis.scale() <= 12;
        return Verdict.wrong(
                Quoted.of(text) + " is not written as durations are here",
                whole ? "write " + format(Duration.ofMillis(millis.longValueExact())) : FORM);
    }

    /** Writes a duration in its largest whole unit, the way that {@link #parse} reads it: {@code 90s}, {@code 1h}. */
    public static String format(Duration duration) {
        if (duration.toNanos() % 1_000_000 != 0) {
            // Only a computed value (spacing: auto) is finer than a millisecond.
            return BigDecimal.valueOf(duration.toNanos(), 6)
                            .stripTrailingZeros()
                            .toPlainString() + "ms";
        }
        long millis = duration.toMillis();
        for (String unit : new String[] {"h", "m", "s"}) {
            if (millis != 0 && millis % MILLIS.get(unit) == 0) {
                return millis / MILLIS.get(unit) + unit;
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }
}
