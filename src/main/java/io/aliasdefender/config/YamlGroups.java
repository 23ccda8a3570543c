package io.aliasdefender.config;

import io.aliasdefender.config.AliasTable.Group;
import io.aliasdefender.config.AliasTable.Terms;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.OnFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code groups}: which aliases move together or not at all. */
final class YamlGroups {
    private static final String EXAMPLE = "write a name with its aliases, such as web: [192.0.2.100, 192.0.2.101]";
    private static final String MAP_FORM = "write aliases: [192.0.2.100, 192.0.2.101], and beside it checks: [proxy]";
    private static final String FORM = "write two aliases or more, such as [192.0.2.100, 192.0.2.101]";

    private final AliasTable aliases;
    private final NodeTable nodes;
    private final CheckTable checks;
    private final YamlPolicy policies;
    private final Values values;
    private final Findings findings;
    private final Map<IpAddress, Located<Group>> groups = new HashMap<>();

    YamlGroups(
            AliasTable aliases,
            NodeTable nodes,
            CheckTable checks,
            YamlPolicy policies,
            Values values,
            Findings findings) {
        this.aliases = aliases;
        this.nodes = nodes;
        this.checks = checks;
        this.policies = policies;
        this.values = values;
        this.findings = findings;
    }

    /** The group of each alias that is in one. */
    Map<IpAddress, Group> read(Yaml value) {
        List<Entry> entries = values.entries(value, "groups", EXAMPLE);
        if (value instanceof Yaml.Entries map && map.entries().isEmpty()) {
            findings.error(value.at(), "groups is empty", EXAMPLE);
        }
        entries.forEach(this::group);
        return groups.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, member -> member.getValue().value()));
    }

    private void group(Entry entry) {
        if (!Names.isNode(entry.key())) {
            findings.error(
                    entry.at(),
                    Quoted.of(entry.key()) + " cannot be the name of a group",
                    "write up to 63 letters, digits, dots, hyphens and underscores");
            return;
        }
        String what = "group " + entry.key();
        Map<String, Yaml> section = entry.value() instanceof Yaml.Entries
                ? values.section(entry.value(), what, Keys.GROUP, MAP_FORM)
                : Map.of("aliases", entry.value());
        Group group = new Group(
                entry.key(),
                checks.names(section.get("checks"), what, nodes, values, findings),
                policies.onFailure(section));
        if (!section.containsKey("aliases")) {
            if (!Values.mentions(entry.value(), "aliases", Keys.GROUP)) {
                findings.error(entry.at(), what + " has no aliases", MAP_FORM);
            }
            return;
        }
        List<Yaml> items = values.list(section.get("aliases"), what, FORM);
        if (items.size() == 1) {
            findings.error(items.get(0).at(), what + " has a single alias", FORM);
        }
        Map<IpAddress, At> members = new LinkedHashMap<>();
        for (Yaml item : items) {
            member(item, what)
                    .filter(alias -> isFree(alias, group, item.at()))
                    .ifPresent(alias -> members.put(alias, item.at()));
        }
        sameTerms(members, group);
    }

    private Optional<IpAddress> member(Yaml item, String what) {
        Optional<IpAddress> address = values.raw(item, what, EXAMPLE)
                .flatMap(text -> values.judged(AddressText.address(text), item.at(), what + ":"));
        if (address.isPresent() && !aliases.written().contains(address.get())) {
            findings.error(
                    item.at(),
                    what + ": " + address.get() + " is no alias of this file",
                    "add it below aliases:, or write one that is there");
            return Optional.empty();
        }
        return address;
    }

    private boolean isFree(IpAddress alias, Group group, At at) {
        Located<Group> earlier = groups.putIfAbsent(alias, new Located<>(group, at));
        if (earlier == null) {
            return true;
        }
        boolean same = earlier.value().name().equals(group.name());
        findings.error(
                at,
                same
                        ? alias + " is in this group twice"
                        : alias + " is already in group " + earlier.value().name() + " in line "
                                + earlier.at().line(),
                same ? "keep one of the two" : "keep it in one of the two: an alias moves with one group only");
        return false;
    }

    /** Aliases cannot move together where one of them has to go to another host, or at another time. */
    private void sameTerms(Map<IpAddress, At> members, Group group) {
        Optional<IpAddress> first =
                members.keySet().stream().filter(aliases.terms()::containsKey).findFirst();
        members.forEach((alias, at) -> {
            if (aliases.terms().containsKey(alias)) {
                sameTerms(first.orElseThrow(), alias, at);
                if (group.onFailure().isPresent()) {
                    asItsGroup(alias, group.onFailure().get(), at);
                } else {
                    differs(
                            first.orElseThrow(),
                            alias,
                            at,
                            "on-failure",
                            terms -> word(terms.policy().onFailure()));
                }
            }
        });
    }

    private void sameTerms(IpAddress first, IpAddress alias, At at) {
        differs(first, alias, at, "nodes", terms -> list(terms.ranking()));
        differs(first, alias, at, "grace", terms -> orNever(terms.policy().grace()));
        differs(first, alias, at, "failback", terms -> failback(terms.policy()));
        differs(first, alias, at, "on-stop", terms -> word(terms.policy().onStop()));
        differs(first, alias, at, "on-isolation", terms -> word(terms.policy().onIsolation()));
    }

    private void asItsGroup(IpAddress alias, OnFailure ofGroup, At at) {
        Optional<OnFailure> own = aliases.terms().get(alias).onFailure();
        if (own.isPresent() && own.get() != ofGroup) {
            findings.error(
                    at,
                    alias + " has on-failure: " + word(own.get()) + ", but its group has " + word(ofGroup),
                    "keep it at the group alone");
        }
    }

    private void differs(IpAddress first, IpAddress alias, At at, String key, Function<Terms, String> told) {
        String wanted = told.apply(aliases.terms().get(first));
        String found = told.apply(aliases.terms().get(alias));
        if (!wanted.equals(found)) {
            findings.error(
                    at,
                    alias + " has " + key + ": " + found + ", but " + first + " of the same group has " + wanted,
                    "give both the same " + key + ":, or take one out of the group");
        }
    }

    private static String list(List<Node> nodes) {
        return nodes.stream().map(Node::name).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String failback(Policy policy) {
        return policy.failback().filter(Duration::isZero).isPresent() ? "immediately" : orNever(policy.failback());
    }

    private static String orNever(Optional<Duration> duration) {
        return duration.map(DurationText::format).orElse("never");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
