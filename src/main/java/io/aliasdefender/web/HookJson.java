package io.aliasdefender.web;

import io.aliasdefender.payload.HookView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The hooks in the API. */
final class HookJson {
    private static final Duration LASTS = Duration.ofSeconds(1);

    private HookJson() {}

    static JsonArray of(List<HookView> hooks) {
        JsonArray array = new JsonArray();
        hooks.forEach(hook -> array.add(of(hook)));
        return array;
    }

    /** What of it is news when it changes. That an attempt begins and ends is none, unless it lasts. */
    static String shown(List<HookView> hooks) {
        return hooks.stream()
                .map(hook -> hook.hook() + " " + hook.queued() + " " + hook.done() + " " + hook.failures() + " "
                        + hook.dropped() + " "
                        + hook.runningFor()
                                .filter(length -> length.compareTo(LASTS) > 0)
                                .isPresent())
                .collect(Collectors.joining(","));
    }

    private static JsonObject of(HookView hook) {
        return new JsonObject()
                .put("hook", hook.hook())
                .put("kind", hook.kind())
                .put("on", new JsonArray(hook.on()))
                .put("running", hook.running())
                .put("running_ms", hook.runningFor().map(Duration::toMillis).orElse(null))
                .put("timeout_ms", hook.timeout().toMillis())
                .put("queued", hook.queued())
                .put("done", hook.done())
                .put("failures", hook.failures())
                .put("dropped", hook.dropped())
                .put(
                        "last",
                        hook.last()
                                .map(last -> new JsonObject()
                                        .put("at", last.at().toString())
                                        .put("succeeded", last.succeeded())
                                        .put("event", last.event())
                                        .put("sentence", last.sentence()))
                                .orElse(null));
    }
}
