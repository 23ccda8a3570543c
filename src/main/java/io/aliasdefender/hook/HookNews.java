package io.aliasdefender.hook;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a hook is told of an event. All hooks have the same object of one event.
 *
 * @param fields of the JSON, without the name of the event, which is another one for another hook; a text or a whole
 *     number each
 */
record HookNews(long sequence, Map<String, Object> fields) {
    private static final int MOST_REASON_CHARACTERS = 2_000;
    private static final String SEQUENCE = "sequence";

    /** What this host is to the alias after an event of that cause, as far as the cause tells. */
    private static final Map<String, String> PHASES = Map.ofEntries(
            Map.entry("taking-over", "claiming"),
            Map.entry("took-over", "holding"),
            Map.entry("adopted", "holding"),
            Map.entry("restored", "holding"),
            Map.entry("replaced", "holding"),
            Map.entry("deleted", "restoring"),
            Map.entry("handing-over", "handing-over"),
            Map.entry("handed-over", "handing-over"),
            Map.entry("releasing", "releasing"),
            Map.entry("yielding", "releasing"),
            Map.entry("released", "released"),
            Map.entry("standing-aside", "standing-aside"));

    /** @param spec of the alias that it is about, if it is about one that this host defends */
    static HookNews of(Event event, Optional<AliasSpec> spec) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put(SEQUENCE, event.id());
        fields.put("time", event.at().toString());
        fields.put("node", event.node());
        fields.put("cause", event.cause());
        fields.put("level", event.level().toString());
        String reason = event.sentence();
        // An environment variable ends at a zero byte.
        fields.put(
                "reason",
                (reason.length() > MOST_REASON_CHARACTERS ? reason.substring(0, MOST_REASON_CHARACTERS) : reason)
                        .replace('\0', ' '));
        event.alias().ifPresent(alias -> fields.put("alias", alias.toString()));
        Optional.ofNullable(PHASES.get(event.cause()))
                .filter(phase -> event.alias().isPresent())
                .ifPresent(phase -> fields.put("phase", phase));
        spec.ifPresent(known -> place(fields, known));
        return new HookNews(event.id(), fields);
    }

    private static void place(Map<String, Object> fields, AliasSpec spec) {
        Placement placement = spec.placement();
        fields.put("interface", placement.interfaceName());
        fields.put("prefix_length", (long) placement.address().prefixLength());
        placement.label().ifPresent(label -> fields.put("label", label));
        spec.group().ifPresent(group -> fields.put("group", group));
        fields.put("rank", spec.ranking().indexOf(spec.self()) + 1L);
    }

    /** The opposite of {@link #json}; empty when it is torn. */
    static Optional<HookNews> parse(JsonObject json) {
        Map<String, Object> fields = new TreeMap<>();
        for (Map.Entry<String, Object> field : json) {
            if (field.getValue() instanceof Number number) {
                fields.put(field.getKey(), number.longValue());
            } else if (field.getValue() instanceof String text) {
                fields.put(field.getKey(), text);
            } else {
                return Optional.empty();
            }
        }
        fields.remove("event");
        return fields.get(SEQUENCE) instanceof Long sequence
                ? Optional.of(new HookNews(sequence, fields))
                : Optional.empty();
    }

    JsonObject json(HookEvent name) {
        JsonObject json = new JsonObject().put("event", name.toString());
        fields.forEach(json::put);
        return json;
    }

    /** Whether a hook wants to be told of it, whatever it is called. */
    boolean concerns(HookSpec spec) {
        return spec.concerns(text("alias"), text("group"));
    }

    /** A field as text; empty when there is none such. */
    String text(String field) {
        return Optional.ofNullable(fields.get(field)).map(String::valueOf).orElse("");
    }
}
