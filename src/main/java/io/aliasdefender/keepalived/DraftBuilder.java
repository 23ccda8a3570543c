package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.keepalived.Draft.AliasEntry;
import io.aliasdefender.keepalived.Draft.NodeEntry;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.parse.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts what the files say into the form of our configuration. */
final class DraftBuilder {
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(10);
    private static final Duration MOST_INTERVAL = Duration.ofHours(1);
    /** Keys of an alias that may stand for the whole file. */
    private static final List<String> OF_FILE = List.of("failback", "announce");

    private final List<Member> members;
    private final Notes notes;
    private final KernelView here;
    private final CheckPlan checks;
    private final Terms terms;
    private final Announcements announcements;
    private final Routes routes;
    private final AliasPlaces places;
    private final HookPlan hooks;

    DraftBuilder(List<Member> members, Notes notes, KernelView here, Function<String, Optional<String>> program) {
        this.members = members;
        this.notes = notes;
        this.here = here;
        this.checks = new CheckPlan(notes, new CheckValues(notes, program));
        this.terms = new Terms(notes);
        this.announcements = new Announcements(notes);
        this.routes = new Routes(notes);
        this.places = new AliasPlaces(notes, here);
        this.hooks = new HookPlan(notes, program);
    }

    Draft build(List<String> head) {
        Map<IpAddress, Ranking> rankings = new LinkedHashMap<>();
        for (Member member : members) {
            member.config().stream()
                    .flatMap(config -> config.instances().stream())
                    .flatMap(instance -> instance.addresses().stream())
                    .map(address -> address.address().address())
                    .forEach(alias -> rankings.computeIfAbsent(alias, any -> Ranking.of(any, members)));
        }
        places.noteDoubles(members);
        Groups groups = Groups.of(members, notes);
        List<String> order = order(rankings);
        List<Map<String, String>> aliases = new ArrayList<>();
        List<List<String>> comments = new ArrayList<>();
        rankings.forEach((alias, ranking) -> {
            // What moves together has one order: that of the first.
            Ranking first = groups.firstOf(alias).map(rankings::get).orElse(ranking);
            List<String> said = new ArrayList<>();
            aliases.add(alias(alias, first, groups, rankings, order, said));
            comments.add(said);
            terms.describe(ranking);
        });
        Map<String, String> policy = new LinkedHashMap<>();
        terms.interval(members)
                .ifPresent(interval ->
                        policy.put("interval", Times.yaml(Times.within(interval, LEAST_INTERVAL, MOST_INTERVAL))));
        OF_FILE.forEach(key -> lift(key, aliases, policy));
        List<AliasEntry> entries = new ArrayList<>();
        for (int i = 0; i < aliases.size(); i++) {
            entries.add(new AliasEntry(aliases.get(i), comments.get(i)));
        }
        return new Draft(
                head, nodes(order, rankings), entries, groups.entries(), policy, checks.entries(), hooks.of(members));
    }

    /** What is the same for all aliases is said once. */
    private static void lift(String key, List<Map<String, String>> aliases, Map<String, String> policy) {
        Set<String> values = new LinkedHashSet<>();
        aliases.forEach(alias -> values.add(alias.getOrDefault(key, "")));
        if (values.size() == 1 && !values.contains("")) {
            policy.put(key, values.iterator().next());
            aliases.forEach(alias -> alias.remove(key));
        }
    }

    /** The order of the first alias, and whoever is in another one only. */
    private List<String> order(Map<IpAddress, Ranking> rankings) {
        Set<String> order = new LinkedHashSet<>();
        rankings.values().forEach(ranking -> order.addAll(ranking.names()));
        members.forEach(member -> order.add(member.name()));
        return List.copyOf(order);
    }

    private List<NodeEntry> nodes(List<String> order, Map<IpAddress, Ranking> rankings) {
        List<NodeEntry> nodes = new ArrayList<>();
        boolean certain = rankings.values().stream().allMatch(Ranking::certain);
        for (String name : order) {
            Member member = members.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            List<String> comments = new ArrayList<>();
            if (!certain && nodes.isEmpty()) {
                comments.add("? the order: the first one is preferred, and not all priorities are known");
            }
            if (member.address().isEmpty()) {
                comments.add("? the own address of " + name + suggestion(member));
                notes.add(
                        new Place(file(member), 0),
                        0,
                        Note.Kind.NEEDS_ANSWER,
                        "which address has " + name + " itself? No line says so" + suggestion(member)
                                + ". Write it into nodes:, or give it by "
                                + (member.config().isPresent() && isFirst(member)
                                        ? "--node NAME=ADDRESS"
                                        : "--peer " + name + "=ADDRESS"));
            }
            nodes.add(new NodeEntry(
                    name,
                    member.address().map(IpAddress::toString),
                    member.also().stream().map(IpAddress::toString).toList(),
                    comments));
        }
        return nodes;
    }

    private boolean isFirst(Member member) {
        return members.get(0).equals(member);
    }

    private String file(Member member) {
        return member.config()
                .or(() -> members.get(0).config())
                .map(HostConfig::file)
                .orElse("");
    }

    /** Where the import runs is perhaps that host. */
    private String suggestion(Member member) {
        Optional<String> link = member.config().stream()
                .flatMap(config -> config.instances().stream())
                .flatMap(instance -> instance.link().stream())
                .map(HostConfig.Found::value)
                .findFirst();
        return link.flatMap(here::link)
                .flatMap(found -> here.addresses().stream()
                        .filter(carried -> carried.linkIndex() == found.index())
                        .map(carried -> carried.address().address())
                        .filter(address -> !address.v6()
                                && members.stream()
                                        .noneMatch(
                                                one -> one.instanceOf(address).isPresent()))
                        .findFirst()
                        .map(address -> " (" + found.name() + " of this machine has " + address + ")"))
                .orElse("");
    }

    private Map<String, String> alias(
            IpAddress alias,
            Ranking ranking,
            Groups groups,
            Map<IpAddress, Ranking> rankings,
            List<String> order,
            List<String> comments) {
        Map<String, String> keys = new LinkedHashMap<>();
        Ranking own = rankings.get(alias);
        Cidr cidr = places.cidr(alias, own, comments);
        keys.put("address", YamlText.scalar(cidr.toString()).replace("\"", ""));
        places.interfaces(alias, own).ifPresent(value -> keys.put("interface", value));
        places.labels(alias, own).ifPresent(value -> keys.put("label", value));
        if (!ranking.names().equals(order)) {
            keys.put("nodes", YamlText.list(ranking.names()));
        }
        keys.put("failback", terms.failback(ranking));
        own.instances().stream()
                .findFirst()
                .flatMap(instance -> announcements.of(instance.garp()))
                .ifPresent(value -> keys.put("announce", value));
        CheckPlan.Chosen chosen = checksOf(alias, groups, rankings, comments);
        if (chosen.any()) {
            keys.put("checks", checks(chosen.byNode()));
            keys.put("on-failure", chosen.strict() ? "release" : "hand-over");
        }
        Map<String, String> moved = new LinkedHashMap<>();
        for (Instance instance : own.instances()) {
            Map<String, String> found = routes.of(instance, alias);
            if (moved.isEmpty()) {
                moved.putAll(found);
            } else if (!moved.equals(found)) {
                notes.ask(
                        instance.at(),
                        instance.at().text()
                                + ": another host has other virtual_routes or virtual_rules; the import writes"
                                + " those of the preferred one for all nodes");
            }
            routes.noteOthers(instance);
        }
        keys.putAll(moved);
        return keys;
    }

    /** A fault of one alias of a group is one of all. */
    private CheckPlan.Chosen checksOf(
            IpAddress alias, Groups groups, Map<IpAddress, Ranking> rankings, List<String> comments) {
        Map<String, Set<String>> byNode = new LinkedHashMap<>();
        boolean strict = false;
        for (IpAddress member : groups.representativesOf(alias)) {
            CheckPlan.Chosen chosen = checks.of(rankings.get(member));
            chosen.byNode()
                    .forEach((node, names) -> byNode.computeIfAbsent(node, any -> new LinkedHashSet<>())
                            .addAll(names));
            strict |= chosen.strict();
            chosen.comments().stream().filter(text -> !comments.contains(text)).forEach(comments::add);
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        byNode.forEach((node, names) -> lists.put(node, List.copyOf(names)));
        return new CheckPlan.Chosen(lists, strict, List.of());
    }

    /** A list where all hosts have the same, else a map. */
    private static String checks(Map<String, List<String>> byNode) {
        Set<List<String>> lists = new LinkedHashSet<>(byNode.values());
        if (lists.size() == 1) {
            return YamlText.list(lists.iterator().next());
        }
        Map<String, String> values = new LinkedHashMap<>();
        byNode.forEach((node, names) -> {
            if (!names.isEmpty()) {
                values.put(node, YamlText.list(names));
            }
        });
        return YamlText.map(values);
    }
}
