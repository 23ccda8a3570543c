package io.aliasdefender.config;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.Route;
import io.aliasdefender.core.net.RoutingRule;
import io.aliasdefender.core.spec.Attached;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code routes} and {@code rules} of an alias. */
final class YamlAttached {
    private static final int MOST = 64;
    private static final long MOST_NUMBER = 0xffff_ffffL;
    private static final int LAST_PRIORITY = 32_765;
    private static final String ROUTES_EXAMPLE = "write each route as - {to: 203.0.113.0/24, via: 192.0.2.254}";
    private static final String RULES_EXAMPLE = "write each rule as - {from: 192.0.2.100, table: 100, priority: 1000}";

    private final Subnets subnets;
    private final Values values;
    private final Findings findings;

    /** @param subnets those of this host */
    YamlAttached(Subnets subnets, Values values, Findings findings) {
        this.subnets = subnets;
        this.values = values;
        this.findings = findings;
    }

    /** What moves along with the alias that belongs there. */
    Attached read(Map<String, Yaml> section, Placement alias) {
        Yaml routes = section.get("routes");
        Yaml rules = section.get("rules");
        if (routes == null && rules == null) {
            return Attached.NOTHING;
        }
        if (!Platform.current().nativeAccess()) {
            findings.error(
                    (routes == null ? rules : routes).at(),
                    "routes and rules move along on Linux only",
                    "remove them, and add the routes by a hook");
            return Attached.NOTHING;
        }
        List<Route> readRoutes = new ArrayList<>();
        for (Yaml item : list(routes, "routes", ROUTES_EXAMPLE)) {
            route(item, alias).ifPresent(route -> once(readRoutes, route, item));
        }
        List<RoutingRule> readRules = new ArrayList<>();
        for (Yaml item : list(rules, "rules", RULES_EXAMPLE)) {
            rule(item, alias).ifPresent(rule -> once(readRules, rule, item));
        }
        return new Attached(readRoutes, readRules);
    }

    private <T> void once(List<T> read, T one, Yaml item) {
        if (read.contains(one)) {
            findings.error(item.at(), one + " is in this list twice", "keep one of the two");
        } else {
            read.add(one);
        }
    }

    private List<Yaml> list(Yaml value, String what, String example) {
        if (value == null) {
            return List.of();
        }
        List<Yaml> items = values.list(value, what, example);
        if (items.size() > MOST) {
            findings.error(items.get(MOST).at(), "there are more than " + MOST + " " + what, "write fewer");
            return List.of();
        }
        return items;
    }

    private Optional<Route> route(Yaml item, Placement alias) {
        Map<String, Yaml> section = values.section(item, "route", Keys.ROUTE, ROUTES_EXAMPLE);
        boolean v6 = alias.address().address().v6();
        Optional<Cidr> to = network(item, section, "to", v6, ROUTES_EXAMPLE);
        Optional<IpAddress> via = address(section.get("via"), "via", v6);
        Optional<String> name = Optional.ofNullable(section.get("interface"))
                .flatMap(value -> values.text(value, "interface", "write the name of an interface")
                        .flatMap(text -> values.judged(Names.interfaceName(text), value.at(), "interface")));
        Optional<IpAddress> source = source(section.get("source"), alias);
        Optional<Long> table = table(section.get("table"));
        Optional<Long> metric = number(section.get("metric"), "metric", 0);
        boolean wrong = section.containsKey("via") && via.isEmpty()
                || section.containsKey("interface") && name.isEmpty()
                || section.containsKey("source") && source.isEmpty();
        if (to.isEmpty() || wrong || table.isEmpty() || metric.isEmpty()) {
            return Optional.empty();
        }
        if (via.isPresent() && !reachable(via.get(), name, alias, section.get("via"))) {
            return Optional.empty();
        }
        return Optional.of(new Route(to.get(), via, name, table.get(), metric.get(), source));
    }

    /** A route outside every link would be refused by the kernel in the night in which it is wanted. */
    private boolean reachable(IpAddress via, Optional<String> name, Placement alias, Yaml value) {
        if (via.v6() && via.isLinkLocal() || !alias.placed()) {
            return true;
        }
        String link = name.orElse(alias.interfaceName());
        boolean byAlias = name.isEmpty() && alias.address().contains(via);
        boolean bySubnet = subnets.on(link, via.v6()).stream()
                .anyMatch(subnet -> subnet.own().contains(via));
        if (byAlias || bySubnet) {
            return true;
        }
        findings.error(
                value.at(),
                "via " + via + " is on no network of " + link,
                "write a gateway on that link, or the interface that has it as interface:; this host has " + subnets);
        return false;
    }

    private Optional<RoutingRule> rule(Yaml item, Placement alias) {
        Map<String, Yaml> section = values.section(item, "rule", Keys.RULE, RULES_EXAMPLE);
        boolean v6 = alias.address().address().v6();
        Optional<Cidr> from =
                section.containsKey("from") ? network(item, section, "from", v6, RULES_EXAMPLE) : Optional.empty();
        Optional<Cidr> to =
                section.containsKey("to") ? network(item, section, "to", v6, RULES_EXAMPLE) : Optional.empty();
        Optional<Long> mark = number(section.get("fwmark"), "fwmark", 0);
        Optional<Long> table = required(item, section, "table").flatMap(this::table);
        Optional<Integer> priority =
                required(item, section, "priority").flatMap(value -> values.whole(value, "priority", 1, LAST_PRIORITY));
        boolean wrong = section.containsKey("from") && from.isEmpty() || section.containsKey("to") && to.isEmpty();
        if (wrong || mark.isEmpty() || table.isEmpty() || priority.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty() && to.isEmpty() && mark.get() == 0) {
            findings.error(
                    item.at(),
                    "rule has neither from nor to nor fwmark, and would hold for all of this host's traffic",
                    "write from: " + alias.address().address());
            return Optional.empty();
        }
        return Optional.of(new RoutingRule(v6, from, to, mark.get(), table.get(), priority.get()));
    }

    private Optional<Yaml> required(Yaml item, Map<String, Yaml> section, String key) {
        if (!section.containsKey(key)) {
            findings.error(item.at(), "rule has no " + key, RULES_EXAMPLE);
        }
        return Optional.ofNullable(section.get(key));
    }

    private Optional<Cidr> network(Yaml item, Map<String, Yaml> section, String key, boolean v6, String example) {
        Yaml value = section.get(key);
        if (value == null) {
            if (!Values.mentions(item, key, Keys.ROUTE)) {
                findings.error(item.at(), "route has no " + key, example);
            }
            return Optional.empty();
        }
        Optional<String> text = values.raw(value, key, example);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().equals("default")) {
            IpAddress any = v6 ? new IpAddress(0, 0, true) : IpAddress.ofV4(0);
            return Optional.of(new Cidr(any, 0));
        }
        Optional<Cidr> network =
                Cidr.parse(text.get()).or(() -> IpAddress.parse(text.get()).map(one -> new Cidr(one, one.bits())));
        if (network.isEmpty()) {
            findings.error(value.at(), key + " " + Quoted.of(text.get()) + " is no network", example);
            return Optional.empty();
        }
        return sameFamily(network.get().address(), v6, value, key)
                .flatMap(same -> withoutHostBits(network.get(), value, key));
    }

    private Optional<Cidr> withoutHostBits(Cidr network, Yaml value, String key) {
        if (network.network().equals(network.address())) {
            return Optional.of(network);
        }
        findings.error(
                value.at(),
                key + " " + network + " is an address in a network, not a network",
                "write " + new Cidr(network.network(), network.prefixLength()));
        return Optional.empty();
    }

    private Optional<IpAddress> address(Yaml value, String what, boolean v6) {
        if (value == null) {
            return Optional.empty();
        }
        return values.raw(value, what, "write an IP address")
                .flatMap(text -> values.judged(AddressText.address(text), value.at(), what))
                .flatMap(address -> sameFamily(address, v6, value, what));
    }

    private Optional<IpAddress> sameFamily(IpAddress address, boolean v6, Yaml value, String what) {
        if (address.v6() == v6) {
            return Optional.of(address);
        }
        findings.error(
                value.at(),
                what + " " + address + " is " + (v6 ? "IPv4, and the alias is IPv6" : "IPv6, and the alias is IPv4"),
                "write an address of the alias's family");
        return Optional.empty();
    }

    /** The alias itself by the word {@code alias}. */
    private Optional<IpAddress> source(Yaml value, Placement alias) {
        IpAddress own = alias.address().address();
        boolean word = value instanceof Yaml.Scalar scalar && scalar.text().equals("alias");
        return word ? Optional.of(own) : address(value, "source", own.v6());
    }

    private Optional<Long> table(Yaml value) {
        boolean word = value instanceof Yaml.Scalar scalar && scalar.text().equals("main");
        return word ? Optional.of(Route.MAIN_TABLE) : number(value, "table", Route.MAIN_TABLE);
    }

    private Optional<Long> number(Yaml value, String what, long otherwise) {
        if (value == null) {
            return Optional.of(otherwise);
        }
        String remedy = "write a whole number, 1 to " + MOST_NUMBER;
        Optional<String> text = values.raw(value, what, remedy);
        Optional<Long> number = text.filter(digits -> digits.matches("[1-9]\\d{0,9}"))
                .map(Long::parseLong)
                .filter(parsed -> parsed <= MOST_NUMBER);
        if (text.isPresent() && number.isEmpty()) {
            findings.error(value.at(), what + " " + Quoted.of(text.get()) + " is no such number", remedy);
        }
        return number;
    }
}
