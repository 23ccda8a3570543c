package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Event;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** What came of the configuration file, and when. */
final class ConfigWatch {
    private static final long FIRST_MILLIS = 500;
    private static final String CAUSES = "config-";

    private final Vertx vertx;
    private Optional<ConfigStatus> status = Optional.empty();
    private Instant changedAt = Instant.now();
    private Instant acceptedAt = changedAt;

    ConfigWatch(Vertx vertx, History history) {
        this.vertx = vertx;
        history.listen(this::happened);
        // The one who knows comes after us.
        vertx.setPeriodic(FIRST_MILLIS, timer -> {
            if (status.isPresent()) {
                vertx.cancelTimer(timer);
            } else {
                ask();
            }
        });
    }

    private void happened(Event event) {
        if (event.cause().startsWith(CAUSES)) {
            changedAt = event.at();
            if (event.cause().equals("config-reloaded") || event.cause().equals("config-unchanged")) {
                acceptedAt = event.at();
            }
            ask();
        }
    }

    private void ask() {
        Channels.CONFIG_NOW.ask(vertx, "web").onSuccess(now -> status = Optional.of(now));
    }

    /** Null as long as nobody answers. */
    JsonObject json(Instant now) {
        if (status.isEmpty()) {
            return null;
        }
        return of(status.get()).put("age_ms", Math.max(0, now.toEpochMilli() - changedAt.toEpochMilli()));
    }

    static JsonObject of(ConfigStatus status) {
        return new JsonObject()
                .put("file", status.file())
                .put("accepted", status.accepted())
                .put("lines", new JsonArray(status.lines()));
    }

    Optional<ConfigStatus> status() {
        return status;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }
}
