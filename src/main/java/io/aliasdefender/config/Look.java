package io.aliasdefender.config;

import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.util.Optional;

/**
 * What was seen at the file's path and what it means. It travels through the configuration retriever inside a JSON
 * object, by reference, and two of them are equal when there is no news.
 */
record Look(FileState state, Reading reading) implements Shareable {
    private static final String KEY = "look";

    JsonObject toJson() {
        return new JsonObject().put(KEY, this);
    }

    static Optional<Look> of(JsonObject json) {
        return Optional.ofNullable((Look) json.getValue(KEY));
    }
}
