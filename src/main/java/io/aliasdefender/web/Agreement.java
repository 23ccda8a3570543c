package io.aliasdefender.web;

import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.View;
import io.aliasdefender.payload.PhaseName;
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
import java.util.function.Consumer;
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
    private record Sight(String node, View view, Optional<String> holder) {
        boolean claims() {
            return view == View.HELD;
        }

        JsonObject json() {
            return new JsonObject()
                    .put("node", node)
                    .put("view", view.toString())
                    .put("holder", holder.orElse(null));
        }
    }

    /** One alias after the other. */
    void json(NodeStatus ours, List<Peer> peers, Consumer<JsonObject> taker) {
        Map<String, Map<String, PeerStatus.Alias>> theirs = new HashMap<>();
        peers.forEach(peer -> theirs.put(peer.node(), byAddress(peer)));
        Set<String> shown = new HashSet<>();
        for (AliasStatus alias : ours.aliases()) {
            String address = alias.placement().address().address().toString();
            shown.add(address);
            List<Sight> views = new ArrayList<>(List.of(view(ours, alias)));
            for (Peer peer : peers) {
                views.add(view(
                        peer.node(),
                        isOutdated(alias, peer) ? null : theirs.get(peer.node()).get(address)));
            }
            taker.accept(json(address, views));
        }
        differNanos.keySet().retainAll(shown);
    }

    /**
     * This host has the alias by now, and what the peer told is of before: a host that lost its power goes on having the alias
     * in what it told last, and that is not two hosts with it at the same time.
     */
    private static boolean isOutdated(AliasStatus ours, Peer peer) {
        return ours.phase() == PhaseName.HOLDING
                && peer.age().filter(age -> age.compareTo(ours.phaseAge()) > 0).isPresent();
    }

    private static Map<String, PeerStatus.Alias> byAddress(Peer peer) {
        Map<String, PeerStatus.Alias> aliases = new HashMap<>();
        if (Peers.isFresh(peer)) {
            peer.status().ifPresent(status -> status.aliases().forEach(alias -> aliases.put(alias.address(), alias)));
        }
        return aliases;
    }

    private static Sight view(NodeStatus ours, AliasStatus alias) {
        return view(ours.node(), alias.view(ours.fresh()), alias.holder());
    }

    private static Sight view(String node, PeerStatus.Alias alias) {
        return alias == null
                ? new Sight(node, View.UNKNOWN, Optional.empty())
                : view(node, alias.view(), alias.holder());
    }

    private static Sight view(String node, View view, Optional<String> holder) {
        Optional<String> who = switch (view) {
            case HELD -> Optional.of(node);
            case SILENT -> Optional.of(NOBODY);
            // A MAC address is somebody whom this node cannot name; others may.
            case ANSWERED -> holder.filter(name -> name.indexOf(':') < 0);
            case UNKNOWN -> Optional.empty();
        };
        return new Sight(node, view, who);
    }

    private JsonObject json(String address, List<Sight> views) {
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

    private static String sentence(String address, List<Sight> views) {
        List<String> claimants =
                views.stream().filter(Sight::claims).map(Sight::node).toList();
        if (claimants.size() > 1) {
            return address + " is on " + String.join(" and ", claimants) + " at the same time";
        }
        return views.stream()
                .filter(view -> view.holder().isPresent())
                .map(view -> view.node() + " says that " + view.holder().get() + " has " + address)
                .collect(Collectors.joining(", "));
    }
}
