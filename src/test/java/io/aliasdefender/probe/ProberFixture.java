package io.aliasdefender.probe;

import static io.aliasdefender.os.Namespaces.ip;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.kernel.KernelVerticle;
import io.aliasdefender.os.Namespaces;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real prober and kernel watcher on host a, against real hosts b and c on one switch. Needs root. */
abstract class ProberFixture {
    static final Logger LOG = LoggerFactory.getLogger(ProberFixture.class);
    static final Duration INTERVAL = Duration.ofMillis(50);
    static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    static final String V4 = "192.0.2.100";
    static final String V6 = "2001:db8::100";
    static final IpAddress PARTNER = IpAddress.of("192.0.2.12");

    final Recorder said = new Recorder();
    Namespaces net;
    Vertx vertx;
    String a;
    String b;
    String c;

    @BeforeAll
    static void requireRoot() {
        Namespaces.requireRoot();
    }

    @BeforeEach
    void build() throws Exception {
        net = new Namespaces();
        a = net.host("a");
        b = net.host("b");
        c = net.host("c");
        address(a, "192.0.2.11", "2001:db8::11");
        address(b, "192.0.2.12", "2001:db8::12");
        address(c, "192.0.2.13", "2001:db8::13");
        vertx = vertxIn(a);
        ByReference.register(vertx);
        said.record(
                vertx,
                Channels.PROBE_RESULT,
                Channels.BURST_RESULT,
                Channels.SIGHTING,
                Channels.STALL,
                Channels.KERNEL);
        await(vertx.deployVerticle(new KernelVerticle()).toCompletionStage().toCompletableFuture());
        await(vertx.deployVerticle(new ProbeVerticle(new PauseGuard()))
                .toCompletionStage()
                .toCompletableFuture());
    }

    @AfterEach
    void tearDown() throws Exception {
        try {
            if (vertx != null) {
                await(vertx.close().toCompletionStage().toCompletableFuture());
            }
        } finally {
            net.close();
        }
    }

    /** Its one event loop lives in the namespace, and so do all sockets that are made there. */
    static Vertx vertxIn(String namespace) throws Exception {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        CompletableFuture<Void> entered = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                NetNs.enter(namespace);
                entered.complete(null);
            } catch (Exception failure) {
                entered.completeExceptionally(failure);
            }
        });
        await(entered);
        return vertx;
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    static void address(String namespace, String v4, String v6) throws Exception {
        ip("-n", namespace, "addr", "add", v4 + "/24", "dev", "eth0");
        ip("-n", namespace, "addr", "add", v6 + "/64", "dev", "eth0", "nodad");
    }

    static void hold(String namespace, String alias) throws Exception {
        String[] nodad = alias.contains(":") ? new String[] {"nodad", "preferred_lft", "0"} : new String[0];
        List<String> command =
                new ArrayList<>(List.of("-n", namespace, "addr", "add", alias + prefix(alias), "dev", "eth0"));
        command.addAll(List.of(nodad));
        ip(command.toArray(String[]::new));
    }

    static void release(String namespace, String alias) throws Exception {
        ip("-n", namespace, "addr", "del", alias + prefix(alias), "dev", "eth0");
    }

    static String prefix(String alias) {
        return alias.contains(":") ? "/64" : "/24";
    }

    void plan(String alias) {
        plan(alias, INTERVAL);
    }

    void plan(String alias, Duration interval) {
        Channels.PROBE_PLAN.publish(
                vertx,
                new ProbePlan(List.of(
                        new ProbeTarget(Question.on("eth0", IpAddress.of(alias)), interval, MIN_TIMEOUT, Purpose.TAKE),
                        new ProbeTarget(Question.on("eth0", PARTNER), interval, MIN_TIMEOUT, Purpose.HOST))));
    }

    <T extends ProbeOutcome> T outcome(String address, Class<T> type) throws InterruptedException {
        return type.cast(said.await(
                        ProbeResult.class,
                        result -> result.question().address().equals(IpAddress.of(address))
                                && type.isInstance(result.outcome()))
                .outcome());
    }

    void replyFrom(String address, MacAddress mac) throws InterruptedException {
        said.await(
                ProbeResult.class,
                result -> result.question().address().equals(IpAddress.of(address))
                        && result.outcome() instanceof ProbeOutcome.Reply reply
                        && reply.mac().equals(Optional.of(mac)));
    }

    Sighting sighting(Sighting.Kind kind) throws InterruptedException {
        return said.await(Sighting.class, sighting -> sighting.kind() == kind);
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }

    static void measured(String what, double millis) {
        LOG.info("{}: {} ms", what, String.format(Locale.ROOT, "%.2f", millis));
    }

    static BurstRequest burst(long id, String alias, int probes) {
        return new BurstRequest(id, IpAddress.of(alias), "eth0", probes, Duration.ofMillis(2), Set.of(PARTNER));
    }
}
