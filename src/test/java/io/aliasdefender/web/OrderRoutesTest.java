package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.TOKEN;
import static io.aliasdefender.web.Served.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.MaintenanceRequest;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OrderRoutesTest {
    @TempDir
    private Path folder;

    private Served served;
    private final BlockingQueue<OrderRequest> orders = new LinkedBlockingQueue<>();
    private final BlockingQueue<MaintenanceRequest> maintenance = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        served = new Served(folder).answering();
        Channels.ORDER.answer(served.vertx, request -> {
            orders.add(request);
            boolean all = request.alias().isEmpty();
            return Future.succeededFuture(new OrderAnswer(!all, List.of(all ? "refused" : "added")));
        });
        Channels.MAINTENANCE.answer(served.vertx, request -> {
            maintenance.add(request);
            return Future.succeededFuture(new OrderAnswer(true, List.of("released")));
        });
        Channels.MAINTENANCE_NOW.answer(
                served.vertx,
                asker -> Future.succeededFuture(Optional.of(
                        new Maintenance("new kernel", Instant.parse("2026-01-02T03:04:05.678Z"), Optional.empty()))));
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void ordersShouldBePassedOnAndAnswered() throws Exception {
        served.deploy();

        Served.Answer added = served.request(served.unix(), "POST", "/api/aliases/192.0.2.100/add");
        Served.Answer refused = served.request(served.unix(), "POST", "/api/aliases/all/remove");

        assertThat(added.status()).isEqualTo(200);
        assertThat(added.body()).isEqualTo(new JsonObject("{\"done\": true, \"sentences\": [\"added\"]}"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).isEqualTo(new JsonObject("{\"done\": false, \"sentences\": [\"refused\"]}"));
        assertThat(orders)
                .containsExactly(
                        new OrderRequest(Order.ADD, Optional.of(ALIAS)),
                        new OrderRequest(Order.REMOVE, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"on": true, "reason": "new kernel", "for": "30m"} | new kernel | PT30M
            {"on": true, "reason": " new <b> "}                | new <b>    |
            {"on": false}                                      |            |
            """)
    void maintenanceShouldBePassedOn(String body, String reason, Duration limit) throws Exception {
        served.deploy();

        Served.Answer answer = served.request(served.unix(), "POST", "/api/maintenance", Buffer.buffer(body));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(new JsonObject("""
                {"done": true, "sentences": ["released"],
                 "maintenance": {"reason": "new kernel", "since": "2026-01-02T03:04:05.678Z", "until": null}}"""));
        assertThat(maintenance)
                .containsExactly(new MaintenanceRequest(Optional.ofNullable(reason), Optional.ofNullable(limit)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on                                               | the body is to be a JSON object
            null                                             | the body is to be a JSON object
            []                                               | the body is to be a JSON object
            {"on": "yes"}                                    | the field on is to be true or false
            {"reason": "x"}                                  | the field on is to be true or false
            {"on": true}                                     | say why, in the field reason
            {"on": true, "reason": "  "}                     | say why, in the field reason
            {"on": true, "reason": 5}                        | the field reason is to be text
            {"on": true, "reason": "x", "for": "30"}         | "30" has no unit
            {"on": true, "reason": "x", "for": "25h"}        | 25h is too long
            {"on": true, "reason": "a\\nb"}                  | on one line
            {"on": true, "reason": "x", "until": "tomorrow"} | there is no field until; there are on, reason and for
            """)
    void maintenanceWhenTheBodyIsWrongShouldBeToldAsAProblem(String body, String detail) throws Exception {
        served.deploy();

        Served.Answer answer = served.request(served.unix(), "POST", "/api/maintenance", Buffer.buffer(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().getString("detail")).contains(detail);
        assertThat(maintenance).isEmpty();
    }

    @Test
    void maintenanceWhenTheBodyIsNoJsonShouldBeRefused() throws Exception {
        served.deploy();
        RequestOptions form = served.unix().addHeader("content-type", "application/x-www-form-urlencoded");

        assertThat(served.request(form, "POST", "/api/maintenance", Buffer.buffer("on=true"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void reloadShouldTellThePlanOrWhatIsWrong() throws Exception {
        boolean[] accepted = {true};
        Channels.CONFIG_CHECK.answer(
                served.vertx,
                asker -> Future.succeededFuture(new ConfigStatus(accepted[0], "a.yaml", List.of("keep all"))));
        served.deploy();

        Served.Answer right = served.request(served.unix(), "POST", "/api/reload");
        accepted[0] = false;
        Served.Answer wrong = served.request(served.unix(), "POST", "/api/reload");

        assertThat(right.status()).isEqualTo(200);
        assertThat(right.body()).isEqualTo(new JsonObject("""
                {"file": "a.yaml", "accepted": true, "lines": ["keep all"]}"""));
        assertThat(wrong.status()).isEqualTo(409);
    }

    @Test
    void tcpWithoutATokenShouldServeReadingAndTakeNoOrders() throws Exception {
        int port = served.deployOnTcp(Optional.empty());

        assertThat(served.request(tcp(port), "GET", "/api/status").status()).isEqualTo(200);
        Served.Answer refused = served.request(tcp(port), "POST", "/api/aliases/192.0.2.100/remove");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.type()).isEqualTo("application/problem+json");
        assertThat(orders).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                       | 401
            Bearer                     | 401
            Bearer 0123456789abcdef012 | 401
            Bearer 0123456789abcdef01234 | 401
            Basic 0123456789abcdef0123 | 401
            Bearer 0123456789abcdef0123 | 200
            bearer 0123456789abcdef0123 | 200
            """)
    void tcpWithATokenShouldTakeOrdersFromThoseWhoShowIt(String header, int status) throws Exception {
        int port = served.deployOnTcp(Optional.of(TOKEN));
        RequestOptions where = tcp(port);
        if (header != null) {
            where.addHeader("authorization", header);
        }

        Served.Answer answer = served.request(where, "POST", "/api/aliases/192.0.2.100/remove");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(orders).hasSize(status == 200 ? 1 : 0);
        if (status == 401) {
            assertThat(answer.response().getHeader("www-authenticate")).startsWith("Bearer");
            assertThat(answer.body().encode()).doesNotContain(TOKEN.text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,      200",
        "127.0.0.2,      200",
        "localhost,      200",
        "LOCALHOST:8600, 200",
        "[::1]:8600,     200",
        "192.0.2.12,     200",
        "WEB2.:8600,     200",
        "evil.example,   421",
        "web2.evil.example, 421",
        "192.0.2.100,    421",
        "127.0.0.1.evil.example, 421"
    })
    void tcpOnLoopbackShouldAnswerOnlyToItsOwnNames(String host, int status) throws Exception {
        int port = served.deployOnTcp(Optional.empty());

        Served.Answer answer = served.request(tcp(port).putHeader("host", host), "GET", "/api/status");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.response().getHeader("access-control-allow-origin")).isNull();
    }

    @Test
    void bodyWhenTooLargeShouldBeRefused() throws Exception {
        served.deploy();
        Buffer body = Buffer.buffer("{\"on\": true, \"reason\": \"" + "x".repeat(5_000) + "\"}");

        assertThat(served.request(served.unix(), "POST", "/api/maintenance", body)
                        .status())
                .isEqualTo(413);
        assertThat(served.request(served.unix(), "GET", "/api/status", body).status())
                .isEqualTo(413);
        assertThat(maintenance).isEmpty();
    }
}
