package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes {@code routes:} and {@code rules:} of an alias out of {@code virtual_routes} and {@code virtual_rules}. */
final class Routes {
    /** Whether the configuration has the keys {@code routes} and {@code rules}. Until then all of them are reported. */
    static final boolean ARE_READ = false;

    private static final Map<String, String> ROUTE_KEYS = Map.of(
            "via", "via",
            "gw", "via",
            "table", "table",
            "metric", "metric",
            "priority", "metric",
            "src", "source");
    private static final Map<String, String> RULE_KEYS = Map.of(
            "from", "from",
            "to", "to",
            "table", "table",
            "lookup", "table",
            "preference", "priority",
            "priority", "priority",
            "fwmark", "mark",
            "iif", "in",
            "oif", "out");

    private final Notes notes;
    private final boolean read;

    Routes(Notes notes) {
        this(notes, ARE_READ);
    }

    Routes(Notes notes, boolean read) {
        this.notes = notes;
        this.read = read;
    }

    /** The keys of the first alias of an instance, as YAML. */
    Map<String, String> of(Instance instance) {
        Map<String, String> keys = new LinkedHashMap<>();
        List<String> routes = lines(instance.routes(), true);
        List<String> rules = lines(instance.rules(), false);
        if (!routes.isEmpty()) {
            keys.put("routes", "[" + String.join(", ", routes) + "]");
        }
        if (!rules.isEmpty()) {
            keys.put("rules", "[" + String.join(", ", rules) + "]");
        }
        return keys;
    }

    private List<String> lines(List<Statement> lines, boolean routes) {
        List<String> written = new ArrayList<>();
        for (Statement line : lines) {
            if (!read) {
                notes.missing(
                        line,
                        line.text() + ": keepalived adds this " + (routes ? "route" : "rule")
                                + " on the holder and takes it"
                                + " away from the other, and nothing here does so yet. WITHOUT IT THE HOST MAY BE CUT OFF: add"
                                + " it by a hook on took-over and remove it by one on released, or have it on every host");
                continue;
            }
            Optional<String> value = routes ? route(line) : rule(line);
            if (value.isPresent()) {
                written.add(value.get());
                notes.carried(line, line.text() + (routes ? ": routes: " : ": rules: ") + "of the alias");
            } else {
                notes.ask(
                        line,
                        line.text() + ": it has words for which there is no key; write it into "
                                + (routes ? "routes:" : "rules:")
                                + " as far as it matters, or add it by a hook on took-over");
            }
        }
        return written;
    }

    private static Optional<String> route(Statement line) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < line.words().size(); i++) {
            String word = line.words().get(i);
            Optional<String> value = line.argument(i + 1);
            if (word.equals("to") || word.equals("dev") || word.equals("scope") || word.equals("proto")) {
                // The way of an alias is over its own link; the others are what they are by default.
                i += word.equals("to") ? 0 : 1;
            } else if (word.equals("no_track") || word.equals("inet") || word.equals("inet6")) {
                continue;
            } else if (ROUTE_KEYS.containsKey(word) && value.isPresent()) {
                keys.put(ROUTE_KEYS.get(word), YamlText.scalar(value.get()));
                i++;
            } else if (!keys.containsKey("to") && isNetwork(word)) {
                keys.put("to", YamlText.scalar(word.equals("default") ? "0.0.0.0/0" : word));
            } else {
                return Optional.empty();
            }
        }
        return keys.containsKey("to") ? Optional.of(YamlText.map(ordered(keys, "to"))) : Optional.empty();
    }

    private static Optional<String> rule(Statement line) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i + 1 < line.words().size(); i += 2) {
            String key = RULE_KEYS.get(line.words().get(i));
            if (key == null) {
                return Optional.empty();
            }
            keys.put(key, YamlText.scalar(line.words().get(i + 1)));
        }
        boolean pairs =
                line.words().stream().filter(word -> !word.equals("no_track")).count() % 2 == 0;
        return pairs && !keys.isEmpty() ? Optional.of(YamlText.map(keys)) : Optional.empty();
    }

    private static boolean isNetwork(String word) {
        String address = word.replaceFirst("/\\d{1,3}$", "");
        return word.equals("default") || IpAddress.parse(address).isPresent();
    }

    private static Map<String, String> ordered(Map<String, String> keys, String first) {
        Map<String, String> ordered = new LinkedHashMap<>();
        ordered.put(first, keys.get(first));
        ordered.putAll(keys);
        return ordered;
    }
}
