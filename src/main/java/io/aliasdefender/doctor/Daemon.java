package io.aliasdefender.doctor;

import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The daemon of this host in its own words.
 *
 * @param configuration {@code GET /api/config}; empty: none answers
 * @param link of {@code GET /api/status}; empty: none answers, or it is an earlier one
 * @param problem why none answers although there is a socket; empty: there is no socket, or it answered
 */
record Daemon(Optional<JsonObject> configuration, Optional<JsonObject> link, Optional<String> problem) {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    static final Daemon NONE = new Daemon(Optional.empty(), Optional.empty());

    Daemon(Optional<JsonObject> configuration, Optional<String> problem) {
        this(configuration, Optional.empty(), problem);
    }

    static Daemon ask(Path socket) {
        if (Files.notExists(socket)) {
            return NONE;
        }
        try {
            ApiClient daemon = new ApiClient(socket, LIMIT);
            ApiClient.Answer answer = daemon.get("/api/config");
            return answer.status() == 200
                    ? new Daemon(Optional.of(answer.body()), link(daemon.get("/api/status")), Optional.empty())
                    : new Daemon(Optional.empty(), Optional.of("it answers with HTTP status " + answer.status()));
        } catch (ConnectException nobody) {
            // The socket of a daemon that was killed.
            return NONE;
        } catch (IOException silent) {
            return new Daemon(Optional.empty(), Optional.of(String.valueOf(silent.getMessage())));
        }
    }

    private static Optional<JsonObject> link(ApiClient.Answer answer) {
        return answer.status() == 200 && answer.body().getValue("link") instanceof JsonObject link
                ? Optional.of(link)
                : Optional.empty();
    }
}
