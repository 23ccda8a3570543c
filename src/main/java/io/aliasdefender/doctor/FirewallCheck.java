package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.doctor.Chain.Packet;
import io.aliasdefender.doctor.HostInspector.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether rules of this host's own firewall drop what a defender lives on. A rule set is a program, and this only reads it
 * as a person would at first sight: so its findings are warnings.
 */
final class FirewallCheck {
    private static final List<String> KIN = List.of("iptables", "ip6tables", "arptables", "ebtables");

    private FirewallCheck() {}

    static List<Diagnosis> examine(Facts facts) throws InterruptedException {
        Set<String> interfaces = facts.links().stream().map(Link::name).collect(Collectors.toSet());
        List<Diagnosis> found = new ArrayList<>();
        boolean nft = facts.inspector().has("nft");
        boolean any = nft;
        if (nft) {
            Output output = facts.inspector().run("nft", "-j", "list", "ruleset");
            Optional<List<Chain>> chains = output.done() ? Nftables.parse(output.text(), interfaces) : Optional.empty();
            chains.ifPresentOrElse(
                    known -> found.addAll(judge("nftables", known, facts.hasV6Alias())),
                    () -> found.add(unreadable("nft -j list ruleset", output)));
        }
        for (String kin : KIN) {
            // nft shows the rules of the newer iptables as well.
            String program = nft ? kin + "-legacy-save" : kin + "-save";
            if (facts.inspector().has(program)) {
                any = true;
                Output output = facts.inspector().run(program);
                if (output.done()) {
                    found.addAll(judge(kin, SavedTables.parse(program, output.text(), interfaces), facts.hasV6Alias()));
                } else {
                    found.add(unreadable(program, output));
                }
            }
        }
        if (!any) {
            found.add(Diagnosis.unknown(
                    "neither nft nor iptables is installed to ask for the firewall's rules", "apt install nftables"));
        }
        return found;
    }

    private static Diagnosis unreadable(String command, Output output) {
        String why = output.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("it failed");
        return Diagnosis.unknown(
                "the firewall's rules could not be read by " + command + ": " + why, "run this as root");
    }

    static List<Diagnosis> judge(String firewall, List<Chain> chains, boolean v6) {
        List<Diagnosis> found = new ArrayList<>();
        for (Chain chain : chains) {
            for (Packet packet : Packet.values()) {
                boolean concerns = v6 || packet == Packet.ECHO || packet == Packet.ARP;
                if (concerns && chain.drops(packet)) {
                    found.add(warning(chain, packet));
                }
            }
        }
        return found.isEmpty()
                ? List.of(Diagnosis.ok(
                        "no rule of " + firewall + " is seen to drop ICMP" + (v6 ? ", ICMPv6" : "") + " or ARP"))
                : found;
    }

    private static Diagnosis warning(Chain chain, Packet packet) {
        String way = chain.incoming() ? " come in" : " leave";
        String effect = switch (packet) {
            case ECHO ->
                chain.incoming()
                        ? "others find this host by ARP alone, from other networks not at all"
                        : "what is not on the link cannot be asked";
            case ECHO_V6 -> "others find this host by neighbour discovery alone";
            case NEIGHBOUR_SOLICITATION -> "nobody finds an IPv6 alias on the link";
            case ARP -> "nobody finds an alias on the link";
        };
        return Diagnosis.warning(
                chain.name() + " may drop " + words(packet) + " that" + way + ": " + effect, remedy(chain, packet));
    }

    private static String words(Packet packet) {
        return switch (packet) {
            case ECHO -> "ICMP echo requests";
            case ECHO_V6 -> "ICMPv6 echo requests";
            case NEIGHBOUR_SOLICITATION -> "neighbour solicitations";
            case ARP -> "ARP packets";
        };
    }

    private static String remedy(Chain chain, Packet packet) {
        boolean nft = chain.name().startsWith("nftables");
        String place = chain.name().replaceFirst("^nftables chain ", "");
        if (nft) {
            return "nft insert rule " + place
                    + switch (packet) {
                        case ECHO -> " icmp type { echo-request, echo-reply } accept";
                        case ECHO_V6 -> " icmpv6 type { echo-request, echo-reply } accept";
                        case NEIGHBOUR_SOLICITATION ->
                            " icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept";
                        case ARP -> place.startsWith("arp ") ? " accept" : " ether type arp accept";
                    }
                    + ", and the same in /etc/nftables.conf";
        }
        String[] words = place.split(" ");
        String command = words[3].replaceFirst("-(legacy-)?save$", "") + " -I " + words[1];
        return command
                + switch (packet) {
                    case ECHO ->
                        words[3].startsWith("eb") ? " -p IPv4 --ip-proto icmp -j ACCEPT" : " -p icmp -j ACCEPT";
                    case ECHO_V6, NEIGHBOUR_SOLICITATION ->
                        words[3].startsWith("eb")
                                ? " -p IPv6 --ip6-proto ipv6-icmp -j ACCEPT"
                                : " -p ipv6-icmp -j ACCEPT";
                    case ARP -> words[3].startsWith("eb") ? " -p ARP -j ACCEPT" : " -j ACCEPT";
                }
                + ", and save the rules";
    }
}
