package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.Route;
import io.aliasdefender.core.net.RoutingRule;
import java.util.List;

/**
 * What moves along with an alias: it is added after the alias and removed before it. Nothing is decided on it.
 *
 * @param routes in the order of the configuration; one without an interface is on the alias's
 * @param rules in the order of the configuration
 */
public record Attached(List<Route> routes, List<RoutingRule> rules) {
    public static final Attached NOTHING = new Attached(List.of(), List.of());

    public Attached {
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    public boolean isEmpty() {
        return routes.isEmpty() && rules.isEmpty();
    }
}
