package io.aliasdefender.doctor;

import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The daemon of this host in its own words.
 *
 * @param configuration {@code GET /api/config}; empty: none answers
 * @param status {@code GET /api/status}; empty: none answers
 * @param problem why none answers although there is a socket; empty: there is no socket, or it answered
 */
record DaemonAnswers(Optional<JsonObject> configuration, Optional<JsonObject> status, Optional<String> problem) {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    static final DaemonAnswers NONE = new DaemonAnswers(Optional.empty(), Optional.empty());

    DaemonAnswers(Optional<JsonObject> configuration, Optional<String> problem) {
        this(configuration, Optional.empty(), problem);
    }

    static DaemonAnswers ask(Path socket) {
        if (Files.notExists(socket)) {
            return NONE;
        }
        try {
            ApiClient daemon = new ApiClient(socket, LIMIT);
            ApiClient.Answer answer = daemon.get("/api/config");
            return answer.status() == 200
                    ? new DaemonAnswers(Optional.of(answer.body()), body(daemon.get("/api/status")), Optional.empty())
                    : new DaemonAnswers(
                            Optional.empty(), Optional.of("it answers with HTTP status " + answer.status()));
        } catch (ConnectException nobody) {
            // The socket of a daemon that was killed.
            return NONE;
        } catch (IOException silent) {
            return new DaemonAnswers(Optional.empty(), Optional.of(String.valueOf(silent.getMessage())));
        }
    }

    private static Optional<JsonObject> body(ApiClient.Answer answer) {
        return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    /** What its node link does; empty: it does not say so, as an earlier one. */
    Optional<JsonObject> link() {
        return status.flatMap(
                all -> all.getValue("link") instanceof JsonObject link ? Optional.of(link) : Optional.empty());
    }

    /** How it stands towards each alias. */
    List<JsonObject> aliases() {
        return list("aliases");
    }

    /** What its checks of the service found. */
    List<JsonObject> checks() {
        return list("checks");
    }

    private List<JsonObject> list(String field) {
        return status.map(all -> all.getValue(field))
                .filter(JsonArray.class::isInstance)
                .map(all -> ((JsonArray) all)
                        .stream()
                                .filter(JsonObject.class::isInstance)
                                .map(JsonObject.class::cast)
                                .toList())
                .orElse(List.of());
    }
}
