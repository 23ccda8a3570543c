package io.aliasdefender.link;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.link.protocol.Part;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What must be the same in the configurations of all nodes, in a few bytes for each part, so that what differs has a name. */
final class ConfigParts {
    /** Those of which nothing is said where the aliases themselves differ: they differ with them. */
    private static final Set<Part> OF_ALIASES = EnumSet.of(
            Part.ORDER,
            Part.PROBES,
            Part.CONFIRM,
            Part.GRACE,
            Part.FAILBACK,
            Part.ON_STOP,
            Part.ON_ISOLATION,
            Part.ANNOUNCE,
            Part.GROUPS,
            Part.ROUTES);

    private ConfigParts() {}

    static Parts of(Settings settings) {
        Map<Part, Long> digests = new EnumMap<>(Part.class);
        digests.put(Part.NODES, nodes(settings));
        digests.put(Part.INTERVAL, Digests.of(settings.interval().toString()));
        digests.put(
                Part.WITNESSES,
                Digests.of(settings.witnesses().stream().map(Object::toString).toList()));
        digests.put(Part.ALIASES, each(settings, alias -> ""));
        digests.put(Part.ORDER, each(settings, alias -> alias.ranking().toString()));
        digests.put(
                Part.PROBES,
                each(settings, alias -> alias.probes() + " " + alias.witnesses().orElse(List.of())));
        digests.put(Part.CONFIRM, each(settings, policy(p -> p.confirmProbes() + " " + p.confirmSpacing())));
        digests.put(Part.GRACE, each(settings, policy(p -> p.grace().toString())));
        digests.put(Part.FAILBACK, each(settings, policy(p -> p.failback().toString())));
        digests.put(Part.ON_STOP, each(settings, policy(p -> p.onStop().toString())));
        digests.put(
                Part.ON_ISOLATION, each(settings, policy(p -> p.onIsolation().toString())));
        digests.put(Part.ANNOUNCE, each(settings, policy(p -> p.announce().toString())));
        digests.put(Part.GROUPS, each(settings, alias -> alias.group().orElse("")));
        digests.put(Part.ROUTES, each(settings, alias -> alias.attached().toString()));
        return new Parts(digests);
    }

    /** The nodes in their order, with all addresses. */
    static long nodes(Settings settings) {
        List<String> nodes = new ArrayList<>();
        for (Node node : settings.nodes()) {
            nodes.add(node.name() + " " + node.address() + " "
                    + settings.link().also().getOrDefault(node.name(), List.of()));
        }
        return Digests.of(nodes);
    }

    /** In words of the configuration. */
    static List<String> differing(Parts ours, Parts theirs) {
        List<Part> differing = ours.differing(theirs);
        return differing.stream()
                .filter(part -> !differing.contains(Part.ALIASES) || !OF_ALIASES.contains(part))
                .map(Part::key)
                .toList();
    }

    private static Function<AliasSpec, String> policy(Function<Policy, String> told) {
        return alias -> told.apply(alias.policy());
    }

    /** In no order of the file's. */
    private static long each(Settings settings, Function<AliasSpec, String> told) {
        return Digests.of(settings.aliases().stream()
                .sorted(Comparator.comparing(AliasSpec::address))
                .map(alias -> alias.placement().address() + " " + told.apply(alias))
                .toList());
    }
}
