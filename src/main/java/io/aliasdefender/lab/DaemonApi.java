package io.aliasdefender.lab;

import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Speaks with a daemon over the HTTP API on its Unix socket. One request a connection, each with a time limit. */
public final class DaemonApi {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** An order is answered when it is done. */
    private static final Duration ORDER_LIMIT = Duration.ofSeconds(6);

    private final Path socket;
    private final ApiClient client;

    DaemonApi(Path socket) {
        this.socket = socket;
        client = new ApiClient(socket, LIMIT);
    }

    /** One alias in {@code GET /api/status}. */
    public record AliasStatus(String address, String state, String holder, String reason, String fit) {}

    /** One entry of {@code GET /api/events}. */
    public record DaemonEvent(long id, String at, String node, String alias, String cause, String level, String text) {}

    /** Whether the daemon answers. */
    public boolean answers() {
        try {
            get("/api/status");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The whole status. */
    public JsonObject status() throws IOException {
        return get("/api/status");
    }

    /** What the daemon says about an alias; empty when it does not know it. */
    public Optional<AliasStatus> alias(String address) throws IOException {
        for (Object entry : status().getJsonArray("aliases")) {
            JsonObject alias = (JsonObject) entry;
            if (address.equals(alias.getString("address"))) {
                return Optional.of(new AliasStatus(
                        address,
                        alias.getString("state"),
                        alias.getString("holder", ""),
                        alias.getString("reason", ""),
                        // An alias without checks has none.
                        Objects.requireNonNullElse(alias.getString("fit"), "")));
            }
        }
        return Optional.empty();
    }

    /** The events after a number, the oldest first; 0: all that the daemon still has. */
    public List<DaemonEvent> events(long since) throws IOException {
        List<DaemonEvent> events = new ArrayList<>();
        for (Object entry : get("/api/events?since=" + since).getJsonArray("events")) {
            JsonObject event = (JsonObject) entry;
            events.add(new DaemonEvent(
                    event.getLong("id"),
                    event.getString("at", ""),
                    event.getString("node", ""),
                    // What is about the whole host has none.
                    Objects.requireNonNullElse(event.getString("alias"), ""),
                    event.getString("cause", ""),
                    event.getString("level", ""),
                    event.getString("sentence", "")));
        }
        return events;
    }

    /** Has the configuration file read again. */
    public void reload() throws IOException {
        ApiClient.Answer answer = client.post("/api/reload");
        if (answer.status() != 200) {
            throw new IOException("POST /api/reload: status " + answer.status());
        }
    }

    /** Gives an order, which is to be done. */
    public void order(String path, JsonObject order) throws IOException {
        ApiClient.Answer answer = new ApiClient(socket, ORDER_LIMIT).post(path, order);
        if (answer.status() != 200) {
            throw new IOException("POST " + path + ": status " + answer.status() + ": "
                    + answer.body().encode());
        }
    }

    /** Any path of the API that answers with a JSON object. */
    public JsonObject get(String path) throws IOException {
        ApiClient.Answer answer = client.get(path);
        if (answer.status() != 200) {
            throw new IOException("GET " + path + ": status " + answer.status());
        }
        return answer.body();
    }
}
