package io.aliasdefender.web;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.EventPage;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.Timings;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** A web verticle, a client for it, and somebody inside who answers. */
final class Served {
    static final String LOOPBACK = "127.0.0.1";
    static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    static final Secret TOKEN = new Secret("0123456789abcdef0123");

    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    /** Kept, because Vert.x closes a client that nobody refers to any more. */
    final HttpClient client = vertx.createHttpClient();

    ConnectionSlots slots = new ConnectionSlots(64, 64, 64);
    /** For its loop alone: {@link #ofBudget}. */
    Budget budget = new Budget(Limits.HEAP_BYTES);

    private Optional<SeparateLoop> loop = Optional.empty();

    final Path socket;
    /** What the journal has. */
    final List<Event> history = new CopyOnWriteArrayList<>();
    /** What the record has of this node. */
    final List<Tenure> tenures = new CopyOnWriteArrayList<>(List.of(tenure("2026-01-02T03:04:05.678Z")));
    /** What the part that decides says. */
    final AtomicReference<NodeStatus> status = new AtomicReference<>(status());

    record Answer(int status, String type, JsonObject body, HttpClientResponse response) {}

    Served(Path folder) {
        socket = folder.resolve("api.sock");
        ByReference.register(vertx);
    }

    /** Somebody answers inside. */
    Served answering() {
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(status.get()));
        Channels.LINK_NOW.answer(vertx, asker -> Future.succeededFuture(link()));
        Channels.CHECKS_NOW.answer(vertx, asker -> Future.succeededFuture(checks()));
        Channels.HOOKS_NOW.answer(vertx, asker -> Future.succeededFuture(List.of(hook())));
        Channels.TENURES.answer(
                vertx,
                query -> Future.succeededFuture(new TenurePage(
                        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                        false,
                        tenures.stream().filter(query::wants).toList())));
        Channels.LEASE_NOW.answer(vertx, asker -> Future.succeededFuture(leases()));
        Channels.EVENTS.answer(
                vertx,
                since -> Future.succeededFuture(new EventPage(
                        history.stream().filter(event -> event.id() > since).toList(),
                        history.isEmpty() ? 0 : history.get(history.size() - 1).id())));
        return this;
    }

    /** Of this node, web2; it has it still. */
    static Tenure tenure(String begin) {
        return new Tenure(
                ALIAS,
                Optional.of("mail"),
                "web2",
                Instant.parse(begin),
                Optional.empty(),
                false,
                "took-over",
                "it was silent",
                Optional.of(Duration.ofMillis(87)));
    }

    private static LeaseView leases() {
        return new LeaseView(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMillis(3)),
                List.of(new LeaseView.Lease(
                        "alias/192.0.2.100", Optional.of("web1"), true, 41, Optional.of(Duration.ofSeconds(4)))),
                System.nanoTime());
    }

    private static ChecksView checks() {
        return new ChecksView(
                System.nanoTime(),
                List.of(new ChecksView.CheckView(
                        "squid",
                        "tcp",
                        "127.0.0.1:3128",
                        "failing",
                        "connection refused",
                        Duration.ofSeconds(12),
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        2,
                        3,
                        40,
                        12,
                        List.of(IpAddress.of("192.0.2.100")),
                        List.of(
                                new ChecksView.Recent(true, Duration.ofMillis(2)),
                                new ChecksView.Recent(false, Duration.ofMillis(1))))));
    }

    private static HookView hook() {
        return new HookView(
                "run /etc/alias-defender/hooks/role",
                "run",
                List.of("took-over"),
                1,
                2,
                3,
                4,
                Optional.of(Duration.ofSeconds(2)),
                Duration.ofSeconds(10),
                Optional.of(new HookView.Last(
                        Instant.parse("2026-01-02T03:04:05.678Z"), false, "took-over", "failed with status 1")),
                new Timings().now());
    }

    private static LinkView link() {
        LinkView.PathView path = new LinkView.PathView(
                "192.0.2.11",
                "192.0.2.12",
                Optional.empty(),
                "both",
                Duration.ofSeconds(3),
                Optional.of(Duration.ofMillis(1)),
                OptionalDouble.of(0.1),
                OptionalDouble.empty(),
                Optional.empty());
        return new LinkView(
                LinkView.State.ON,
                Optional.empty(),
                System.nanoTime(),
                List.of(new LinkView.NodeView("web2", List.of(path), Optional.empty())));
    }

    /** Unix socket only. */
    String deploy() throws Exception {
        return deploy(settings(web(Optional.empty())));
    }

    String deploy(Settings settings) throws Exception {
        return await(vertx.deployVerticle(verticle(settings)));
    }

    Deployable verticle(Settings settings) {
        SeparateLoop web = WebVerticle.limited(socket, settings, "1.2.3", Optional.empty(), slots, budget);
        loop = Optional.of(web);
        return web;
    }

    /** With a token, on a free TCP port, which is given back. */
    int deployOnTcp(Optional<Secret> token) throws Exception {
        int port = freePort();
        deploy(settings(
                new Settings.Web(LOOPBACK, Optional.of(port), token, Optional.empty(), Map.of(), Optional.empty())));
        return port;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = anyPort()) {
            return free.getLocalPort();
        }
    }

    static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
    }

    void happens(Event event) {
        history.add(event);
        Channels.EVENT.publish(vertx, event);
    }

    static Event event(long id, Optional<IpAddress> alias) {
        return event(id, Instant.parse("2026-01-02T03:04:05.678Z"), alias);
    }

    static Event eventAt(long id, Instant at) {
        return event(id, at, Optional.of(ALIAS));
    }

    private static Event event(long id, Instant at, Optional<IpAddress> alias) {
        return new Event(id, at, "web1", alias, "took-over", Level.WARNING, "it is \"here\"");
    }

    /** A figure of the budget, between two turns of its loop. */
    long ofBudget(ToLongFunction<Budget> figure) throws Exception {
        AtomicLong found = new AtomicLong();
        await(loop.orElseThrow().onOwnLoop(() -> {
            found.set(figure.applyAsLong(budget));
            return Future.succeededFuture();
        }));
        return found.get();
    }

    /** What all connections hold together. */
    long held() throws Exception {
        return ofBudget(Budget::used);
    }

    Answer get(String path) throws Exception {
        return request(unix(), "GET", path);
    }

    RequestOptions unix() {
        return new RequestOptions()
                .setHost("localhost")
                .setPort(80)
                .setServer(SocketAddress.domainSocketAddress(socket.toString()));
    }

    static RequestOptions tcp(int port) {
        return new RequestOptions().setHost(LOOPBACK).setPort(port);
    }

    Answer request(RequestOptions where, String method, String path) throws Exception {
        return request(where, method, path, Buffer.buffer());
    }

    Answer request(RequestOptions where, String method, String path, Buffer body) throws Exception {
        RequestOptions options = where.setMethod(HttpMethod.valueOf(method)).setURI(path);
        return onLoop(() -> client.request(options)
                .compose(request -> body.length() == 0 ? request.send() : request.send(body))
                .compose(Served::answer));
    }

    <T> T onLoop(Supplier<Future<T>> work) throws Exception {
        return onLoop(vertx, work);
    }

    /** On a thread of the test's own, a body could be there before its handler. */
    static <T> T onLoop(Vertx vertx, Supplier<Future<T>> work) throws Exception {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(now -> work.get().onComplete(promise));
        return await(promise.future());
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(
                        response.statusCode(),
                        response.getHeader("content-type"),
                        body.length() == 0 ? new JsonObject() : body.toJsonObject(),
                        response));
    }

    static Settings settings(Settings.Web web) {
        Node self = new Node("web2", IpAddress.of("192.0.2.12"));
        return new Settings(
                self, List.of(self), List.of(), Duration.ofSeconds(1), List.of(), Settings.AddressTool.AUTO, web);
    }

    static Settings.Web web(Optional<Integer> port) {
        return new Settings.Web(LOOPBACK, port);
    }

    static NodeStatus status() {
        Optional<MacAddress> mac = Optional.of(MacAddress.of("02:00:00:00:00:11"));
        return new NodeStatus(
                "web2",
                Duration.ofSeconds(90),
                Duration.ofSeconds(4),
                List.of(
                        new NodeStatus.AliasStatus(
                                new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:1")),
                                Optional.of("mail"),
                                PhaseName.WATCHING,
                                "secondary",
                                Duration.ofMillis(1500),
                                Optional.of("web1"),
                                mac,
                                Optional.of(Duration.ofMillis(20)),
                                Optional.empty(),
                                new Reason(Cause.ANSWERS, Level.INFO, "it answers"),
                                new AliasState.Counters(1, 2, 3, 4, 5, 6, 7)),
                        new NodeStatus.AliasStatus(
                                new Placement(Cidr.of("2001:db8::64/64"), "eth0", Optional.empty()),
                                Optional.empty(),
                                PhaseName.VACANT,
                                "rank 3",
                                Duration.ZERO,
                                Optional.empty(),
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
                                Optional.empty(),
                                Optional.of(Duration.ofNanos(250_000)),
                                0.5,
                                mac),
                        new NodeStatus.HostStatus(
                                "router",
                                IpAddress.of("192.0.2.1"),
                                NodeStatus.HostState.SILENT,
                                Optional.of(Duration.ofMillis(5)),
                                Optional.of(Duration.ofSeconds(61)),
                                Optional.empty(),
                                0,
                                Optional.empty())));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        await(vertx.close());
    }
}
