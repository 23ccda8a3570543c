package io.aliasdefender.service;

import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.PhaseName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who holds what, in one line. */
final class StatusLine {
    private static final String HOLDING = PhaseName.HOLDING.toString();
    /** So many addresses are named of each kind. */
    private static final int MOST_NAMED = 4;

    private StatusLine() {}

    /** {@code web1: holding 192.0.2.100; 192.0.2.101 is on web2; 192.0.2.102 is vacant}. */
    static String of(NodeStatus status) {
        Map<String, List<AliasStatus>> kinds = new LinkedHashMap<>();
        // What is held comes first, whatever the order of the configuration.
        kinds.put(HOLDING, new ArrayList<>());
        status.aliases()
                .forEach(alias -> kinds.computeIfAbsent(kind(alias), kind -> new ArrayList<>())
                        .add(alias));
        List<String> parts = new ArrayList<>();
        kinds.forEach((kind, aliases) -> {
            if (kind.equals(HOLDING)) {
                parts.add(aliases.isEmpty() ? "holding nothing" : "holding " + named(aliases));
            } else {
                parts.add(named(aliases) + (aliases.size() == 1 ? " is " : " are ") + kind);
            }
        });
        return status.node() + ": " + String.join("; ", parts);
    }

    private static String kind(AliasStatus alias) {
        boolean here = alias.phase() == PhaseName.HOLDING || alias.phase() == PhaseName.HANDING_OVER;
        boolean elsewhere = !here && alias.holder().isPresent();
        return elsewhere ? "on " + alias.holder().get() : alias.phase().toString();
    }

    private static String named(List<AliasStatus> aliases) {
        List<String> names = aliases.stream()
                .limit(MOST_NAMED)
                .map(alias -> alias.placement().address().address().toString())
                .toList();
        int more = aliases.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
