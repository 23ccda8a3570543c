package io.aliasdefender.web;

import io.aliasdefender.payload.HookView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The hooks in the API. */
final class HookJson {
    private HookJson() {}

    static JsonArray of(List<HookView> hooks) {
        JsonArray array = new JsonArray();
        hooks.forEach(hook -> array.add(of(hook)));
        return array;
    }

    private static JsonObject of(HookView hook) {
        return new JsonObject()
                .put("hook", hook.hook())
                .put("kind", hook.kind())
                .put("on", new JsonArray(hook.on()))
                .put("running", hook.running())
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
