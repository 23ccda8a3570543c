package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.TOKEN;
import static io.aliasdefender.web.Served.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderAnswer.Moved;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planned moves and drills over the API. */
@Timeout(60)
class OrderRoutesMoveTest {
    @TempDir
    private Path folder;

    private Served served;
    private final BlockingQueue<OrderRequest> orders = new LinkedBlockingQueue<>();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        served = new Served(folder).answering();
        Channels.ORDER.answer(served.vertx, request -> {
            orders.add(request);
            boolean done = request.node().isEmpty();
            return Future.succeededFuture(new OrderAnswer(
                    done,
                    List.of("moved"),
                    List.of(new Moved(ALIAS, done, Optional.of("web2"), Duration.ofNanos(12_500_000)))));
        });
        Channels.REPORT.listen(served.vertx, reports::add);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    private Served.Answer post(String path, String body) throws Exception {
        return served.request(served.unix(), "POST", path, Buffer.buffer(body));
    }

    @Test
    void moveShouldBePassedOnAndAnsweredWithEachAlias() throws Exception {
        served.deploy();

        Served.Answer moved = post("/api/aliases/192.0.2.100/move", "");
        Served.Answer refused = post("/api/aliases/192.0.2.100/move", "{\"node\": \"web2\"}");
        post("/api/aliases/all/move", "{}");
        post("/api/groups/my%20group/move", "{\"node\": \"web2\"}");

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body()).isEqualTo(new JsonObject("""
                {"done": true, "sentences": ["moved"], "moves": [
                  {"alias": "192.0.2.100", "done": true, "holder": "web2", "took_ms": 12.5}]}"""));
        assertThat(refused.status()).isEqualTo(409);
        Optional<String> none = Optional.empty();
        assertThat(orders)
                .containsExactly(
                        new OrderRequest(Order.MOVE, Optional.of(ALIAS), none, none),
                        new OrderRequest(Order.MOVE, Optional.of(ALIAS), none, Optional.of("web2")),
                        new OrderRequest(Order.MOVE, Optional.empty(), none, none),
                        new OrderRequest(Order.MOVE, Optional.empty(), Optional.of("my group"), Optional.of("web2")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/aliases/web/move         | {}               | web is not an IP address
            /api/aliases/192.0.2.100/move | x                | the body is to be a JSON object such as {"node": "web2"}
            /api/aliases/192.0.2.100/move | {"to": "web2"}   | there is no field to; there is node
            /api/aliases/192.0.2.100/move | {"node": 2}      | the field node is to be text
            /api/groups/web/move          | {"node": "a\\nb"} | the name of a node is to have at most 64 characters
            /api/drill | {"alias": "x"}                      | the field alias is to be an IP address
            /api/drill | {"alias": "192.0.2.100"}            | say how it went there, in the field there
            /api/drill | {"alias": "192.0.2.100", "there": {"node": "web2"}} | the field took_ms is to be a number
            /api/drill | {"alias": "192.0.2.100", "there": {"node": "web2", "took_ms": 1, "lost": -1, "gap_ms": 0}} | the field lost is to be a number
            """)
    void orderWhenItIsWrongShouldBeToldAsAProblem(String path, String body, String detail) throws Exception {
        served.deploy();

        Served.Answer answer = post(path, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().getString("detail")).startsWith(detail);
        assertThat(orders).isEmpty();
        assertThat(reports).isEmpty();
    }

    @Test
    void drillShouldBeALineOfTheHistory() throws Exception {
        served.deploy();

        Served.Answer good = post("/api/drill", """
                {"alias": "192.0.2.100", "there": {"node": "web2", "took_ms": 12.4, "lost": 0, "gap_ms": 0},
                 "back": {"node": "web1", "took_ms": 9, "lost": 2, "gap_ms": 4.2}}""");
        Served.Answer oneWay = post("/api/drill", """
                {"alias": "192.0.2.100", "there": {"node": "web2", "took_ms": 12.4, "lost": 1, "gap_ms": 2}}""");

        String sentence = "drill: to web2 in 12 ms, nothing lost; back to web1 in 9 ms, 2 requests lost"
                + " (at most 4 ms in a row)";
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.body().getString("sentence")).isEqualTo(sentence);
        assertThat(oneWay.body().getString("sentence")).endsWith("; it did not come back");
        assertThat(reports.poll(20, TimeUnit.SECONDS)).satisfies(report -> {
            assertThat(report.alias()).contains(ALIAS);
            assertThat(report.cause()).isEqualTo("drill");
            assertThat(report.sentence()).isEqualTo(sentence);
        });
    }

    @ParameterizedTest
    @CsvSource({"/api/aliases/192.0.2.100/move", "/api/groups/web/move", "/api/drill"})
    void orderWithoutTheTokenShouldBeRefusedOverTcp(String path) throws Exception {
        int port = served.deployOnTcp(Optional.of(TOKEN));

        assertThat(served.request(tcp(port), "POST", path).status()).isEqualTo(401);
        RequestOptions wrong = tcp(port).addHeader("authorization", "Bearer 0123456789abcdef0124");
        assertThat(served.request(wrong, "POST", path).status()).isEqualTo(401);
        assertThat(orders).isEmpty();
        assertThat(reports).extracting(Report::cause).doesNotContain("drill");
    }
}
