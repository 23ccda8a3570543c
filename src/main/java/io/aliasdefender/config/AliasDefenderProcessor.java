package io.aliasdefender.config;

import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Parses and validates both formats for vertx-config; what is wrong is part of the result, never a failure. */
public final class AliasDefenderProcessor implements ConfigProcessor {
    static final String NAME = "alias-defender";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<JsonObject> process(Vertx vertx, JsonObject configuration, Buffer input) {
        return WatchedFile.of(configuration).judge(vertx, input);
    }
}
