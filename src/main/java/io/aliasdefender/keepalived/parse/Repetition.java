package io.aliasdefender.keepalived.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ~SEQ(name, start, step, end) TEXT}, {@code ~SEQx(...)} and {@code ~LST(name, value, ...) TEXT}: the text once for
 * each value.
 *
 * @param turns the definitions of each turn
 * @param text what is repeated
 */
record Repetition(List<Map<String, String>> turns, String text) {
    private static final Pattern FORM = Pattern.compile("~(SEQx?|LST)[ \\t]*\\(([^()]*)\\)[ \\t]*(.*)");
    private static final int HEX = 16;

    /** Of a line whose definitions in the parentheses have been put in; empty when it is not right. */
    static Optional<Repetition> of(String line) {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> fields = fields(matcher.group(2));
        Optional<List<Map<String, String>>> turns = matcher.group(1).equals("LST")
                ? listed(fields)
                : counted(fields, matcher.group(1).equals("SEQx"));
        return turns.map(all -> new Repetition(all, matcher.group(3)));
    }

    /** Between commas that stand outside of braces. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (character == ',' && depth == 0) {
                fields.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        fields.add(text.substring(start).strip());
        return fields;
    }

    private static Optional<List<Map<String, String>>> counted(List<String> fields, boolean hex) {
        if (fields.size() < 2 || fields.size() > 4 || fields.get(0).isEmpty()) {
            return Optional.empty();
        }
        long[] numbers = new long[fields.size() - 1];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Long.decode(fields.get(i + 1));
            }
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
        long end = numbers[numbers.length - 1];
        long start = numbers.length > 1 ? numbers[0] : end < 0 ? -1 : 1;
        long step = numbers.length > 2 ? numbers[1] : start <= end ? 1 : -1;
        boolean backwards = start < end && step < 0 || start > end && step > 0;
        if (step == 0 || backwards || hex && (start < 0 || end < 0) || isTooLong(start, step, end)) {
            return Optional.empty();
        }
        List<Map<String, String>> turns = new ArrayList<>();
        for (long value = start; step > 0 ? value <= end : value >= end; value += step) {
            turns.add(Map.of(fields.get(0), hex ? Long.toString(value, HEX) : Long.toString(value)));
        }
        return Optional.of(turns);
    }

    private static boolean isTooLong(long start, long step, long end) {
        // Numbers near the ends of a long are nobody's addresses, and would overflow.
        long most = Integer.MAX_VALUE;
        return Math.abs(start) > most
                || Math.abs(end) > most
                || Math.abs(step) > most
                || (end - start) / step >= Limits.TURNS;
    }

    private static Optional<List<Map<String, String>>> listed(List<String> fields) {
        List<String> names = inBraces(fields.get(0));
        List<Map<String, String>> turns = new ArrayList<>();
        for (String field : fields.subList(1, fields.size())) {
            List<String> values = names.size() == 1 ? List.of(field) : inBraces(field);
            if (values.size() != names.size()) {
                return Optional.empty();
            }
            Map<String, String> turn = new TreeMap<>();
            for (int i = 0; i < values.size(); i++) {
                turn.put(names.get(i), values.get(i));
            }
            turns.add(turn);
        }
        return turns.isEmpty() || names.contains("") ? Optional.empty() : Optional.of(turns);
    }

    private static List<String> inBraces(String field) {
        boolean braces = field.startsWith("{") && field.endsWith("}") && field.length() > 1;
        return braces
                ? Arrays.stream(field.substring(1, field.length() - 1).split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of(field);
    }
}
