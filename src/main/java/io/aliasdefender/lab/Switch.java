package io.aliasdefender.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bridge that all stations are plugged into. It lives in a namespace of its own, so that nothing appears among the
 * machine's own interfaces, and so that its ports and filters can be broken without the stations noticing why.
 */
final class Switch {
    private static final String BRIDGE = "br0";
    private static final String CHAIN = "bridge lab forward";

    private final Namespace namespace;
    /** Filter rules in force by the name of their fault; the whole chain is replaced at each change. */
    private final Map<String, List<String>> rules = new LinkedHashMap<>();

    Switch(Namespace namespace) {
        this.namespace = namespace;
    }

    Namespace namespace() {
        return namespace;
    }

    void create() {
        namespace.create();
        // The bridge is a wire: it needs no address of its own and must not talk.
        namespace.set("net.ipv6.conf.default.disable_ipv6", "1");
        namespace.batch(List.of(
                "link add " + BRIDGE + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
                "link set dev " + BRIDGE + " up"));
        namespace.exec(
                "add table bridge lab\nadd chain " + CHAIN + " { type filter hook forward priority 0; }\n",
                "nft",
                "-f",
                "-");
    }

    /** Connects a station by a new cable and boots its network. */
    void plug(Station station) {
        namespace.batch(List.of(
                "link add " + station.name() + " type veth peer name " + station.device() + " address " + station.mac()
                        + " netns " + station.namespace(),
                "link set dev " + station.name() + " master " + BRIDGE + " up"));
        station.boot();
    }

    /** Takes a station's cable away, and with it its interface. */
    void unplug(Station station) {
        namespace.ip("link", "delete", "dev", station.name());
    }

    /** Switches a port off (the station loses its carrier) or on. */
    void port(Station station, boolean up) {
        namespace.ip("link", "set", "dev", station.name(), up ? "up" : "down");
    }

    /** Puts filter rules in force under a name, in place of those of the same name. */
    synchronized void filter(String name, List<String> nftRules) {
        rules.put(name, List.copyOf(nftRules));
        apply();
    }

    /** Takes the rules of a name away. */
    synchronized void unfilter(String name) {
        if (rules.remove(name) != null) {
            apply();
        }
    }

    /** Takes all rules away. */
    synchronized void unfilterAll() {
        rules.clear();
        apply();
    }

    private void apply() {
        List<String> script = new ArrayList<>();
        script.add("flush chain " + CHAIN);
        rules.values().forEach(list -> list.forEach(rule -> script.add("add rule " + CHAIN + " " + rule)));
        namespace.exec(String.join("\n", script) + "\n", "nft", "-f", "-");
    }
}
