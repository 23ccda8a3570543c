package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Witness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code witnesses}, those of the whole file and those of an alias. */
final class YamlWitnesses {
    private static final int MOST = 16;
    private static final String EXAMPLE = "write witnesses: [router], with more addresses if you like";
    private static final Map<String, Witness> WORDS =
            Map.of("router", new Witness.DefaultRouter(), "any", new Witness.AnyHost(), "none", new Witness.Nobody());

    private final NodeTable nodes;
    private final Set<IpAddress> aliases;
    private final Values values;
    private final Findings findings;

    /** @param aliases which move, and so are no witnesses */
    YamlWitnesses(NodeTable nodes, Set<IpAddress> aliases, Values values, Findings findings) {
        this.nodes = nodes;
        this.aliases = aliases;
        this.values = values;
        this.findings = findings;
    }

    /** What is listed; empty where nothing is written. */
    Optional<List<Witness>> read(Yaml value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Yaml.Scalar scalar && scalar.text().equals("none")) {
            return Optional.of(List.of(new Witness.Nobody()));
        }
        Set<Witness> witnesses = new LinkedHashSet<>();
        List<Yaml> items = values.list(value, "witnesses", EXAMPLE);
        if (items.size() > MOST) {
            findings.error(items.get(MOST).at(), "there are more than " + MOST + " witnesses", "write fewer");
            return Optional.of(List.of());
        }
        for (Yaml item : items) {
            Optional<Witness> witness = values.raw(item, "witness", EXAMPLE).flatMap(text -> witness(text, item.at()));
            if (witness.isPresent() && !witnesses.add(witness.get())) {
                findings.error(item.at(), "witness " + witness.get() + " is in this list twice", "keep one of the two");
            }
        }
        Optional<Yaml> alone = items.size() > 1 && witnesses.contains(new Witness.Nobody())
                ? Optional.of(items.get(0))
                : Optional.empty();
        alone.ifPresent(item -> findings.error(
                item.at(), "witness none is in a list with others", "write witnesses: none, or the others"));
        return Optional.of(List.copyOf(witnesses));
    }

    private Optional<Witness> witness(String text, At at) {
        if (WORDS.containsKey(text)) {
            return Optional.of(WORDS.get(text));
        }
        if (!AddressText.looksLikeAddress(text)) {
            findings.error(
                    at,
                    "witness " + Quoted.of(text) + " is not known",
                    "write "
                            + Nearest.to(text, List.of("router", "any", "none"))
                                    .orElse("router, an IP address, any or none"));
            return Optional.empty();
        }
        Optional<IpAddress> address = values.judged(AddressText.address(text), at, "witness");
        Optional<String> why = address.flatMap(AddressText::whyNoHostAddress)
                .or(() -> address.filter(aliases::contains).map(alias -> "is an alias, which moves"))
                .or(() -> address.flatMap(nodes::at).map(node -> "is node " + node + ", which is watched anyway"));
        if (why.isPresent()) {
            findings.error(
                    at, "witness " + address.get() + " " + why.get(), "write router, or a host outside the nodes");
            return Optional.empty();
        }
        return address.map(Witness.Fixed::new);
    }
}
