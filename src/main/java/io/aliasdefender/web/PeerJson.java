package io.aliasdefender.web;

import io.aliasdefender.bus.EventJson;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.NodeStatus.View;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the answers of a peer, which may be an older or a newer one, or a liar: field by field, each within its
 * bounds, and nothing else is passed on.
 */
final class PeerJson {
    private static final int MAX_ALIASES = 5_000;
    private static final int MAX_HOSTS = 300;
    /** Names, states, causes; a placement is an address with an interface and a label. */
    private static final int NAME_CHARACTERS = 128;
    /** A sentence that is longer ends with an ellipsis; nearly all have less than half of it. */
    static final int SENTENCE_CHARACTERS = 500;
    /** In the fields below alone: more than the largest answer that can be kept has. */
    private static final int MAX_VALUES = 20_000;

    private static final Set<String> STATUS_FIELDS = Set.of(
            "node",
            "version",
            "at",
            "event_id",
            "maintenance",
            "uptime_ms",
            "fresh_ms",
            "aliases",
            "hosts",
            "address",
            "placement",
            "role",
            "state",
            "since_ms",
            "view",
            "holder",
            "cause",
            "level",
            "reason",
            "name",
            "rtt_ms");
    private static final Set<String> EVENT_FIELDS =
            Set.of("events", "id", "at", "node", "alias", "cause", "level", "sentence");
    private static final List<String> LEVELS = List.of("debug", "info", "warning", "error");

    private PeerJson() {}

    /**
     * A status with what is known of it only.
     *
     * @throws IllegalArgumentException when it is none
     */
    static PeerStatus status(Buffer body) {
        JsonObject json = object(body, STATUS_FIELDS);
        return new PeerStatus(
                text(json, "node"),
                text(json, "version"),
                time(json, "at"),
                number(json, "event_id", Long.MAX_VALUE),
                json.getValue("maintenance") instanceof JsonObject why
                        ? Optional.of(sentence(why, "reason"))
                        : Optional.empty(),
                number(json, "uptime_ms", Long.MAX_VALUE),
                number(json, "fresh_ms", Integer.MAX_VALUE),
                list(json, "aliases", MAX_ALIASES).stream().map(PeerJson::alias).toList(),
                list(json, "hosts", MAX_HOSTS).stream().map(PeerJson::host).toList());
    }

    private static PeerStatus.Alias alias(JsonObject json) {
        return new PeerStatus.Alias(
                address(json),
                text(json, "placement"),
                text(json, "role"),
                text(json, "state"),
                number(json, "since_ms", Long.MAX_VALUE),
                word(json, "view", List.of(View.values())),
                json.getValue("holder") == null ? Optional.empty() : Optional.of(text(json, "holder")),
                text(json, "cause"),
                word(json, "level", LEVELS),
                sentence(json, "reason"));
    }

    private static PeerStatus.Host host(JsonObject json) {
        return new PeerStatus.Host(
                text(json, "name"),
                address(json),
                word(json, "state", List.of(HostState.values())),
                json.getValue("rtt_ms") instanceof Number number
                        ? Optional.of(number.doubleValue()).filter(Double::isFinite)
                        : Optional.empty());
    }

    /** @throws IllegalArgumentException when these are no events of that node */
    static List<Event> events(Buffer body, String node) {
        List<Event> events = new ArrayList<>();
        for (JsonObject json : list(object(body, EVENT_FIELDS), "events", History.MOST)) {
            Event event = EventJson.parse(json)
                    .filter(parsed -> parsed.node().equals(node))
                    .orElseThrow(() -> new IllegalArgumentException("an event is not one of " + node));
            events.add(new Event(
                    event.id(),
                    event.at(),
                    node,
                    event.alias(),
                    event.cause(),
                    event.level(),
                    PlainText.line(event.sentence(), SENTENCE_CHARACTERS)));
        }
        return events;
    }

    static JsonObject object(Buffer body, Set<String> fields) {
        try {
            if (BoundedJson.decode(body.getBytes(), MAX_VALUES, fields) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException broken) {
            // The sentence is the same.
        }
        throw new IllegalArgumentException("its answer is no JSON object");
    }

    static List<JsonObject> list(JsonObject json, String field, int most) {
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

    static String text(JsonObject json, String field) {
        if (json.getValue(field) instanceof String text && text.length() <= NAME_CHARACTERS) {
            return PlainText.line(text, NAME_CHARACTERS);
        }
        throw wrong(field);
    }

    static String sentence(JsonObject json, String field) {
        if (json.getValue(field) instanceof String text) {
            return PlainText.line(text, SENTENCE_CHARACTERS);
        }
        throw wrong(field);
    }

    /** One of these, by what it is called in the API. */
    private static <T> T word(JsonObject json, String field, List<T> words) {
        return words.stream()
                .filter(word -> word.toString().equals(json.getValue(field)))
                .findFirst()
                .orElseThrow(() -> wrong(field));
    }

    private static String address(JsonObject json) {
        return IpAddress.parse(text(json, "address"))
                .orElseThrow(() -> wrong("address"))
                .toString();
    }

    private static String time(JsonObject json, String field) {
        try {
            return Instant.parse(text(json, field)).toString();
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

    static IllegalArgumentException wrong(String field) {
        return new IllegalArgumentException("the field " + field + " of its answer is not as it should be");
    }
}
