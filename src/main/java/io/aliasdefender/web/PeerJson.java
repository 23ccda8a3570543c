package io.aliasdefender.web;

import io.aliasdefender.bus.EventJson;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.NodeStatus.View;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the answers of a peer, which may be an older or a newer one, or a liar: field by field, each within its
 * bounds, and nothing else is passed on.
 */
final class PeerJson {
    private static final int MAX_ALIASES = 5_000;
    private static final int MAX_HOSTS = 200;
    private static final int NAME_CHARACTERS = 253;
    private static final int SENTENCE_CHARACTERS = 16_384;
    private static final Set<String> VIEWS = words(View.values());
    private static final Set<String> HOST_STATES = words(HostState.values());
    private static final Set<String> LEVELS = Set.of("debug", "info", "warning", "error");

    private PeerJson() {}

    /**
     * A status with what is known of it only.
     *
     * @throws IllegalArgumentException when it is none
     */
    static JsonObject status(Buffer body) {
        JsonObject json = object(body);
        JsonArray aliases = new JsonArray();
        list(json, "aliases", MAX_ALIASES).forEach(alias -> aliases.add(alias(alias)));
        JsonArray hosts = new JsonArray();
        list(json, "hosts", MAX_HOSTS).forEach(host -> hosts.add(host(host)));
        JsonObject maintenance = json.getValue("maintenance") instanceof JsonObject why
                ? new JsonObject().put("reason", text(why, "reason", NAME_CHARACTERS))
                : null;
        return new JsonObject()
                .put("node", text(json, "node", NAME_CHARACTERS))
                .put("version", text(json, "version", NAME_CHARACTERS))
                .put("at", time(json, "at"))
                .put("event_id", number(json, "event_id", Long.MAX_VALUE))
                .put("maintenance", maintenance)
                .put("uptime_ms", number(json, "uptime_ms", Long.MAX_VALUE))
                .put("fresh_ms", number(json, "fresh_ms", Integer.MAX_VALUE))
                .put("aliases", aliases)
                .put("hosts", hosts);
    }

    private static JsonObject alias(JsonObject json) {
        return new JsonObject()
                .put("address", address(json))
                .put("placement", text(json, "placement", NAME_CHARACTERS))
                .put("role", text(json, "role", NAME_CHARACTERS))
                .put("state", text(json, "state", NAME_CHARACTERS))
                .put("since_ms", number(json, "since_ms", Long.MAX_VALUE))
                .put("view", word(json, "view", VIEWS))
                .put("holder", json.getValue("holder") == null ? null : text(json, "holder", NAME_CHARACTERS))
                .put("cause", text(json, "cause", NAME_CHARACTERS))
                .put("level", word(json, "level", LEVELS))
                .put("reason", text(json, "reason", SENTENCE_CHARACTERS));
    }

    private static JsonObject host(JsonObject json) {
        Object rtt = json.getValue("rtt_ms");
        return new JsonObject()
                .put("name", text(json, "name", NAME_CHARACTERS))
                .put("address", address(json))
                .put("state", word(json, "state", HOST_STATES))
                .put("rtt_ms", rtt instanceof Number number ? number.doubleValue() : null);
    }

    /** Of an alias that was read by {@link #status}. */
    static View view(JsonObject alias) {
        return View.valueOf(alias.getString("view").toUpperCase(Locale.ROOT));
    }

    /** @throws IllegalArgumentException when these are no events of that node */
    static List<Event> events(Buffer body, String node) {
        List<Event> events = new ArrayList<>();
        for (JsonObject json : list(object(body), "events", History.MOST)) {
            Event event = EventJson.parse(json)
                    .filter(parsed -> parsed.node().equals(node))
                    .orElseThrow(() -> new IllegalArgumentException("an event is not one of " + node));
            events.add(event);
        }
        return events;
    }

    private static JsonObject object(Buffer body) {
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException broken) {
            // The sentence is the same.
        }
        throw new IllegalArgumentException("its answer is no JSON object");
    }

    private static List<JsonObject> list(JsonObject json, String field, int most) {
        if (!(json.getValue(field) instanceof JsonArray array) || array.size() > most) {
            throw wrong(field);
        }
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : array) {
            if (!(value instanceof JsonObject object)) {
                throw wrong(field);
            }
            objects.add(object);
        }
        return objects;
    }

    private static String text(JsonObject json, String field, int mostCharacters) {
        if (json.getValue(field) instanceof String text && text.length() <= mostCharacters) {
            return text;
        }
        throw wrong(field);
    }

    private static Set<String> words(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }

    private static String word(JsonObject json, String field, Set<String> words) {
        if (json.getValue(field) instanceof String text && words.contains(text)) {
            return text;
        }
        throw wrong(field);
    }

    private static String address(JsonObject json) {
        return IpAddress.parse(text(json, "address", NAME_CHARACTERS))
                .orElseThrow(() -> wrong("address"))
                .toString();
    }

    private static String time(JsonObject json, String field) {
        try {
            return Instant.parse(text(json, field, NAME_CHARACTERS)).toString();
        } catch (DateTimeParseException broken) {
            throw wrong(field);
        }
    }

    private static long number(JsonObject json, String field, long most) {
        if ((json.getValue(field) instanceof Integer || json.getValue(field) instanceof Long)
                && json.getLong(field) >= 0
                && json.getLong(field) <= most) {
            return json.getLong(field);
        }
        throw wrong(field);
    }

    private static IllegalArgumentException wrong(String field) {
        return new IllegalArgumentException("the field " + field + " of its answer is not as it should be");
    }
}
