package io.aliasdefender.doctor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the running daemon's link to the other nodes does. */
final class LinkCheck {
    private LinkCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        facts.daemon().link().ifPresent(link -> {
            if (!"on".equals(link.getString("state"))) {
                found.add(Diagnosis.ok("the nodes are not linked: " + link.getString("why")));
                return;
            }
            if (link.getString("why") != null) {
                found.add(Diagnosis.warning(
                        link.getString("why"), "let this host have that address, or end whatever else uses the port"));
            }
            objects(link.getJsonArray("nodes")).forEach(node -> node(node, found));
        });
        return found;
    }

    private static void node(JsonObject node, List<Diagnosis> found) {
        String name = node.getString("node");
        List<JsonObject> paths = objects(node.getJsonArray("paths"));
        if (paths.isEmpty()) {
            found.add(Diagnosis.warning(
                    "there is no path of the link to " + name + ": the two have no address of one family",
                    "name one by also: below the node"));
        }
        paths.forEach(path -> found.add(path(name, path)));
        JsonObject word = node.getJsonObject("word");
        if (word != null && !word.getJsonArray("differs", new JsonArray()).isEmpty()) {
            found.add(Diagnosis.warning(
                    name + " is configured differently: "
                            + word.getJsonArray("differs").stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ")),
                    "copy the same file to every node; it is read by itself"));
        }
    }

    private static Diagnosis path(String node, JsonObject path) {
        String router = path.getString("via");
        String ends = node + " " + path.getString("to") + " over the link, from " + path.getString("from")
                + (router == null ? "" : " by way of the router " + router);
        return switch (path.getString("way")) {
            case "both" -> Diagnosis.ok("both ways to " + ends);
            case "one-way" ->
                Diagnosis.warning(
                        "one way only: this host hears " + ends + ", but is not heard there",
                        "look at the firewall of " + (router == null ? node : "the router")
                                + " and the network between");
            case "never" -> {
                if (router != null) {
                    // Many a router does not, and need not.
                    yield Diagnosis.ok("no way to " + ends + ", which forwards nothing between hosts of one network");
                }
                yield silent(ends);
            }
            default -> silent(ends);
        };
    }

    private static Diagnosis silent(String ends) {
        return Diagnosis.warning(
                "nothing is heard from " + ends,
                "let UDP through between the two; see that the daemon runs there, with the same key file");
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
