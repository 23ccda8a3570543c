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
 * @param problem why none answers although there is a socket; empty: there is no socket, or it answered
 */
record Daemon(Optional<JsonObject> configuration, Optional<String> problem) {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    static final Daemon NONE = new Daemon(Optional.empty(), Optional.empty());

    static Daemon ask(Path socket) {
        if (Files.notExists(socket)) {
            return NONE;
        }
        try {
            ApiClient.Answer answer = new ApiClient(socket, LIMIT).get("/api/config");
            return answer.status() == 200
                    ? new Daemon(Optional.of(answer.body()), Optional.empty())
                    : new Daemon(Optional.empty(), Optional.of("it answers with HTTP status " + answer.status()));
        } catch (ConnectException nobody) {
            // The socket of a daemon that was killed.
            return NONE;
        } catch (IOException silent) {
            return new Daemon(Optional.empty(), Optional.of(String.valueOf(silent.getMessage())));
        }
    }
}
