package io.aliasdefender.keepalived.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code $NAME=TEXT} has defined so far, of one line or of several. */
final class Definitions {
    private static final Pattern DEFINITION = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*(.*)");
    private static final Pattern USE = Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}"
            // Without braces only where something ends it.
            + "|([A-Za-z_][A-Za-z0-9_]*)(?=[ \\t,)]|$))");

    private final Map<String, List<String>> texts = new HashMap<>();

    /**
     * The beginning of a definition.
     *
     * @param continued whether further lines belong to it
     */
    record Begun(String name, String text, boolean continued) {}

    /** Of a line that is one; empty for any other. */
    static Optional<Begun> begun(String line) {
        Matcher matcher = DEFINITION.matcher(line);
        if (!line.startsWith("$") || !matcher.matches()) {
            return Optional.empty();
        }
        String text = matcher.group(2);
        boolean continued = text.endsWith("\\");
        return Optional.of(new Begun(
                matcher.group(1),
                continued ? text.substring(0, text.length() - 1).strip() : text,
                continued));
    }

    void define(String name, String text) {
        texts.put(name, List.of(text));
    }

    /** @param lines those that are empty count for nothing */
    void define(String name, List<String> lines) {
        List<String> kept = lines.stream().filter(line -> !line.isEmpty()).toList();
        texts.put(name, kept.isEmpty() ? List.of("") : kept);
    }

    /** Whether a definition is used in the line. */
    boolean usedIn(String line) {
        return line.indexOf('$') >= 0 && uses(line).findAny().isPresent();
    }

    private Stream<String> uses(String line) {
        return USE.matcher(line).results().map(Definitions::name).filter(texts::containsKey);
    }

    private static String name(MatchResult use) {
        return use.group(1) == null ? use.group(2) : use.group(1);
    }

    /**
     * Puts in what is defined, once; what is not defined stays as it is. A definition of several lines makes several: of
     * it, whatever was before it stands before its first one.
     */
    List<String> substituted(String line) {
        List<String> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher matcher = USE.matcher(line);
        int from = 0;
        while (matcher.find() && text.length() <= Limits.LINE_CHARACTERS) {
            List<String> replacement = texts.get(name(matcher.toMatchResult()));
            if (replacement == null) {
                continue;
            }
            text.append(line, from, matcher.start());
            from = matcher.end();
            for (int i = 0; i < replacement.size(); i++) {
                if (i > 0) {
                    lines.add(text.toString());
                    text.setLength(0);
                }
                text.append(replacement.get(i));
            }
        }
        lines.add(text.append(line, from, line.length()).toString());
        return lines;
    }
}
