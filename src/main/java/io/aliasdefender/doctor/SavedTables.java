package io.aliasdefender.doctor;

import io.aliasdefender.doctor.Chain.Packet;
import io.aliasdefender.doctor.Chain.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code iptables-save} and its kin for IPv6, ARP and bridges print: the chains of the table filter. */
final class SavedTables {
    /** Words, and texts in quotes. */
    private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\S+");

    /** Options with a value that leave a rule as wide as it was, or nearly. */
    private static final Set<String> HARMLESS = Set.of(
            "-m",
            "--comment",
            "--limit",
            "--limit-burst",
            "--hl-eq",
            "--reject-with",
            "--opcode",
            "--h-type",
            "--proto-type",
            "--arp-op",
            "--arp-opcode",
            "-c",
            "--h-length");

    private static final int DEEPEST_JUMP = 8;

    private final String program;
    private final Set<Packet> packets;
    private final Set<String> interfaces;
    private final Map<String, Boolean> dropsRest = new HashMap<>();
    private final Map<String, List<List<String>>> lines = new HashMap<>();

    private SavedTables(String program, Set<Packet> packets, Set<String> interfaces) {
        this.program = program;
        this.packets = packets;
        this.interfaces = interfaces;
    }

    /** @param program whose output it is; by its name the packets are known that go through its tables */
    static List<Chain> parse(String program, String text, Set<String> interfaces) {
        Set<Packet> packets = program.startsWith("iptables")
                ? EnumSet.of(Packet.ECHO)
                : program.startsWith("ip6tables")
                        ? EnumSet.of(Packet.ECHO_V6, Packet.NEIGHBOUR_SOLICITATION)
                        : program.startsWith("arptables") ? EnumSet.of(Packet.ARP) : EnumSet.allOf(Packet.class);
        SavedTables tables = new SavedTables(program, packets, interfaces);
        String table = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1);
            } else if (table.equals("filter")) {
                tables.add(line);
            }
        }
        return tables.chains();
    }

    private void add(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        if (line.startsWith(":") && words.size() > 1) {
            dropsRest.put(words.get(0).substring(1), words.get(1).equals("DROP"));
        } else if (words.size() > 2 && words.get(0).equals("-A")) {
            lines.computeIfAbsent(words.get(1), name -> new ArrayList<>()).add(words.subList(2, words.size()));
        }
    }

    private List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (String name : List.of("INPUT", "OUTPUT")) {
            List<Rule> rules = new ArrayList<>();
            collect(name, packets, 0, rules);
            chains.add(new Chain(
                    "chain " + name + " of " + program,
                    name.equals("INPUT"),
                    packets,
                    rules,
                    dropsRest.getOrDefault(name, false)));
        }
        return chains;
    }

    private void collect(String chain, Set<Packet> taken, int depth, List<Rule> into) {
        for (List<String> words : lines.getOrDefault(chain, List.of())) {
            Set<Packet> about = EnumSet.noneOf(Packet.class);
            about.addAll(taken);
            String target = "";
            for (int i = 0; i < words.size(); i += 2) {
                String option = words.get(i);
                String value = i + 1 < words.size() ? words.get(i + 1) : "";
                if (option.equals("-j") || option.equals("-g")) {
                    target = value;
                } else {
                    about.retainAll(matching(option, value));
                }
            }
            switch (target) {
                case "ACCEPT" -> into.add(new Rule(about, false));
                case "DROP", "REJECT" -> into.add(new Rule(about, true));
                default -> {
                    if (depth < DEEPEST_JUMP) {
                        collect(target, about, depth + 1, into);
                    }
                }
            }
        }
    }

    private Set<Packet> matching(String option, String value) {
        return switch (option) {
            case "-p" -> ofProtocol(value.toLowerCase(Locale.ROOT));
            case "--icmp-type" -> value.matches("8|any|echo-request") ? EnumSet.of(Packet.ECHO) : Set.of();
            case "--icmpv6-type" ->
                value.matches("128|echo-request")
                        ? EnumSet.of(Packet.ECHO_V6)
                        : value.matches("135|neighbou?r-solicitation")
                                ? EnumSet.of(Packet.NEIGHBOUR_SOLICITATION)
                                : Set.of();
            case "-i", "-o" -> interfaces.contains(value) ? packets : Set.of();
            case "--ctstate", "--state" -> value.contains("NEW") ? packets : Set.of();
            default -> HARMLESS.contains(option) ? packets : Set.of();
        };
    }

    private Set<Packet> ofProtocol(String protocol) {
        return switch (protocol) {
            case "all" -> packets;
            case "icmp", "1" -> EnumSet.of(Packet.ECHO);
            case "ipv6-icmp", "icmpv6", "58" -> EnumSet.of(Packet.ECHO_V6, Packet.NEIGHBOUR_SOLICITATION);
            case "arp" -> EnumSet.of(Packet.ARP);
            default -> Set.of();
        };
    }
}
