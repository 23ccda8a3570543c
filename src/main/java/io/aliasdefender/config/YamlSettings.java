package io.aliasdefender.config;

import io.aliasdefender.config.AliasTable.Group;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.payload.Settings.Link;
import io.aliasdefender.payload.Settings.Web;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the YAML format from its tree. */
final class YamlSettings {

    private final HostFacts host;
    private final Findings findings;
    private final Values values;

    YamlSettings(HostFacts host, Findings findings) {
        this.host = host;
        this.findings = findings;
        this.values = new Values(findings);
    }

    /** The settings; whether they may be used is for the findings to say. */
    Optional<Settings> read(Yaml root) {
        Map<String, Yaml> file =
                values.section(root, "the file", Keys.FILE, "write nodes: and aliases: as in conf/alias-defender.yaml");
        requireKey(root, file, "nodes", "write nodes: with a name and an address for each host");
        requireKey(root, file, "aliases", "write aliases: with - address: 192.0.2.100/24 below it");

        NodeTable nodes = NodeTable.NONE;
        if (file.containsKey("nodes")) {
            nodes = new YamlNodes(host, values, findings).read(file.get("nodes"), keyPlace(root, "nodes"));
        }
        YamlPolicy policies = new YamlPolicy(values);
        AddressTool tool = tool(file.get("commands"));
        YamlLease leases = new YamlLease(values, findings, host.elsewhere());
        Optional<LeaseSpec> lease = leases.read(file.get("lease"), tool);
        Policy ofFile = policies.ofFile(file);
        Policy policy = lease.map(store -> ofFile.leased(store.lease())).orElse(ofFile);
        CheckTable checks = file.containsKey("checks")
                ? new YamlChecks(host, nodes, values, findings).read(file.get("checks"))
                : CheckTable.none();
        AliasTable aliases = AliasTable.NONE;
        if (file.containsKey("aliases")) {
            YamlAliases reader = new YamlAliases(host, nodes, values, findings);
            Set<Probe> probes = reader.probes(file.get("probes")).orElse(EnumSet.allOf(Probe.class));
            aliases = reader.read(file.get("aliases"), policies, policy, probes, checks);
        }
        Map<IpAddress, Group> groups = Map.of();
        if (file.containsKey("groups")) {
            groups = new YamlGroups(aliases, nodes, checks, policies, values, findings).read(file.get("groups"));
        }
        checks.warnOfUnused(findings);
        List<AliasSpec> grouped = aliases.grouped(groups);
        leases.checkGroups(file.get("lease"), grouped);
        List<Witness> witnesses = new YamlWitnesses(nodes, aliases.written(), values, findings)
                .read(file.get("witnesses"))
                .orElse(List.of(new Witness.DefaultRouter()));
        Web web = new YamlWeb(values, findings, host.elsewhere()).read(file.get("web"), nodes, aliases.written());
        Link link = new YamlLink(values, findings, host.elsewhere()).read(file.get("link"), nodes);
        List<HookSpec> hooks = new YamlHooks(values, findings, host.elsewhere())
                .read(file.get("hooks"), HookAliases.of(aliases, file.get("groups")));
        Log log = new YamlLog(values).read(file.get("log"));
        if (nodes.self().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Settings(
                nodes.self().get(),
                nodes.nodes(),
                grouped,
                policy.interval(),
                witnesses,
                tool,
                web,
                log,
                policies.announceRate(file),
                link,
                checks.specs(grouped.stream()
                        .flatMap(alias -> alias.checks().stream())
                        .collect(Collectors.toSet())),
                hooks,
                lease));
    }

    private void requireKey(Yaml root, Map<String, Yaml> file, String key, String remedy) {
        if (!file.containsKey(key) && !Values.mentions(root, key, Keys.FILE)) {
            findings.error(At.START, Quoted.of(key) + " is missing", remedy);
        }
    }

    private static At keyPlace(Yaml root, String key) {
        return root instanceof Yaml.Entries map
                ? map.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .findFirst()
                        .map(Yaml.Entry::at)
                        .orElse(root.at())
                : root.at();
    }

    private AddressTool tool(Yaml value) {
        Map<String, AddressTool> words = new LinkedHashMap<>();
        words.put("auto", AddressTool.AUTO);
        words.put("netlink", AddressTool.NETLINK);
        words.put("ip", AddressTool.IP);
        words.put("ifconfig", AddressTool.IFCONFIG);
        return Optional.ofNullable(value)
                .flatMap(written -> values.word(written, "commands", words))
                .orElse(AddressTool.AUTO);
    }
}
