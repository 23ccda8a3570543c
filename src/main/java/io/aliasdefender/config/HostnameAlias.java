package io.aliasdefender.config;

import io.aliasdefender.config.Subnets.Subnet;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.payload.Settings.Web;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the original's {@code hostname.alias}: a line {@code Nic | Alias IP | NetMask | Partner | Primary} for each
 * alias. It keeps the original's rule: never take from a partner whose host answers.
 */
final class HostnameAlias {
    private static final Pattern YAML_KEY = Pattern.compile("\\s*(- +)?[\"'\\w.-]+\\s*:(\\s.*)?");

    private final HostFacts host;
    private final Findings findings;
    private final Policy policy;
    private final List<Node> partners = new ArrayList<>();
    private Optional<Node> self = Optional.empty();

    HostnameAlias(HostFacts host, Findings findings) {
        this.host = host;
        this.findings = findings;
        this.policy = originalsPolicy();
    }

    private static Policy originalsPolicy() {
        Policy ours = YamlPolicy.defaults(YamlPolicy.DEFAULT_INTERVAL);
        return new Policy(
                ours.interval(),
                ours.confirmProbes(),
                ours.confirmSpacing(),
                Optional.empty(),
                ours.failback(),
                ours.onStop(),
                ours.onIsolation(),
                ours.announce());
    }

    /** Whether the first line that is neither blank nor a comment is one of this format. */
    static boolean recognises(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                .findFirst()
                .filter(line ->
                        line.indexOf('|') >= 0 && !YAML_KEY.matcher(line).matches())
                .isPresent();
    }

    Optional<Settings> read(String text) {
        List<HostnameAliasLine> lines = HostnameAliasLine.allOf(text, findings);
        Set<IpAddress> addresses = new HashSet<>();
        for (HostnameAliasLine line : lines) {
            IpAddress.parse(line.alias().value()).ifPresent(addresses::add);
        }
        Subnets subnets = new Subnets(host.kernel(), addresses);
        Placements placements = new Placements(host, subnets, findings, Optional.empty());
        Map<HostnameAliasLine, String> labels = labels(lines);
        List<AliasSpec> aliases = new ArrayList<>();
        for (HostnameAliasLine line : lines) {
            alias(line, subnets, placements, addresses, Optional.ofNullable(labels.get(line)))
                    .ifPresent(aliases::add);
        }
        if (self.isEmpty()) {
            return Optional.empty();
        }
        List<Node> nodes = new ArrayList<>(List.of(self.get()));
        nodes.addAll(partners);
        return Optional.of(new Settings(
                self.get(),
                nodes,
                aliases,
                policy.interval(),
                List.of(new Witness.DefaultRouter()),
                AddressTool.AUTO,
                Web.DEFAULT));
    }

    /** The labels of this host's file: those that are named, and for the others the next free number. */
    private static Map<HostnameAliasLine, String> labels(List<HostnameAliasLine> lines) {
        Set<String> taken = new HashSet<>();
        lines.forEach(line -> taken.add(line.nic().value()));
        Map<HostnameAliasLine, String> labels = new HashMap<>();
        Map<String, Integer> counters = new HashMap<>();
        for (HostnameAliasLine line : lines) {
            String nic = line.nic().value();
            if (nic.indexOf(':') >= 0) {
                labels.put(line, nic);
            } else if (line.alias().value().indexOf(':') < 0) {
                int number = counters.getOrDefault(nic, 0) + 1;
                while (taken.contains(nic + ":" + number)) {
                    number++;
                }
                counters.put(nic, number);
                String label = nic + ":" + number;
                // An interface with so long a name can only have addresses without labels.
                if (label.length() <= Names.MAX_INTERFACE_CHARACTERS) {
                    labels.put(line, label);
                }
            }
        }
        return labels;
    }

    private Optional<AliasSpec> alias(
            HostnameAliasLine line,
            Subnets subnets,
            Placements placements,
            Set<IpAddress> addresses,
            Optional<String> labelText) {
        Optional<String> nic = interfaceName(line);
        Optional<Boolean> primary = line.isPrimary(findings);
        Optional<Node> partner = partner(line, addresses);
        Optional<Cidr> cidr = line.cidr(subnets, findings);
        if (cidr.isEmpty()) {
            return Optional.empty();
        }
        Located<Cidr> address = new Located<>(cidr.get(), line.alias().at());
        if (!placements.accepts(address, true) || nic.isEmpty() || !foundSelf(address, nic.get(), subnets)) {
            return Optional.empty();
        }
        Optional<Placement> placement = placements.place(
                address,
                nic.map(name -> new Located<>(name, line.nic().at())),
                labelText.map(label -> new Located<>(label, line.nic().at())));
        if (placement.isEmpty() || primary.isEmpty() || partner.isEmpty()) {
            return Optional.empty();
        }
        List<Node> ranking = primary.get() ? List.of(self.get(), partner.get()) : List.of(partner.get(), self.get());
        AliasSpec spec = new AliasSpec(placement.get(), ranking, self.get(), policy);
        placements.warnOfNodesOnOtherLinks(address.at(), spec);
        return Optional.of(spec);
    }

    private Optional<String> interfaceName(HostnameAliasLine line) {
        String nic = line.nic().value();
        int colon = nic.indexOf(':');
        if (colon >= 0
                && line.judged(Names.label(nic), line.nic(), "Nic", findings).isEmpty()) {
            return Optional.empty();
        }
        String name = colon < 0 ? nic : nic.substring(0, colon);
        return line.judged(Names.interfaceName(name), line.nic(), "Nic", findings);
    }

    private Optional<Node> partner(HostnameAliasLine line, Set<IpAddress> aliases) {
        String written = line.partner().value();
        Optional<IpAddress> address = line.judged(HostAddress.of(written, host), line.partner(), "Partner", findings);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (host.kernel().carries(address.get()) && !aliases.contains(address.get())) {
            findings.errorNow(
                    line.partner().at(), "Partner " + written + " is this host itself", "write the other host");
            return Optional.empty();
        }
        if (aliases.contains(address.get())) {
            findings.error(
                    line.partner().at(), "Partner " + written + " is an alias", "write the other host's own address");
            return Optional.empty();
        }
        Optional<Node> known = partners.stream()
                .filter(node -> node.address().equals(address.get()))
                .findFirst();
        return known.or(() -> newPartner(line, new Node(written, address.get())));
    }

    private Optional<Node> newPartner(HostnameAliasLine line, Node partner) {
        boolean taken = partner.name().equals(selfName())
                || partners.stream().anyMatch(node -> node.name().equals(partner.name()));
        if (taken) {
            findings.error(
                    line.partner().at(),
                    "Partner " + partner.name() + " has the name of this host but the address " + partner.address(),
                    "write the other host");
            return Optional.empty();
        }
        partners.add(partner);
        return Optional.of(partner);
    }

    private String selfName() {
        return host.nodeName().orElse(host.hostName());
    }

    /**
     * This host's own address in the subnet of an alias, else one of the interface that is named; the first one found names
     * this host everywhere.
     */
    private boolean foundSelf(Located<Cidr> alias, String nic, Subnets subnets) {
        List<Subnet> around = subnets.around(alias.value().address());
        Optional<Subnet> own = around.stream()
                .filter(subnet -> subnet.interfaceName().equals(nic))
                .findFirst()
                .or(() -> around.stream().findFirst())
                .or(() -> subnets.on(nic, alias.value().address().v6()).stream()
                        // Of a DHCP client that has heard nobody yet.
                        .filter(subnet -> !subnet.own().address().isLinkLocal())
                        .findFirst());
        if (own.isEmpty() && remembered().isPresent()) {
            self = self.or(this::remembered);
            return true;
        }
        if (own.isEmpty()) {
            findings.errorNow(
                    alias.at(),
                    "this host has no address in the subnet of " + alias.value() + "; its subnets are " + subnets,
                    "correct the alias, or configure the interface first");
            return false;
        }
        self = self.or(() -> Optional.of(new Node(selfName(), own.get().own().address())));
        return true;
    }

    /** What this host was when its own address was there, or a stand-in for a host that is elsewhere. */
    private Optional<Node> remembered() {
        return host.elsewhere()
                ? Optional.of(new Node(selfName(), OffHostValidation.UNKNOWN))
                : host.before()
                        .map(HostFacts.Before::self)
                        .filter(before -> before.name().equals(selfName()));
    }
}
