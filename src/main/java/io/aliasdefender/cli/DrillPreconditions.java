package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether all is so well that a drill may begin, by the status and the history of this host's daemon. */
final class DrillPreconditions {
    /** A conflict is recent for so long. */
    static final Duration RECENT = Duration.ofMinutes(10);

    private static final Set<String> CONFLICTS = Set.of("conflict", "undefended", "same-rank", "stranger");
    /** While it is the newest reason of an alias. */
    private static final Set<String> TROUBLES = Set.of(
            "isolated",
            "filtered",
            "leaving-filtered",
            "unheard",
            "unfit",
            "cannot-probe",
            "network-down",
            "no-witness",
            "misplaced",
            "command-failed");

    private final Set<String> troubles = new LinkedHashSet<>();

    private DrillPreconditions() {}

    /** Everything that is not well, a sentence for each; empty: all is. */
    static List<String> troubles(JsonObject status, JsonArray events) {
        DrillPreconditions preconditions = new DrillPreconditions();
        preconditions.node(status);
        objects(status.getJsonArray("aliases")).forEach(preconditions::alias);
        objects(status.getJsonArray("hosts")).forEach(preconditions::host);
        preconditions.link(status.getJsonObject("link"));
        Instant now = Instant.parse(status.getString("at"));
        objects(events).forEach(event -> preconditions.event(event, now));
        return List.copyOf(preconditions.troubles);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(entry -> (JsonObject) entry).toList();
    }

    private void trouble(String sentence) {
        troubles.add(PlainText.line(sentence));
    }

    private void node(JsonObject status) {
        if (status.getJsonObject("maintenance") != null) {
            trouble("this host is in maintenance");
        }
        JsonObject configuration = status.getJsonObject("configuration");
        if (configuration != null && !configuration.getBoolean("accepted")) {
            trouble(configuration.getString("file") + " is wrong, and what ran before still runs");
        }
    }

    private void alias(JsonObject alias) {
        String address = alias.getString("address");
        String view = alias.getString("view");
        if (!view.equals("held") && !view.equals("answered")) {
            trouble("nobody is known to have " + address + ": " + alias.getString("reason"));
        } else if (CONFLICTS.contains(alias.getString("cause")) || TROUBLES.contains(alias.getString("cause"))) {
            trouble(alias.getString("reason"));
        } else if (alias.getLong("filtered_ms") != null) {
            trouble("the network drops the frames of " + address + " that come from this host");
        }
    }

    private void host(JsonObject host) {
        if (!host.getString("state").equals("answering")) {
            trouble(host.getString("name") + " (" + host.getString("address") + ") is "
                    + (host.getString("state").equals("silent") ? "silent" : "not known to answer"));
        }
    }

    private void link(JsonObject link) {
        if (link == null || !link.getString("state").equals("on")) {
            String why = link == null ? null : link.getString("why");
            trouble("the nodes are not linked" + (why == null ? "" : ": " + why));
            return;
        }
        for (JsonObject node : objects(link.getJsonArray("nodes"))) {
            List<String> paths = new ArrayList<>();
            boolean both = false;
            for (JsonObject path : objects(node.getJsonArray("paths"))) {
                String way = path.getString("way");
                both |= way.equals("both");
                // A path that never worked is no path: a router need not forward.
                if (!way.equals("both") && !way.equals("never")) {
                    paths.add(path.getString("to") + " (" + way + ")");
                }
            }
            told(node, both, paths);
        }
    }

    private void told(JsonObject node, boolean both, List<String> paths) {
        String name = node.getString("node");
        JsonObject word = node.getJsonObject("word");
        if (!both || word == null) {
            trouble(name + " is not heard over the node link");
            return;
        }
        if (!paths.isEmpty()) {
            trouble("not every path of the node link to " + name + " works both ways: " + String.join(", ", paths));
        }
        if (word.getBoolean("maintenance")) {
            trouble(name + " is in maintenance");
        }
        if (!word.getJsonArray("differs").isEmpty()) {
            List<String> differs =
                    word.getJsonArray("differs").stream().map(String::valueOf).toList();
            trouble(name + " is configured differently: " + String.join(", ", differs));
        }
    }

    private void event(JsonObject event, Instant now) {
        Duration age = Duration.between(Instant.parse(event.getString("at")), now);
        if (CONFLICTS.contains(event.getString("cause")) && age.compareTo(RECENT) < 0) {
            trouble("there was a conflict about " + event.getString("alias") + " in the last " + RECENT.toMinutes()
                    + " minutes");
        }
    }
}
