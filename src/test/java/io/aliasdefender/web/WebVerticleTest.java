package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.event.Event;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.EventPage;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.status.NodeStatus;
import io.aliasdefender.core.status.OrderAnswer;
import io.aliasdefender.core.status.OrderRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
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

@Timeout(60)
class WebVerticleTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");

    @TempDir
    private Path folder;

    private Path socket;
    private Vertx vertx;
    /** Kept, because Vert.x closes a client that nobody refers to any more. */
    private HttpClient client;

    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<OrderRequest> orders = new LinkedBlockingQueue<>();

    record Answer(int status, String type, JsonObject body) {}

    @BeforeEach
    void start() {
        socket = folder.resolve("api.sock");
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        ByReference.register(vertx);
        client = vertx.createHttpClient();
        Channels.REPORT.listen(vertx, reports::add);
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void statusShouldBeExactlyThisJson() throws Exception {
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(status()));
        deploy(Optional.empty());

        Answer answer = get("/api/status");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo(new JsonObject("""
                {"node": "web2", "version": "1.2.3", "uptime_ms": 90000,
                 "aliases": [
                  {"address": "192.0.2.100", "prefix_length": 24, "interface": "eth0", "label": "eth0:1",
                   "placement": "192.0.2.100/24 on eth0:1", "group": "web", "role": "secondary", "state": "watching",
                   "since_ms": 1500, "holder": "web1", "holder_mac": "02:00:00:00:00:11", "answer_age_ms": 20,
                   "cause": "answers", "level": "info", "reason": "it answers",
                   "counters": {"takeovers": 1, "releases": 2, "restores": 3, "bursts": 4, "conflicts": 5,
                                "announcements": 6, "failed_commands": 7}},
                  {"address": "2001:db8::64", "prefix_length": 64, "interface": "eth0", "label": null,
                   "placement": "2001:db8::64/64 on eth0", "group": null, "role": "rank 3", "state": "vacant",
                   "since_ms": 0, "holder": null, "holder_mac": null, "answer_age_ms": null,
                   "cause": "network-down", "level": "error", "reason": "switch/network down?",
                   "counters": {"takeovers": 0, "releases": 0, "restores": 0, "bursts": 0, "conflicts": 0,
                                "announcements": 0, "failed_commands": 0}}],
                 "hosts": [
                  {"name": "web1", "address": "192.0.2.11", "state": "answering", "age_ms": 12, "rtt_ms": 0.25,
                   "loss": 0.5, "mac": "02:00:00:00:00:11"},
                  {"name": "router", "address": "192.0.2.1", "state": "unknown", "age_ms": null, "rtt_ms": null,
                   "loss": 0.0, "mac": null}]}
                """));
    }

    @Test
    void eventsShouldBeThoseAfterTheNumberAskedFor() throws Exception {
        BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
        Channels.EVENTS.answer(vertx, since -> {
            asked.add(since);
            Instant at = Instant.parse("2026-01-02T03:04:05.678Z");
            return Future.succeededFuture(new EventPage(List.of(
                    new Event(8, at, "web1", Optional.of(ALIAS), "took-over", Level.WARNING, "it is \"here\""),
                    new Event(9, at, "web1", Optional.empty(), "started", Level.INFO, "up"))));
        });
        deploy(Optional.empty());

        assertThat(get("/api/events?since=7").body()).isEqualTo(new JsonObject("""
                {"events": [
                  {"id": 8, "at": "2026-01-02T03:04:05.678Z", "node": "web1", "alias": "192.0.2.100",
                   "cause": "took-over", "level": "warning", "sentence": "it is \\"here\\""},
                  {"id": 9, "at": "2026-01-02T03:04:05.678Z", "node": "web1", "alias": null,
                   "cause": "started", "level": "info", "sentence": "up"}]}
                """));
        get("/api/events");
        assertThat(asked).containsExactly(7L, 0L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/nothing                      | 404 | there is no GET /api/nothing
            GET    | /                                 | 404 | there is no GET /
            POST   | /api/status                       | 405 | POST is not allowed for /api/status
            DELETE | /api/events                       | 405 | DELETE is not allowed for /api/events
            GET    | /api/events?since=-1              | 400 | since is the number of an event, not -1
            GET    | /api/events?since=abc             | 400 | since is the number of an event, not abc
            GET    | /api/events?since=99999999999999999999 | 400 | since is the number of an event, not 99999999999999999999
            GET    | /api/%zz                          | 400 | the request is malformed
            POST   | /api/aliases/192.0.2/add          | 400 | 192.0.2 is not an IP address
            POST   | /api/aliases/localhost/remove     | 400 | localhost is not an IP address
            POST   | /api/aliases/192.0.2.100/destroy  | 404 | there is no POST /api/aliases/192.0.2.100/destroy
            GET    | /api/aliases/192.0.2.100/add      | 405 | GET is not allowed for /api/aliases/192.0.2.100/add
            """)
    void requestWhenItIsWrongShouldBeToldAsAProblem(String method, String path, int status, String detail)
            throws Exception {
        deploy(Optional.empty());

        Answer answer = request(unix(), method, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.body().getInteger("status")).isEqualTo(status);
        assertThat(answer.body().getString("detail")).isEqualTo(detail);
        assertThat(answer.body().getString("title")).isNotBlank();
    }

    @Test
    void statusWhenNobodyAnswersInsideShouldBeAProblem() throws Exception {
        deploy(Optional.empty());

        assertThat(get("/api/status").status()).isEqualTo(503);
        assertThat(get("/api/events").status()).isEqualTo(503);
    }

    @Test
    void statusWhenTheOneInsideFailsShouldBeAProblemAtOnce() throws Exception {
        vertx.exceptionHandler(expected -> {});
        Channels.STATUS.answer(vertx, asker -> {
            throw new IllegalStateException("a mistake");
        });
        deploy(Optional.empty());

        Answer answer = get("/api/status");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().getString("detail")).isEqualTo("an error inside; the log has it");
    }

    @Test
    void ordersShouldBePassedOnAndAnswered() throws Exception {
        Channels.ORDER.answer(vertx, request -> {
            orders.add(request);
            boolean all = request.alias().isEmpty();
            return Future.succeededFuture(new OrderAnswer(!all, List.of(all ? "refused" : "added")));
        });
        deploy(Optional.empty());

        Answer added = request(unix(), "POST", "/api/aliases/192.0.2.100/add");
        Answer refused = request(unix(), "POST", "/api/aliases/all/remove");

        assertThat(added.status()).isEqualTo(200);
        assertThat(added.body()).isEqualTo(new JsonObject("{\"done\": true, \"sentences\": [\"added\"]}"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).isEqualTo(new JsonObject("{\"done\": false, \"sentences\": [\"refused\"]}"));
        assertThat(orders)
                .containsExactly(
                        new OrderRequest(Order.ADD, Optional.of(ALIAS)),
                        new OrderRequest(Order.REMOVE, Optional.empty()));
    }

    @Test
    void tcpShouldServeReadingAndTakeNoOrders() throws Exception {
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(status()));
        Channels.ORDER.answer(vertx, request -> {
            orders.add(request);
            return Future.succeededFuture(new OrderAnswer(true, List.of()));
        });
        int port;
        try (ServerSocket free = anyPort()) {
            port = free.getLocalPort();
        }
        deploy(Optional.of(port));

        assertThat(request(tcp(port), "GET", "/api/status").status()).isEqualTo(200);
        Answer refused = request(tcp(port), "POST", "/api/aliases/192.0.2.100/remove");

        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.type()).isEqualTo("application/problem+json");
        assertThat(orders).isEmpty();
    }

    @Test
    void tcpPortWhenTakenShouldBeReportedAndCostNothingElse() throws Exception {
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(status()));
        try (ServerSocket taken = anyPort()) {
            deploy(Optional.of(taken.getLocalPort()));

            Report report = reports.poll(30, TimeUnit.SECONDS);
            assertThat(report.cause()).isEqualTo("web-failed");
            assertThat(report.level()).isEqualTo(Level.WARNING);
            assertThat(report.sentence())
                    .startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .contains("in use")
                    .endsWith("; defending without it (another `web: {port: ...}` helps)");
            assertThat(get("/api/status").status()).isEqualTo(200);
        }
    }

    @Test
    void tcpPortWhenReconfiguredTwiceAtOnceShouldBeTheLastOneOnly() throws Exception {
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(status()));
        int first;
        int second;
        int third;
        try (ServerSocket one = anyPort();
                ServerSocket two = anyPort();
                ServerSocket three = anyPort()) {
            first = one.getLocalPort();
            second = two.getLocalPort();
            third = three.getLocalPort();
        }
        deploy(Optional.of(first));

        Channels.SETTINGS.publish(vertx, settings(Optional.of(second)));
        Channels.SETTINGS.publish(vertx, settings(Optional.of(third)));

        while (!listens(third) || listens(second) || listens(first)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(request(tcp(third), "GET", "/api/status").status()).isEqualTo(200);
    }

    @Test
    void socketShouldBeForItsOwnerAndGroupReplaceAStaleOneAndBeGoneInTheEnd() throws Exception {
        Files.writeString(socket, "left by a daemon that was killed");
        String id = deploy(Optional.empty());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");

        await(vertx.undeploy(id));

        assertThat(socket).doesNotExist();
    }

    @Test
    void socketWhenItCannotBeMadeShouldFailTheStartInASentence() {
        socket = folder.resolve("missing").resolve("api.sock");

        assertThat(vertx.deployVerticle(new WebVerticle(socket, web(Optional.empty()), "1.2.3"))
                        .toCompletionStage()
                        .toCompletableFuture())
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("cannot listen on " + socket + ": ");
    }

    private String deploy(Optional<Integer> port) throws Exception {
        return await(vertx.deployVerticle(new WebVerticle(socket, web(port), "1.2.3")));
    }

    private Answer get(String path) throws Exception {
        return request(unix(), "GET", path);
    }

    private RequestOptions unix() {
        return new RequestOptions()
                .setHost("localhost")
                .setPort(80)
                .setServer(SocketAddress.domainSocketAddress(socket.toString()));
    }

    private static RequestOptions tcp(int port) {
        return new RequestOptions().setHost(LOOPBACK).setPort(port);
    }

    private Answer request(RequestOptions where, String method, String path) throws Exception {
        return await(client.request(where.setMethod(HttpMethod.valueOf(method)).setURI(path))
                .compose(request -> request.send())
                .compose(WebVerticleTest::answer));
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return response.body()
                .map(body ->
                        new Answer(response.statusCode(), response.getHeader("content-type"), body.toJsonObject()));
    }

    private static Settings settings(Optional<Integer> port) {
        Node self = new Node("web1", IpAddress.of("192.0.2.11"));
        return new Settings(
                self, List.of(self), List.of(), Duration.ofSeconds(1), List.of(), Settings.AddressTool.AUTO, web(port));
    }

    private static Settings.Web web(Optional<Integer> port) {
        return new Settings.Web(LOOPBACK, port);
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(LOOPBACK, port)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static NodeStatus status() {
        Optional<MacAddress> mac = Optional.of(MacAddress.of("02:00:00:00:00:11"));
        return new NodeStatus(
                "web2",
                Duration.ofSeconds(90),
                List.of(
                        new NodeStatus.AliasStatus(
                                new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:1")),
                                Optional.of("web"),
                                "watching",
                                "secondary",
                                Duration.ofMillis(1500),
                                Optional.of("web1"),
                                mac,
                                Optional.of(Duration.ofMillis(20)),
                                new Reason(Cause.ANSWERS, Level.INFO, "it answers"),
                                new AliasState.Counters(1, 2, 3, 4, 5, 6, 7)),
                        new NodeStatus.AliasStatus(
                                new Placement(Cidr.of("2001:db8::64/64"), "eth0", Optional.empty()),
                                Optional.empty(),
                                "vacant",
                                "rank 3",
                                Duration.ZERO,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                new Reason(Cause.NETWORK_DOWN, Level.ERROR, "switch/network down?"),
                                new AliasState.Counters(0, 0, 0, 0, 0, 0, 0))),
                List.of(
                        new NodeStatus.HostStatus(
                                "web1",
                                IpAddress.of("192.0.2.11"),
                                NodeStatus.HostState.ANSWERING,
                                Optional.of(Duration.ofMillis(12)),
                                Optional.of(Duration.ofNanos(250_000)),
                                0.5,
                                mac),
                        new NodeStatus.HostStatus(
                                "router",
                                IpAddress.of("192.0.2.1"),
                                NodeStatus.HostState.UNKNOWN,
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                Optional.empty())));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
