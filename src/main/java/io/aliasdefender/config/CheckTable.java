package io.aliasdefender.config;

import io.aliasdefender.payload.CheckSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The checks that a file declares, and which of them are named.
 *
 * @param declared the place of every one, whether it is right or not
 * @param here the right ones that have something to look at on this host
 * @param wrong those that were complained about
 * @param named grows while aliases and groups are read: the names that somebody uses, on whatever host
 */
record CheckTable(Map<String, At> declared, Map<String, CheckSpec> here, Set<String> wrong, Set<String> named) {
    private static final String EXAMPLE = "write checks: [proxy], with names of checks, or a list for each node";

    /** None is declared. */
    static CheckTable none() {
        return new CheckTable(Map.of(), Map.of(), Set.of(), new LinkedHashSet<>());
    }

    /**
     * The names that hold for this host, of a list for all hosts or of a map from nodes to lists.
     *
     * @param value null: nothing is written
     */
    List<String> names(Yaml value, String what, NodeTable nodes, Values values, Findings findings) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Yaml.Entries)) {
            return list(value, what, true, nodes, values, findings);
        }
        List<String> own = List.of();
        for (Yaml.Entry entry : values.entries(value, what + ": checks", EXAMPLE)) {
            boolean here = nodes.isSelf(entry.key());
            List<String> names = list(entry.value(), what, here, nodes, values, findings);
            if (nodes.knows(entry.key(), entry.at(), findings) && here) {
                own = names;
            }
        }
        return own;
    }

    private List<String> list(
            Yaml value, String what, boolean forThisHost, NodeTable nodes, Values values, Findings findings) {
        Set<String> names = new LinkedHashSet<>();
        for (Yaml item : values.list(value, what + ": checks", EXAMPLE)) {
            Optional<String> name =
                    values.raw(item, what + ": check", EXAMPLE).filter(text -> isDeclared(text, item.at(), findings));
            if (name.isEmpty()) {
                continue;
            }
            if (!names.add(name.get())) {
                findings.error(item.at(), "check " + name.get() + " is in this list twice", "keep one of the two");
            }
            named.add(name.get());
            if (forThisHost && !here.containsKey(name.get()) && !wrong.contains(name.get())) {
                String self = nodes.self().map(Object::toString).orElse("this host");
                findings.warning(
                        item.at(),
                        "check " + name.get() + " says nothing for " + self + ", which passes it always",
                        "add " + self + " to the check, or name it for the others only");
            }
        }
        return names.stream().filter(here::containsKey).toList();
    }

    private boolean isDeclared(String name, At at, Findings findings) {
        if (declared.containsKey(name)) {
            return true;
        }
        findings.error(
                at,
                "there is no check " + Quoted.of(name),
                declared.isEmpty()
                        ? "declare it at the start of a line: checks: {NAME: {tcp: \"127.0.0.1:3128\"}}"
                        : "write "
                                + Nearest.to(name, declared.keySet())
                                        .orElse("one of " + Quoted.list(declared.keySet())));
        return false;
    }

    /** Says which checks nobody uses. */
    void warnOfUnused(Findings findings) {
        declared.forEach((name, at) -> {
            if (!named.contains(name)) {
                findings.warning(
                        at,
                        "check " + Quoted.of(name) + " is named by no alias and no group, and so is never looked at",
                        "add it to the checks of an alias, or remove it");
            }
        });
    }

    /** Those of these names. */
    List<CheckSpec> specs(Set<String> used) {
        List<CheckSpec> specs = new ArrayList<>();
        here.forEach((name, spec) -> {
            if (used.contains(name)) {
                specs.add(spec);
            }
        });
        return specs;
    }
}
