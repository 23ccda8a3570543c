package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.VirtualAddress;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes {@code routes} and {@code rules} of an alias out of {@code virtual_routes} and {@code virtual_rules}. */
final class Routes {
    private static final int FIRST_PRIORITY = 1_000;

    /** What of a line of {@code ip route} has a key, or needs none. */
    private static final Map<String, String> ROUTE_KEYS = Map.of(
            "via", "via",
            "gw", "via",
            "dev", "interface",
            "table", "table",
            "metric", "metric",
            "priority", "metric",
            "preference", "metric",
            "src", "source");

    private static final Map<String, String> RULE_KEYS = Map.of(
            "from", "from",
            "to", "to",
            "table", "table",
            "lookup", "table",
            "preference", "priority",
            "priority", "priority",
            "pref", "priority",
            "fwmark", "fwmark");

    private static final Set<String> ALONE = Set.of("no_track", "inet", "inet6", "prepend", "append", "add");
    private static final Set<String> NEEDLESS = Set.of("proto", "protocol", "scope");

    private final Notes notes;

    Routes(Notes notes) {
        this.notes = notes;
    }

    /** The keys of an alias, as YAML: the first one of an instance of each family has them. */
    Map<String, String> of(Instance instance, IpAddress alias) {
        boolean first = instance.addresses().stream()
                .map(VirtualAddress::address)
                .map(Cidr::address)
                .filter(address -> address.v6() == alias.v6())
                .findFirst()
                .filter(alias::equals)
                .isPresent();
        if (!first) {
            return Map.of();
        }
        Set<String> routes = new LinkedHashSet<>();
        Set<String> rules = new LinkedHashSet<>();
        for (Statement line : instance.routes()) {
            if (isV6(line) == alias.v6()) {
                add(line, route(line, instance, alias), "routes:", routes);
            }
        }
        for (Statement line : instance.rules()) {
            if (isV6(line) == alias.v6()) {
                add(line, rule(line, rules.size()), "rules:", rules);
            }
        }
        Map<String, String> keys = new LinkedHashMap<>();
        if (!routes.isEmpty()) {
            keys.put("routes", "[" + String.join(", ", routes) + "]");
        }
        if (!rules.isEmpty()) {
            keys.put("rules", "[" + String.join(", ", rules) + "]");
        }
        return keys;
    }

    /** Says of routes and rules of a family of which there is no alias that nothing carries them. */
    void noteOthers(Instance instance) {
        for (List<Statement> lines : List.of(instance.routes(), instance.rules())) {
            for (Statement line : lines) {
                boolean carried = instance.addresses().stream()
                        .anyMatch(address -> address.address().address().v6() == isV6(line));
                if (!carried) {
                    notes.ask(
                            line,
                            line.text() + ": the instance has no address of this family that it could move with."
                                    + " WITHOUT IT THE HOST MAY BE CUT OFF: add it by a hook on took-over, or have it on every host");
                }
            }
        }
    }

    private void add(Statement line, Optional<String> value, String key, Set<String> written) {
        if (value.isPresent()) {
            written.add(value.get());
            notes.carried(line, line.text() + ": " + key + " of the alias, added after it and removed before it");
        } else {
            notes.ask(
                    line,
                    line.text() + ": it has words for which there is no key in " + key
                            + " WITHOUT IT THE HOST MAY BE CUT OFF: write it as far as it matters, or add it by a hook on"
                            + " took-over and remove it by one on released");
        }
    }

    private static boolean isV6(Statement line) {
        return line.words().contains("inet6")
                || line.words().stream()
                        .map(word -> word.replaceFirst("/.*", ""))
                        .anyMatch(word ->
                                IpAddress.parse(word).filter(IpAddress::v6).isPresent());
    }

    private static Optional<String> route(Statement line, Instance instance, IpAddress alias) {
        Map<String, String> found = new LinkedHashMap<>();
        Iterator<String> words = line.words().iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("to") || ALONE.contains(word)) {
                continue;
            }
            if (NEEDLESS.contains(word) || ROUTE_KEYS.containsKey(word)) {
                if (!words.hasNext()) {
                    return Optional.empty();
                }
                String value = words.next();
                if (ROUTE_KEYS.containsKey(word)) {
                    // via inet ADDRESS
                    boolean family = value.equals("inet");
                    found.put(ROUTE_KEYS.get(word), !family ? value : words.hasNext() ? words.next() : "");
                }
            } else if (!found.containsKey("to") && network(word).isPresent()) {
                found.put("to", network(word).get());
            } else {
                return Optional.empty();
            }
        }
        boolean ownLink = instance.link().map(Found::value).equals(Optional.ofNullable(found.get("interface")));
        if (ownLink && deviceOf(instance, alias).equals(found.get("interface"))) {
            found.remove("interface");
        }
        if (alias.toString().equals(found.get("source"))) {
            found.put("source", "alias");
        }
        return found.containsKey("to") && isNumber(found, "table", true) && isNumber(found, "metric", false)
                ? Optional.of(yaml(found, List.of("to", "via", "interface", "table", "metric", "source")))
                : Optional.empty();
    }

    private static String deviceOf(Instance instance, IpAddress alias) {
        return instance.addresses().stream()
                .filter(address -> address.address().address().equals(alias))
                .findFirst()
                .flatMap(VirtualAddress::device)
                .or(() -> instance.link().map(Found::value))
                .orElse("");
    }

    private Optional<String> rule(Statement line, int number) {
        Map<String, String> found = new LinkedHashMap<>();
        Iterator<String> words = line.words().iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (ALONE.contains(word)) {
                continue;
            }
            if (!RULE_KEYS.containsKey(word) || !words.hasNext()) {
                return Optional.empty();
            }
            String value = words.next();
            boolean network = word.equals("from") || word.equals("to");
            if (!(network && value.equals("all"))) {
                Optional<String> written = network ? network(value) : Optional.of(value);
                if (written.isEmpty()) {
                    return Optional.empty();
                }
                found.put(RULE_KEYS.get(word), written.get());
            }
        }
        boolean good = found.containsKey("table")
                && isNumber(found, "table", true)
                && isNumber(found, "priority", false)
                && isNumber(found, "fwmark", false);
        if (good && !found.containsKey("priority")) {
            found.put("priority", Integer.toString(FIRST_PRIORITY + number));
            notes.ask(
                    line,
                    line.text() + ": it has no preference, and keepalived chooses one; the import writes priority: "
                            + found.get("priority") + ". Which one has to be before or after it?");
        }
        return good ? Optional.of(yaml(found, List.of("from", "to", "fwmark", "table", "priority"))) : Optional.empty();
    }

    private static boolean isNumber(Map<String, String> found, String key, boolean orMain) {
        String value = found.get(key);
        return value == null || value.matches("[1-9]\\d{0,9}") || orMain && value.equals("main");
    }

    /** As the kernel keeps it: an address in a network stands for the network. */
    private static Optional<String> network(String word) {
        if (word.equals("default")) {
            return Optional.of(word);
        }
        Optional<Cidr> network = Cidr.parse(word);
        return network.isPresent()
                ? network.map(cidr -> cidr.prefixLength() == 0 ? "default" : cidr.network() + "/" + cidr.prefixLength())
                : IpAddress.parse(word).map(IpAddress::toString);
    }

    private static String yaml(Map<String, String> found, List<String> order) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String key : order) {
            String value = found.get(key);
            if (value != null) {
                boolean plain = value.matches("\\d{1,10}");
                keys.put(key, plain ? value : YamlText.scalar(value));
            }
        }
        return YamlText.map(keys);
    }
}
