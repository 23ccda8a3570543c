package io.aliasdefender.web;

import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.NodeStatus.View;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a peer's status. Records and not the JSON that it came in, which takes three times as much.
 *
 * @param at the peer's clock
 * @param eventId the number of its last event
 * @param maintenance the reason, while it is in maintenance
 */
record PeerStatus(
        String node,
        String version,
        String at,
        long eventId,
        Optional<String> maintenance,
        long uptimeMillis,
        long freshMillis,
        List<Alias> aliases,
        List<Host> hosts) {

    /** An alias as the peer sees it. */
    record Alias(
            String address,
            String placement,
            String role,
            String state,
            long sinceMillis,
            View view,
            Optional<String> holder,
            String cause,
            String level,
            String reason) {
        private int weight() {
            return PeerLimits.weight(address, placement, role, state, holder.orElse(""), cause, reason);
        }

        private JsonObject json() {
            return new JsonObject()
                    .put("address", address)
                    .put("placement", placement)
                    .put("role", role)
                    .put("state", state)
                    .put("since_ms", sinceMillis)
                    .put("view", view.toString())
                    .put("holder", holder.orElse(null))
                    .put("cause", cause)
                    .put("level", level)
                    .put("reason", reason);
        }
    }

    /** Another host as the peer sees it. */
    record Host(String name, String address, HostState state, Optional<Double> rttMillis) {
        private int weight() {
            return PeerLimits.weight(name, address);
        }

        private JsonObject json() {
            return new JsonObject()
                    .put("name", name)
                    .put("address", address)
                    .put("state", state.toString())
                    .put("rtt_ms", rttMillis.orElse(null));
        }
    }

    /** What it takes in the heap, in bytes. */
    long weight() {
        return PeerLimits.weight(node, version, at, maintenance.orElse(""))
                + aliases.stream().mapToLong(Alias::weight).sum()
                + hosts.stream().mapToLong(Host::weight).sum();
    }

    JsonObject json() {
        JsonArray aliasesJson = new JsonArray();
        aliases.forEach(alias -> aliasesJson.add(alias.json()));
        JsonArray hostsJson = new JsonArray();
        hosts.forEach(host -> hostsJson.add(host.json()));
        return new JsonObject()
                .put("node", node)
                .put("version", version)
                .put("at", at)
                .put("event_id", eventId)
                .put(
                        "maintenance",
                        maintenance
                                .map(reason -> new JsonObject().put("reason", reason))
                                .orElse(null))
                .put("uptime_ms", uptimeMillis)
                .put("fresh_ms", freshMillis)
                .put("aliases", aliasesJson)
                .put("hosts", hostsJson);
    }
}
