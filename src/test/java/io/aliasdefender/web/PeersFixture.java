package io.aliasdefender.web;

import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.payload.Settings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node that asks other nodes, and what it says of them. */
abstract class PeersFixture {
    @TempDir
    Path folder;

    Served served;

    @BeforeEach
    void start() {
        served = new Served(folder).answering();
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    /** @param urls by the peers' names */
    void ask(Map<String, String> urls) throws Exception {
        ask(urls, Optional.empty());
    }

    /** @param port on which it serves itself, too */
    void ask(Map<String, String> urls, Optional<Integer> port) throws Exception {
        served.deploy(
                settings(new Settings.Web(LOOPBACK, port, Optional.empty(), Optional.empty(), urls, Optional.empty())));
    }

    /** {@code GET /api/peers}. */
    JsonObject peers() throws Exception {
        Served.Answer answer = served.get("/api/peers");
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        return answer.body();
    }

    JsonObject peer(int index) throws Exception {
        return peers().getJsonArray("peers").getJsonObject(index);
    }

    /** The same, once it is said of the first peer. */
    JsonObject peersWhen(Predicate<JsonObject> wanted) throws Exception {
        while (true) {
            JsonObject body = peers();
            if (wanted.test(first(body, "peers"))) {
                return body;
            }
        }
    }

    /** Why the first peer cannot be read. */
    String error() throws Exception {
        return first(peersWhen(PeersFixture::isBroken), "peers").getString("error");
    }

    static boolean isHeard(JsonObject peer) {
        return peer.getBoolean("reachable");
    }

    static boolean isBroken(JsonObject peer) {
        return !peer.getBoolean("reachable") && !peer.getString("error").equals("not asked yet");
    }

    static JsonObject first(JsonObject body, String field) {
        return body.getJsonArray(field).getJsonObject(0);
    }
}
