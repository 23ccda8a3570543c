package io.aliasdefender.web;

import io.aliasdefender.core.status.NodeStatus;
import io.aliasdefender.core.status.NodeStatus.AliasStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the nodes' views of who has an alias differ, and since when. */
final class Agreement {
    private static final String NOBODY = "nobody";

    /** Since when, by the alias. */
    private final Map<String, Long> differNanos = new HashMap<>();

    /**
     * Who has an alias, in the eyes of one node.
     *
     * @param holder a node's name, {@code nobody}; empty: this node does not know, or what it knew is too old
     */
    private record View(String node, String view, Optional<String> holder) {
        boolean claims() {
            return view.equals("held");
        }

        JsonObject json() {
            return new JsonObject().put("node", node).put("view", view).put("holder", holder.orElse(null));
        }
    }

    JsonArray json(NodeStatus ours, List<Peer> peers) {
        JsonArray all = new JsonArray();
        Map<String, Map<String, JsonObject>> theirs = new HashMap<>();
        peers.forEach(peer -> theirs.put(peer.node(), byAddress(peer)));
        Set<String> shown = new HashSet<>();
        for (AliasStatus alias : ours.aliases()) {
            String address = alias.placement().address().address().toString();
            shown.add(address);
            List<View> views = new ArrayList<>(List.of(view(ours, alias)));
            for (Peer peer : peers) {
                views.add(view(peer.node(), theirs.get(peer.node()).get(address)));
            }
            all.add(json(address, views));
        }
        differNanos.keySet().retainAll(shown);
        return all;
    }

    private static Map<String, JsonObject> byAddress(Peer peer) {
        Map<String, JsonObject> aliases = new HashMap<>();
        if (Peers.isFresh(peer)) {
            peer.status()
                    .ifPresent(status -> status.getJsonArray("aliases").forEach(entry -> {
                        JsonObject alias = (JsonObject) entry;
                        aliases.put(alias.getString("address"), alias);
                    }));
        }
        return aliases;
    }

    private static View view(NodeStatus ours, AliasStatus alias) {
        return view(ours.node(), StatusJson.view(alias, ours.fresh()), alias.holder());
    }

    private static View view(String node, JsonObject alias) {
        return alias == null
                ? new View(node, "unknown", Optional.empty())
                : view(node, alias.getString("view"), Optional.ofNullable(alias.getString("holder")));
    }

    private static View view(String node, String view, Optional<String> holder) {
        return switch (view) {
            case "held" -> new View(node, view, Optional.of(node));
            case "silent" -> new View(node, view, Optional.of(NOBODY));
            // A MAC address is somebody whom this node cannot name; others may.
            case "answered" -> new View(node, view, holder.filter(name -> name.indexOf(':') < 0));
            default -> new View(node, view, Optional.empty());
        };
    }

    private JsonObject json(String address, List<View> views) {
        List<String> known =
                views.stream().flatMap(view -> view.holder().stream()).toList();
        boolean differ = known.stream().distinct().count() > 1;
        Boolean agree = known.size() < 2 ? null : Boolean.valueOf(!differ);
        if (differ) {
            differNanos.putIfAbsent(address, System.nanoTime());
        } else {
            differNanos.remove(address);
        }
        JsonArray all = new JsonArray();
        views.forEach(view -> all.add(view.json()));
        return new JsonObject()
                .put("address", address)
                .put("agree", agree)
                .put(
                        "differ_ms",
                        Optional.ofNullable(differNanos.get(address))
                                .map(since -> Duration.ofNanos(System.nanoTime() - since)
                                        .toMillis())
                                .orElse(null))
                .put("sentence", differ ? sentence(address, views) : null)
                .put("views", all);
    }

    private static String sentence(String address, List<View> views) {
        List<String> claimants =
                views.stream().filter(View::claims).map(View::node).toList();
        if (claimants.size() > 1) {
            return address + " is on " + String.join(" and ", claimants) + " at the same time";
        }
        return views.stream()
                .filter(view -> view.holder().isPresent())
                .map(view -> view.node() + " says that " + view.holder().get() + " has " + address)
                .collect(Collectors.joining(", "));
    }
}
