package io.aliasdefender.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a peer answers that is as it should be, for tests to spoil. */
public final class PeerAnswers {
    private static final String AT = "2026-01-02T03:04:05Z";

    private PeerAnswers() {}

    /**
     * Of {@code GET /api/status}, without an alias.
     *
     * @param lastEvent the number of its newest event
     */
    public static JsonObject status(String node, long lastEvent, JsonObject... aliases) {
        JsonArray all = new JsonArray();
        for (JsonObject alias : aliases) {
            all.add(alias);
        }
        return new JsonObject()
                .put("node", node)
                .put("version", "1.2.4")
                .put("at", AT)
                .put("event_id", lastEvent)
                .put("uptime_ms", 1_000)
                .put("fresh_ms", 4_000)
                .put("aliases", all)
                .put("hosts", new JsonArray());
    }

    /** One alias of a status. */
    public static JsonObject alias(String view, String holder, String reason) {
        return new JsonObject()
                .put("address", Served.ALIAS.toString())
                .put("placement", "192.0.2.100/24 on eth0")
                .put("role", "primary")
                .put("state", "holding")
                .put("since_ms", 5)
                .put("view", view)
                .put("holder", holder)
                .put("cause", "adopted")
                .put("level", "info")
                .put("reason", reason);
    }

    /** Of {@code GET /api/events}. */
    public static JsonObject events(JsonArray events) {
        return new JsonObject().put("events", events);
    }

    /** One of those. */
    public static JsonObject event(String node, long id, String sentence) {
        return new JsonObject()
                .put("id", id)
                .put("at", AT)
                .put("node", node)
                .put("cause", "took-over")
                .put("level", "info")
                .put("sentence", sentence);
    }
}
