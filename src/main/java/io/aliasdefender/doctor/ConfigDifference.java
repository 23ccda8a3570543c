package io.aliasdefender.doctor;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where two configurations, as {@code GET /api/config} tells them, would have two hosts decide differently. */
final class ConfigDifference {
    private static final List<String> OF_FILE = List.of("nodes", "interval_ms", "witnesses");
    /** Not interfaces and labels, which may differ from host to host. */
    private static final List<String> OF_ALIAS = List.of(
            "nodes",
            "witnesses",
            "probes",
            "group",
            "confirm_probes",
            "confirm_spacing_ms",
            "grace_ms",
            "failback_ms",
            "on_stop",
            "on_isolation",
            "on_failure",
            "announce_count",
            "announce_spacing_ms",
            "announce_refresh_ms");

    private static final int MOST = 4;

    private ConfigDifference() {}

    /** Returns a few words for each difference, {@code interval_ms 1000 here and 100 there}; none when they agree. */
    static List<String> between(JsonObject ours, JsonObject theirs) {
        List<String> differences = new ArrayList<>();
        compare("", OF_FILE, ours, theirs, differences);
        Map<String, JsonObject> here = aliases(ours);
        Map<String, JsonObject> there = aliases(theirs);
        here.forEach((address, alias) -> {
            if (there.containsKey(address)) {
                compare(address + " ", OF_ALIAS, alias, there.get(address), differences);
            } else {
                differences.add(address + " is an alias here alone");
            }
        });
        there.keySet().stream()
                .filter(address -> !here.containsKey(address))
                .forEach(address -> differences.add(address + " is an alias there alone"));
        if (differences.size() <= MOST) {
            return differences;
        }
        List<String> some = new ArrayList<>(differences.subList(0, MOST));
        some.add((differences.size() - MOST) + " more");
        return some;
    }

    private static void compare(
            String prefix, List<String> fields, JsonObject ours, JsonObject theirs, List<String> into) {
        for (String field : fields) {
            Object here = ours.getValue(field);
            Object there = theirs.getValue(field);
            // As text: a number that was read is of another class than one that was put in.
            if (!Json.encode(here).equals(Json.encode(there))) {
                into.add(prefix + field + " " + text(here) + " here and " + text(there) + " there");
            }
        }
    }

    private static String text(Object value) {
        // What another host says is text, never a command to a terminal.
        return String.valueOf(value).replaceAll("[\\p{Cntrl}\\p{Cf}\\x80-\\x9f]", "?");
    }

    private static Map<String, JsonObject> aliases(JsonObject configuration) {
        Map<String, JsonObject> aliases = new LinkedHashMap<>();
        if (configuration.getValue("aliases") instanceof JsonArray list) {
            for (Object entry : list) {
                if (entry instanceof JsonObject alias && alias.getValue("address") instanceof String address) {
                    aliases.put(text(address), alias);
                }
            }
        }
        return aliases;
    }
}
