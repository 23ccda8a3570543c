package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderAnswer.Moved;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document says what the API really does. */
@Timeout(60)
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> BODIES = Map.of(
            "/api/maintenance", "{\"on\": true, \"reason\": \"x\"}",
            "/api/drill", """
                    {"alias": "192.0.2.100", "there": {"node": "web2", "took_ms": 12.5, "lost": 0, "gap_ms": 0}}""");

    private static final Moved MOVED = new Moved(ALIAS, true, Optional.of("web2"), Duration.ofMillis(12));

    @TempDir
    private Path folder;

    private Served served;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        document = JSON.readTree(Files.readString(Path.of("src/main/resources/openapi.json")));
        served = new Served(folder).answering();
        served.history.add(event(3, Optional.of(ALIAS)));
        Channels.CONFIG_NOW.answer(served.vertx, asker -> config());
        Channels.CONFIG_CHECK.answer(served.vertx, asker -> config());
        Channels.ORDER.answer(
                served.vertx,
                order -> Future.succeededFuture(new OrderAnswer(
                        true, List.of("it is done"), order.order() == Order.MOVE ? List.of(MOVED) : List.of())));
        Channels.KEEP.answer(served.vertx, asker -> Future.succeededFuture(new OrderAnswer(true, List.of("kept"))));
        Channels.MAINTENANCE.answer(
                served.vertx, request -> Future.succeededFuture(new OrderAnswer(true, List.of("it is done"))));
        Channels.MAINTENANCE_NOW.answer(
                served.vertx,
                asker -> Future.succeededFuture(
                        Optional.of(new Maintenance("new kernel", Instant.EPOCH, Optional.of(Instant.EPOCH)))));
        served.deploy();
    }

    private static Future<ConfigStatus> config() {
        return Future.succeededFuture(new ConfigStatus(true, "a.yaml", List.of("keep all")));
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    /** Complaints about a real answer. */
    private Set<ValidationMessage> complaints(String pointer, JsonObject answer) throws IOException {
        JsonNode schema = document.at(pointer);
        assertThat(schema.isMissingNode()).as(pointer).isFalse();
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema((JsonNode) whole)
                .validate(JSON.readTree(answer.encode()));
    }

    private static String schema(String path, String method, String status, String type) {
        return "/paths/" + path.replace("/", "~1") + "/" + method + "/responses/" + status + "/content/"
                + type.replace("/", "~1") + "/schema";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get  | /api/status                 | /api/status                         | 200
            get  | /api/events                 | /api/events                         | 200
            get  | /api/events                 | /api/events?merged=true             | 200
            get  | /api/tenures                | /api/tenures?merged=true            | 200
            get  | /api/peers                  | /api/peers                          | 200
            get  | /api/config                 | /api/config                         | 200
            get  | /api/openapi.json           | /api/openapi.json                   | 200
            get  | /health/live                | /health/live                        | 200
            get  | /health/ready               | /health/ready                       | 503
            post | /api/aliases/{alias}/add    | /api/aliases/192.0.2.100/add        | 200
            post | /api/aliases/{alias}/remove | /api/aliases/all/remove             | 200
            post | /api/aliases/{alias}/move   | /api/aliases/192.0.2.100/move       | 200
            post | /api/groups/{group}/move    | /api/groups/web/move                | 200
            post | /api/drill                  | /api/drill                          | 200
            post | /api/maintenance            | /api/maintenance                    | 200
            post | /api/keep                   | /api/keep                           | 200
            post | /api/reload                 | /api/reload                         | 200
            """)
    void answerShouldBeAsTheDocumentSays(String method, String path, String uri, String status) throws Exception {
        Buffer body = Buffer.buffer(BODIES.getOrDefault(path, ""));

        Served.Answer answer = served.request(served.unix(), method.toUpperCase(java.util.Locale.ROOT), uri, body);

        assertThat(answer.status()).isEqualTo(Integer.parseInt(status));
        assertThat(complaints(schema(path, method, status, "application/json"), answer.body()))
                .isEmpty();
    }

    @Test
    void boundOfEventsShouldBeTheOneThatTheDocumentSays() {
        String bound = ReadRoutes.MOST_EVENT_BYTES / 1_024 + " KiB";

        assertThat(document.at("/paths/~1api~1events/get/summary").asText()).contains(bound);
        assertThat(document.at("/components/schemas/Events/properties/events/description")
                        .asText())
                .contains(bound);
        assertThat(document.at("/components/schemas/Events/properties/events/maxItems")
                        .asInt())
                .isEqualTo(History.MOST);
    }

    @Test
    void boundOfTenuresShouldBeTheOneThatTheDocumentSays() {
        String bound = TenureRoute.MOST_BYTES / 1_024 + " KiB";

        assertThat(document.at("/paths/~1api~1tenures/get/summary").asText()).contains(bound);
        assertThat(document.at("/components/schemas/Tenures/properties/tenures/description")
                        .asText())
                .contains(bound);
        assertThat(document.at("/components/schemas/Tenures/properties/tenures/maxItems")
                        .asInt())
                .isEqualTo(TenureParameters.MOST);
    }

    @Test
    void problemShouldBeAsTheDocumentSays() throws Exception {
        Served.Answer answer = served.get("/api/events?since=x");

        assertThat(complaints(schema("/api/events", "get", "default", "application/problem+json"), answer.body()))
                .isEmpty();
    }

    @Test
    void comparisonShouldNoticeWhatIsMissing() throws Exception {
        JsonObject answer = served.get("/api/status").body();
        answer.remove("fresh_ms");
        answer.getJsonArray("aliases").getJsonObject(0).put("view", "great");

        assertThat(complaints(schema("/api/status", "get", "200", "application/json"), answer))
                .hasSize(2);
    }

    @Test
    void pathsShouldBeAllThatAreServed() throws Exception {
        Set<String> written = new TreeSet<>();
        document.get("paths").fieldNames().forEachRemaining(written::add);
        Map<String, String> probes = written.stream()
                .collect(Collectors.toMap(
                        path -> path,
                        path -> path.replace("{alias}", "192.0.2.100").replace("{group}", "web")));

        for (Map.Entry<String, String> path : probes.entrySet()) {
            Served.Answer wrongMethod = served.request(served.unix(), "DELETE", path.getValue());
            assertThat(wrongMethod.status()).as(path.getKey()).isEqualTo(405);
            Set<String> methods = new TreeSet<>();
            document.get("paths").get(path.getKey()).fieldNames().forEachRemaining(methods::add);
            String allowed = wrongMethod.response().getHeader("allow").toLowerCase(java.util.Locale.ROOT);
            assertThat(List.of(allowed.split(", "))).as(path.getKey()).containsAll(methods);
        }
        assertThat(written).hasSize(19);
    }
}
