package io.aliasdefender.doctor;

import io.aliasdefender.doctor.Chain.Packet;
import io.aliasdefender.doctor.Chain.Rule;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code nft -j list ruleset} (libnftables-json(5)). */
final class Nftables {
    private static final Set<Packet> ALL = EnumSet.allOf(Packet.class);
    private static final Set<Packet> V6 = EnumSet.of(Packet.ECHO_V6, Packet.NEIGHBOUR_SOLICITATION);
    private static final Map<String, Set<Packet>> FAMILIES = Map.of(
            "ip",
            EnumSet.of(Packet.ECHO),
            "ip6",
            V6,
            "inet",
            EnumSet.complementOf(EnumSet.of(Packet.ARP)),
            "arp",
            EnumSet.of(Packet.ARP),
            "bridge",
            ALL,
            "netdev",
            ALL);
    private static final Set<String> WAY_IN = Set.of("input", "prerouting", "ingress");
    private static final Set<String> WAY_OUT = Set.of("output", "postrouting", "egress");
    private static final int DEEPEST_JUMP = 8;

    private final List<JsonObject> chains = new ArrayList<>();
    private final List<JsonObject> rules = new ArrayList<>();
    private final Set<String> interfaces;

    private Nftables(Set<String> interfaces) {
        this.interfaces = interfaces;
    }

    /**
     * @param interfaces rules for others do not concern us
     * @return empty when the text is not what nft prints
     */
    static Optional<List<Chain>> parse(String text, Set<String> interfaces) {
        int begin = text.indexOf('{');
        try {
            if (begin >= 0
                    && Json.decodeValue(text.substring(begin)) instanceof JsonObject all
                    && all.getValue("nftables") instanceof JsonArray entries) {
                Nftables tables = new Nftables(interfaces);
                entries.forEach(entry -> tables.add((JsonObject) entry));
                return Optional.of(tables.chains());
            }
        } catch (DecodeException | ClassCastException strange) {
            // Not what it prints.
        }
        return Optional.empty();
    }

    private void add(JsonObject entry) {
        if (entry.getValue("chain") instanceof JsonObject chain) {
            chains.add(chain);
        } else if (entry.getValue("rule") instanceof JsonObject rule) {
            rules.add(rule);
        }
    }

    private List<Chain> chains() {
        List<Chain> found = new ArrayList<>();
        for (JsonObject chain : chains) {
            String hook = chain.getString("hook", "");
            Set<Packet> packets = FAMILIES.getOrDefault(chain.getString("family"), Set.of());
            if ((WAY_IN.contains(hook) || WAY_OUT.contains(hook))
                    && "filter".equals(chain.getString("type"))
                    && !packets.isEmpty()) {
                List<Rule> flat = new ArrayList<>();
                collect(chain.getString("family"), chain.getString("table"), chain.getString("name"), packets, 0, flat);
                found.add(new Chain(
                        "nftables chain " + chain.getString("family") + " " + chain.getString("table") + " "
                                + chain.getString("name"),
                        WAY_IN.contains(hook),
                        packets,
                        flat,
                        "drop".equals(chain.getString("policy"))));
            }
        }
        return found;
    }

    private void collect(String family, String table, String name, Set<Packet> taken, int depth, List<Rule> into) {
        for (JsonObject rule : rules) {
            if (depth > DEEPEST_JUMP
                    || !family.equals(rule.getString("family"))
                    || !table.equals(rule.getString("table"))
                    || !name.equals(rule.getString("chain"))) {
                continue;
            }
            Set<Packet> about = EnumSet.noneOf(Packet.class);
            about.addAll(taken);
            for (Object entry : rule.getJsonArray("expr", new JsonArray())) {
                JsonObject expression = (JsonObject) entry;
                if (expression.getValue("match") instanceof JsonObject match) {
                    about.retainAll(matching(match));
                } else if (expression.containsKey("xt") || expression.containsKey("vmap")) {
                    about.clear();
                } else if (expression.containsKey("accept")) {
                    into.add(new Rule(about, false));
                } else if (expression.containsKey("drop") || expression.containsKey("reject")) {
                    into.add(new Rule(about, true));
                } else if (target(expression).isPresent()) {
                    collect(family, table, target(expression).get(), about, depth + 1, into);
                }
            }
        }
    }

    private static Optional<String> target(JsonObject expression) {
        for (String verb : List.of("jump", "goto")) {
            if (expression.getValue(verb) instanceof JsonObject jump) {
                return Optional.ofNullable(jump.getString("target"));
            }
        }
        return Optional.empty();
    }

    /** Which packets a match lets through for sure. */
    private Set<Packet> matching(JsonObject match) {
        if (!(match.getValue("left") instanceof JsonObject left) || "!=".equals(match.getString("op"))) {
            return Set.of();
        }
        // A value, a set of values, or a range.
        String right = Json.encode(match.getValue("right"));
        if (left.getValue("payload") instanceof JsonObject payload) {
            return ofPayload(payload.getString("protocol", ""), payload.getString("field", ""), right);
        }
        if (left.getValue("meta") instanceof JsonObject meta) {
            return ofMeta(meta.getString("key", ""), right);
        }
        // Replies to nobody are new; a rule for connections that are known does not concern the first packet.
        boolean newToo = left.getValue("ct") instanceof JsonObject ct
                && "state".equals(ct.getString("key"))
                && right.contains("\"new\"");
        return newToo ? ALL : Set.of();
    }

    private static Set<Packet> ofPayload(String protocol, String field, String right) {
        Set<Packet> packets = EnumSet.noneOf(Packet.class);
        switch (protocol) {
            case "icmp" -> addWhen(!field.equals("type") || right.contains("\"echo-request\""), Packet.ECHO, packets);
            case "icmpv6" -> {
                addWhen(!field.equals("type") || right.contains("\"echo-request\""), Packet.ECHO_V6, packets);
                addWhen(
                        !field.equals("type") || right.contains("\"nd-neighbor-solicit\""),
                        Packet.NEIGHBOUR_SOLICITATION,
                        packets);
            }
            case "arp" -> packets.add(Packet.ARP);
            case "ip", "ip6" -> {
                if (field.equals("protocol") || field.equals("nexthdr")) {
                    packets.addAll(ofProtocol(right));
                }
            }
            case "ether" -> {
                if (field.equals("type")) {
                    packets.addAll(ofEtherType(right));
                }
            }
            default -> {
                // Ports and addresses: not certainly ours.
            }
        }
        return packets;
    }

    private Set<Packet> ofMeta(String key, String right) {
        return switch (key) {
            case "l4proto" -> ofProtocol(right);
            case "protocol" -> ofEtherType(right);
            case "nfproto" -> right.contains("ipv4") ? EnumSet.of(Packet.ECHO) : V6;
            case "iifname", "oifname", "iif", "oif" ->
                interfaces.stream().anyMatch(name -> right.contains("\"" + name + "\"")) ? ALL : Set.of();
            default -> Set.of();
        };
    }

    private static Set<Packet> ofProtocol(String right) {
        Set<Packet> packets = EnumSet.noneOf(Packet.class);
        addWhen(right.contains("\"icmp\""), Packet.ECHO, packets);
        if (right.contains("\"ipv6-icmp\"") || right.contains("\"icmpv6\"")) {
            packets.addAll(V6);
        }
        return packets;
    }

    private static Set<Packet> ofEtherType(String right) {
        Set<Packet> packets = EnumSet.noneOf(Packet.class);
        addWhen(right.contains("\"arp\""), Packet.ARP, packets);
        addWhen(right.contains("\"ip\""), Packet.ECHO, packets);
        if (right.contains("\"ip6\"")) {
            packets.addAll(V6);
        }
        return packets;
    }

    private static void addWhen(boolean condition, Packet packet, Set<Packet> to) {
        if (condition) {
            to.add(packet);
        }
    }
}
