package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.config.Yaml.Items;
import io.aliasdefender.config.Yaml.Kind;
import io.aliasdefender.config.Yaml.Refused;
import io.aliasdefender.config.Yaml.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes values of the expected type out of the tree; empty when they are not of it, which is said then. */
final class Values {
    private final Findings findings;

    Values(Findings findings) {
        this.findings = findings;
    }

    /** A map that may have these keys only, each once and each with a value. */
    Map<String, Yaml> section(Yaml value, String what, Keys keys, String remedy) {
        Map<String, Yaml> section = new HashMap<>();
        for (Entry entry : entries(value, what, remedy)) {
            if (keys.names().contains(entry.key())) {
                section.put(entry.key(), entry.value());
            } else {
                unknownKey(entry, what, keys);
            }
        }
        return section;
    }

    private void unknownKey(Entry entry, String what, Keys keys) {
        String key = Quoted.of(entry.key());
        if (keys != Keys.FILE && Keys.FILE.names().contains(entry.key())) {
            findings.error(
                    entry.at(), key + " holds for the whole file, not for " + what, "write it at the start of a line");
        } else if (keys == Keys.ANNOUNCE && Keys.FILE_ANNOUNCE.names().contains(entry.key())) {
            findings.error(
                    entry.at(),
                    key + " holds for the whole host, not for one alias",
                    "write announce: {rate: 1000} at the start of a line");
        } else if (keys == Keys.FILE && Keys.ALIAS.names().contains(entry.key())) {
            findings.error(entry.at(), key + " belongs to an alias", "write it below aliases:, in line with address:");
        } else {
            String meant = Nearest.to(entry.key(), keys.names())
                    .map(Quoted::of)
                    .or(() -> Nearest.to(entry.key(), Keys.FILE.names())
                            .map(ofFile -> Quoted.of(ofFile) + " at the start of a line"))
                    .orElseGet(() -> "one of " + Quoted.list(keys.names()));
            findings.error(entry.at(), "unknown key " + key + " in " + what, "write " + meant);
        }
    }

    /** Whether a map has the key, or one that was probably meant to be it: then a complaint was made already. */
    static boolean mentions(Yaml value, String key, Keys keys) {
        return !(value instanceof Entries map)
                || map.entries().stream()
                        .anyMatch(entry -> entry.key().equals(key)
                                || Nearest.to(entry.key(), keys.names())
                                        .filter(key::equals)
                                        .isPresent());
    }

    /** The entries of a map with keys of the user's; of a repeated key the first one. */
    List<Entry> entries(Yaml value, String what, String remedy) {
        if (!(value instanceof Entries map)) {
            wrongType(value, what, "a map", remedy);
            return List.of();
        }
        Map<String, Entry> first = new LinkedHashMap<>();
        for (Entry entry : map.entries()) {
            Entry earlier = first.putIfAbsent(entry.key(), entry);
            if (earlier != null) {
                findings.error(
                        entry.at(),
                        "key " + Quoted.of(entry.key()) + " is already in line "
                                + earlier.at().line(),
                        "keep one of the two");
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : first.values()) {
            if (entry.value() instanceof Scalar scalar && scalar.kind() == Kind.NOTHING) {
                findings.error(entry.at(), Quoted.of(entry.key()) + " has no value", "write one or remove the line");
            } else {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The values of a list that is not empty. */
    List<Yaml> list(Yaml value, String what, String remedy) {
        if (!(value instanceof Items items)) {
            wrongType(value, what, "a list", remedy);
            return List.of();
        }
        if (items.values().isEmpty()) {
            findings.error(items.at(), what + " is empty", remedy);
        }
        return items.values();
    }

    /** A scalar's text, whatever the type that YAML sees in it. */
    Optional<String> raw(Yaml value, String what, String remedy) {
        if (value instanceof Scalar scalar) {
            return Optional.of(scalar.text());
        }
        wrongType(value, what, "a single value", remedy);
        return Optional.empty();
    }

    /** A scalar that is text to YAML, too. */
    Optional<String> text(Yaml value, String what, String remedy) {
        if (value instanceof Scalar scalar && scalar.kind() != Kind.TEXT) {
            boolean empty = scalar.kind() == Kind.NOTHING;
            findings.error(
                    scalar.at(),
                    what + " is " + scalar.called() + " to YAML, not text",
                    empty ? remedy : "write it in quotes: " + Quoted.of(scalar.text()));
            return Optional.empty();
        }
        return raw(value, what, remedy);
    }

    /** A whole number within bounds, without quotes. */
    Optional<Integer> whole(Yaml value, String what, int least, int most) {
        String remedy = "write a whole number, " + least + " to " + most;
        Optional<String> text = raw(value, what, remedy);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean number = value instanceof Scalar scalar && scalar.kind() == Kind.NUMBER;
        if (!number || !text.get().matches("-?(0|[1-9]\\d{0,18})")) {
            boolean inQuotes = !number && text.get().matches("\\d{1,9}");
            findings.error(
                    value.at(),
                    what + " " + Quoted.of(text.get()) + " is not a whole number",
                    inQuotes ? "write it without quotes: " + text.get() : remedy);
            return Optional.empty();
        }
        long parsed = Long.parseLong(text.get());
        if (parsed < least || parsed > most) {
            findings.error(value.at(), what + " " + parsed + " is out of range", remedy);
            return Optional.empty();
        }
        return Optional.of((int) parsed);
    }

    /** One of some words. */
    <T> Optional<T> word(Yaml value, String what, Map<String, T> words) {
        String remedy = "write " + String.join(" or ", words.keySet());
        return raw(value, what, remedy).flatMap(text -> {
            if (!words.containsKey(text)) {
                findings.error(
                        value.at(), what + " " + Quoted.of(text) + " is not known", nearestOf(text, words, remedy));
            }
            return Optional.ofNullable(words.get(text));
        });
    }

    /** A duration within bounds. */
    Optional<Duration> duration(Yaml value, String what, Duration least, Duration most) {
        return raw(value, what, "write a duration such as 1s")
                .flatMap(text -> judged(DurationText.parse(text, least, most), value.at(), what));
    }

    /** One of some words, or a duration within bounds. */
    <T> Optional<T> wordOrDuration(
            Yaml value, String what, Map<String, T> words, Range range, Function<Duration, T> ofDuration) {
        String remedy = "write " + String.join(", ", words.keySet()) + " or a duration such as 3s";
        Optional<String> text = raw(value, what, remedy);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (words.containsKey(text.get())) {
            return Optional.of(words.get(text.get()));
        }
        if (!text.get().matches("\\s*[-+.]?\\d.*")) {
            findings.error(
                    value.at(),
                    what + " " + Quoted.of(text.get()) + " is not known",
                    nearestOf(text.get(), words, remedy));
            return Optional.empty();
        }
        return judged(DurationText.parse(text.get(), range.least(), range.most()), value.at(), what)
                .map(ofDuration);
    }

    /** Both ends included. */
    record Range(Duration least, Duration most) {}

    /** The value of a verdict; a complaint is told with the name of what it is about. */
    <T> Optional<T> judged(Verdict<T> verdict, At at, String what) {
        if (verdict instanceof Verdict.Wrong<T> wrong) {
            findings.error(at, what + " " + wrong.what(), wrong.remedy(), wrong.passing());
            return Optional.empty();
        }
        return Optional.of(((Verdict.Right<T>) verdict).value());
    }

    private void wrongType(Yaml value, String what, String wanted, String remedy) {
        if (!(value instanceof Refused)) {
            findings.error(value.at(), what + " is " + value.called() + ", not " + wanted, remedy);
        }
    }

    private static String nearestOf(String text, Map<String, ?> words, String otherwise) {
        return Nearest.to(text, words.keySet()).map(word -> "write " + word).orElse(otherwise);
    }
}
