package io.aliasdefender.config;

import io.aliasdefender.config.AliasTable.Terms;
import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.config.Yaml.Items;
import io.aliasdefender.config.Yaml.Scalar;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.core.spec.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code aliases}. */
final class YamlAliases {
    static final int MAX_ALIASES = 5_000;
    private static final String EXAMPLE = "write each alias as - address: 192.0.2.100/24";

    private static final String PROBES_EXAMPLE = "write probes: [echo, arp], or one of the two";

    private final HostFacts host;
    private final NodeTable nodes;
    private final Values values;
    private final Findings findings;
    private final Map<IpAddress, Terms> terms = new HashMap<>();

    YamlAliases(HostFacts host, NodeTable nodes, Values values, Findings findings) {
        this.host = host;
        this.nodes = nodes;
        this.values = values;
        this.findings = findings;
    }

    /** Which kinds of answers count; empty where nothing is written, or nothing that is right. */
    Optional<Set<Probe>> probes(Yaml value) {
        if (value == null) {
            return Optional.empty();
        }
        Set<Probe> probes = EnumSet.noneOf(Probe.class);
        for (Yaml item : values.list(value, "probes", PROBES_EXAMPLE)) {
            Optional<String> word = values.raw(item, "probe", PROBES_EXAMPLE);
            Optional<Probe> probe = word.flatMap(text -> Arrays.stream(Probe.values())
                    .filter(kind -> kind.toString().equals(text))
                    .findFirst());
            probe.ifPresent(probes::add);
            if (word.isPresent() && probe.isEmpty()) {
                findings.error(item.at(), "probe " + Quoted.of(word.get()) + " is not known", PROBES_EXAMPLE);
            }
        }
        return probes.isEmpty() ? Optional.empty() : Optional.of(probes);
    }

    AliasTable read(Yaml value, YamlPolicy policies, Policy policyOfFile, Set<Probe> probesOfFile, CheckTable checks) {
        List<Yaml> items = values.list(value, "aliases", EXAMPLE);
        if (items.size() > MAX_ALIASES) {
            findings.error(
                    items.get(MAX_ALIASES).at(), "there are more than " + MAX_ALIASES + " aliases", "write fewer");
            return AliasTable.NONE;
        }
        Set<IpAddress> written = addressesOf(value);
        Subnets subnets = new Subnets(host.kernel(), written);
        YamlWitnesses witnesses = new YamlWitnesses(nodes, written, values, findings);
        Placements placements =
                new Placements(host, subnets, findings, nodes.self().map(Node::address));
        YamlAttached attached = new YamlAttached(subnets, host.elsewhere(), values, findings);
        List<AliasSpec> aliases = new ArrayList<>();
        for (Yaml item : items) {
            Map<String, Yaml> section = values.section(item, "alias", Keys.ALIAS, EXAMPLE);
            Policy policy = policies.overridden(policyOfFile, section);
            Optional<List<Witness>> listed = witnesses.read(section.get("witnesses"));
            Set<Probe> asked = probes(section.get("probes")).orElse(probesOfFile);
            List<String> named = checks.names(section.get("checks"), "alias", nodes, values, findings);
            alias(item, section, subnets, placements, policy)
                    .map(spec -> spec.provedBy(listed).askedBy(asked).fitBy(named))
                    .map(spec -> spec.with(attached.read(section, spec.placement())))
                    .ifPresent(aliases::add);
        }
        return new AliasTable(written, Map.copyOf(terms), aliases);
    }

    private static Set<IpAddress> addressesOf(Yaml aliases) {
        Set<IpAddress> addresses = new HashSet<>();
        List<Yaml> items = aliases instanceof Items list ? list.values() : List.of();
        for (Yaml item : items) {
            List<Entry> entries = item instanceof Entries map ? map.entries() : List.of();
            for (Entry entry : entries) {
                if (entry.key().equals("address") && entry.value() instanceof Scalar scalar) {
                    IpAddress.parse(scalar.text().replaceFirst("/.*", "")).ifPresent(addresses::add);
                }
            }
        }
        return addresses;
    }

    private Optional<AliasSpec> alias(
            Yaml item, Map<String, Yaml> section, Subnets subnets, Placements placements, Policy policy) {
        List<Node> ranking = ranking(section.get("nodes"));
        Optional<Located<String>> interfaceName =
                onThisHost(section.get("interface"), "interface", Names::interfaceName);
        Optional<Located<String>> label = onThisHost(section.get("label"), "label", Names::label);
        Optional<Located<Cidr>> address = address(item, section, subnets)
                .filter(written -> placements.accepts(written, section.containsKey("interface")));
        if (address.isPresent() && !ranking.isEmpty()) {
            terms.put(address.get().value().address(), new Terms(ranking, policy, onFailure(section, policy)));
        }
        boolean interfaceWrong = section.get("interface") instanceof Scalar && interfaceName.isEmpty();
        if (address.isEmpty() || nodes.self().isEmpty() || interfaceWrong) {
            return Optional.empty();
        }
        Node self = nodes.self().get();
        if (ranking.isEmpty()) {
            return Optional.empty();
        }
        if (!ranking.contains(self)) {
            findings.warning(
                    address.get().at(),
                    address.get().value().address() + " is not defended by this host",
                    "if it should be, add " + self + " to its nodes");
            return Optional.empty();
        }
        Optional<AliasSpec> spec = placements
                .place(address.get(), interfaceName, label)
                .map(placement -> new AliasSpec(placement, ranking, self, policy));
        spec.ifPresent(
                placed -> placements.warnOfNodesOnOtherLinks(address.get().at(), placed));
        return spec;
    }

    private static Optional<OnFailure> onFailure(Map<String, Yaml> section, Policy policy) {
        return section.containsKey("on-failure") ? Optional.of(policy.onFailure()) : Optional.empty();
    }

    private Optional<Located<Cidr>> address(Yaml item, Map<String, Yaml> section, Subnets subnets) {
        Yaml value = section.get("address");
        if (value == null) {
            if (!Values.mentions(item, "address", Keys.ALIAS)) {
                findings.error(item.at(), "alias has no address", "write address: with its prefix");
            }
            return Optional.empty();
        }
        Optional<Cidr> cidr = values.raw(value, "address", EXAMPLE)
                .flatMap(text ->
                        values.judged(AddressText.withPrefix(text, subnets::probablePrefix), value.at(), "address"));
        Optional<Node> owner = cidr.flatMap(good -> nodes.at(good.address()));
        if (owner.isPresent()) {
            findings.error(
                    value.at(),
                    cidr.get().address() + " is the own address of " + owner.get(),
                    "write an address that belongs to no host");
            return Optional.empty();
        }
        return cidr.map(good -> new Located<>(good, value.at()));
    }

    /** The hosts that may hold an alias; empty when that is wrong. */
    private List<Node> ranking(Yaml value) {
        if (value == null) {
            return nodes.nodes();
        }
        String remedy = "write names of nodes, such as [" + Quoted.list(nodes.names()) + "]";
        Set<Node> ranking = new LinkedHashSet<>();
        boolean good = true;
        for (Yaml item : values.list(value, "nodes", remedy)) {
            Optional<String> name =
                    values.raw(item, "node", remedy).filter(text -> nodes.knows(text, item.at(), findings));
            Optional<Node> node = name.flatMap(nodes::named);
            if (node.isPresent() && !ranking.add(node.get())) {
                findings.error(item.at(), "node " + node.get() + " is in this list twice", "keep one of the two");
            }
            good &= node.isPresent();
        }
        return good ? List.copyOf(ranking) : List.of();
    }

    /** A value for all hosts, or the one for this host of a map from nodes to values. */
    private Optional<Located<String>> onThisHost(Yaml value, String what, Function<String, Verdict<String>> parser) {
        if (value == null) {
            return Optional.empty();
        }
        String remedy = "write a name, or a map such as {web1: eth0, web2: ens3}";
        if (!(value instanceof Entries)) {
            return scalar(value, what, remedy, parser);
        }
        Optional<Located<String>> own = Optional.empty();
        for (Entry entry : values.entries(value, what, remedy)) {
            Optional<Located<String>> one = scalar(entry.value(), what + " of " + entryName(entry), remedy, parser);
            if (nodes.knows(entry.key(), entry.at(), findings) && nodes.isSelf(entry.key())) {
                own = one;
            }
        }
        return own;
    }

    private static String entryName(Entry entry) {
        return Names.isNode(entry.key()) ? entry.key() : Quoted.of(entry.key());
    }

    private Optional<Located<String>> scalar(
            Yaml value, String what, String remedy, Function<String, Verdict<String>> parser) {
        return values.text(value, what, remedy)
                .flatMap(text -> values.judged(parser.apply(text), value.at(), what))
                .map(name -> new Located<>(name, value.at()));
    }
}
