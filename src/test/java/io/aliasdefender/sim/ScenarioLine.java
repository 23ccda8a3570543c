package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a scenario, read word by word; every error names the file, the line and what would have done. */
final class ScenarioLine {
    private static final Pattern WORD = Pattern.compile("\\G\\s*(?:\"([^\"]*)\"|(#.*)|([^\\s\"#]+))");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|min)");

    private final String place;
    private final List<String> words = new ArrayList<>();
    /** By word: whether it stood in quotes. */
    private final List<Boolean> quoted = new ArrayList<>();

    private int next;

    ScenarioLine(String file, int number, String text) {
        place = file + ":" + number + ": ";
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            end = matcher.end();
            if (matcher.group(2) == null) {
                words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(3));
                quoted.add(matcher.group(1) != null);
            }
        }
        if (!text.substring(end).isBlank()) {
            throw error("cannot read '" + text.substring(end).strip() + "'");
        }
    }

    IllegalArgumentException error(String what) {
        return new IllegalArgumentException(place + what);
    }

    boolean atEnd() {
        return next == words.size();
    }

    void end() {
        if (!atEnd()) {
            throw error("'" + words.get(next) + "' is too much");
        }
    }

    /** The next word, which must be one of these. */
    String word(Set<String> known) {
        String word = atEnd() || quoted.get(next) ? null : words.get(next);
        if (word == null || !known.contains(word)) {
            throw error((atEnd() ? "something is missing" : "'" + words.get(next) + "' is unknown here") + "; known: "
                    + String.join(", ", known.stream().sorted().toList()));
        }
        next++;
        return word;
    }

    /** Takes these words if they come next. */
    boolean takes(String... expected) {
        if (next + expected.length > words.size()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (quoted.get(next + i) || !words.get(next + i).equals(expected[i])) {
                return false;
            }
        }
        next += expected.length;
        return true;
    }

    void must(String... expected) {
        if (!takes(expected)) {
            throw error("'" + String.join(" ", expected) + "' is missing");
        }
    }

    /** Anything but a quoted text. */
    String any(String what) {
        if (atEnd() || quoted.get(next)) {
            throw error(what + " is missing");
        }
        return words.get(next++);
    }

    String text() {
        if (atEnd() || !quoted.get(next)) {
            throw error("a text in double quotes is missing");
        }
        return words.get(next++);
    }

    /** In nanoseconds: {@code 20ms}, {@code 1.5s}, {@code 5min}. */
    long duration() {
        String word = any("a duration such as 1.5s");
        Matcher matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            throw error("'" + word + "' is no duration; write 20ms, 1.5s or 5min");
        }
        long unit = switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            default -> 60_000_000_000L;
        };
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .longValueExact();
    }

    int number() {
        String word = any("a number");
        if (!word.matches("\\d{1,6}")) {
            throw error("'" + word + "' is no number");
        }
        return Integer.parseInt(word);
    }

    IpAddress address() {
        String word = any("an address");
        return IpAddress.parse(word).orElseThrow(() -> error("'" + word + "' is no IP address"));
    }

    /** An address if one comes next, else the other. */
    IpAddress addressOr(Supplier<IpAddress> other) {
        boolean given = !atEnd()
                && !quoted.get(next)
                && IpAddress.parse(words.get(next)).isPresent();
        return given ? address() : other.get();
    }
}
