package io.aliasdefender.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.AliasState.Counters;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceVerticleTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private volatile NodeStatus status = status(alias(100, PhaseName.STARTING, null));
    private Manager manager;
    private String address;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws Exception {
        ByReference.register(vertx);
        address = folder.resolve("notify").toString();
        manager = new Manager(address);
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(status));
    }

    @AfterEach
    void end() throws Exception {
        await(vertx.close());
        manager.close();
    }

    @Test
    void readyShouldComeWithTheFirstEvidenceAboutEveryAlias() throws Exception {
        deploy(Map.of(), NEVER);

        evidence();
        assertThat(manager.next()).isEqualTo("STATUS=web1: holding nothing; 192.0.2.100 is starting");
        status = status(alias(100, PhaseName.WATCHING, "web2"));
        evidence();

        assertThat(manager.next()).isEqualTo("STATUS=web1: holding nothing; 192.0.2.100 is on web2");
        assertThat(manager.next()).isEqualTo("READY=1");
    }

    @Test
    void readyShouldComeInTheEndWithoutAnyEvidence() throws Exception {
        deploy(Map.of(), Duration.ofMillis(1));

        assertThat(manager.next()).isEqualTo("READY=1");
    }

    @Test
    void eventWhenItChangesWhoHoldsWhatShouldChangeTheStatus() throws Exception {
        deploy(Map.of(), Duration.ofMillis(1));
        assertThat(manager.next()).isEqualTo("READY=1");

        status = status(alias(100, PhaseName.HOLDING, "web1"), alias(101, PhaseName.VACANT, null));
        Channels.EVENT.publish(
                vertx, new Event(1, Instant.EPOCH, "web1", Optional.of(ALIAS), "held", Level.INFO, "it is here"));

        assertThat(manager.next()).isEqualTo("STATUS=web1: holding 192.0.2.100; 192.0.2.101 is vacant");
    }

    @Test
    void reloadShouldBeToldWithItsEnd() throws Exception {
        deploy(Map.of(), Duration.ofMillis(1));
        assertThat(manager.next()).isEqualTo("READY=1");

        Node self = new Node("web1", IpAddress.of("192.0.2.11"));
        Channels.SETTINGS.publish(
                vertx,
                new Settings(
                        self,
                        List.of(self),
                        List.of(),
                        Duration.ofSeconds(1),
                        List.of(),
                        Settings.AddressTool.AUTO,
                        Settings.Web.DEFAULT));

        assertThat(manager.next()).startsWith("RELOADING=1\nMONOTONIC_USEC=");
        assertThat(manager.next()).isEqualTo("READY=1");
    }

    @Test
    void watchdogShouldBeFedByTheLoopAndStarveWithIt() throws Exception {
        deploy(Map.of("WATCHDOG_USEC", "20000"), NEVER);
        assertThat(manager.next()).isEqualTo("WATCHDOG=1");
        assertThat(manager.next()).isEqualTo("WATCHDOG=1");

        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        vertx.deployVerticle(context -> {
            context.runOnContext(now -> {
                hung.countDown();
                try {
                    released.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            return Future.succeededFuture();
        });
        hung.await();
        manager.heard().clear();
        assertThat(manager.heard().poll(200, TimeUnit.MILLISECONDS)).isNull();
        released.countDown();

        assertThat(manager.next()).isEqualTo("WATCHDOG=1");
    }

    @Test
    void statusLineWhenThereAreManyAliasesShouldStayShort() {
        NodeStatus many = status(
                alias(1, PhaseName.HOLDING, "web1"),
                alias(2, PhaseName.HOLDING, "web1"),
                alias(3, PhaseName.HOLDING, "web1"),
                alias(4, PhaseName.HOLDING, "web1"),
                alias(5, PhaseName.HOLDING, "web1"),
                alias(6, PhaseName.WATCHING, "web2"),
                alias(7, PhaseName.WATCHING, "web2"),
                alias(8, PhaseName.WATCHING, null));
        assertThat(StatusLine.of(many))
                .isEqualTo("web1: holding 192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4 and 1 more;"
                        + " 192.0.2.6, 192.0.2.7 are on web2; 192.0.2.8 is watching");
    }

    private void deploy(Map<String, String> environment, Duration readyLimit) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("NOTIFY_SOCKET", address);
        await(vertx.deployVerticle(new ServiceVerticle(
                ServiceManager.of(all, ProcessHandle.current().pid()), readyLimit)));
    }

    private void evidence() {
        Channels.PROBE_RESULT.publish(
                vertx, new ProbeResult(Question.on("eth0", ALIAS), new ProbeOutcome.Silence(Duration.ZERO)));
    }

    private static NodeStatus status(AliasStatus... aliases) {
        return new NodeStatus("web1", Duration.ofSeconds(1), Duration.ofSeconds(4), List.of(aliases), List.of());
    }

    private static AliasStatus alias(int last, PhaseName phase, String holder) {
        return new AliasStatus(
                new Placement(Cidr.of("192.0.2." + last + "/24"), "eth0", Optional.empty()),
                Optional.empty(),
                phase,
                "primary",
                Duration.ZERO,
                Optional.ofNullable(holder),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Reason(Cause.CANNOT_PROBE, Level.INFO, "for a test"),
                new Counters(0, 0, 0, 0, 0, 0, 0));
    }

    private static <T> T await(Future<T> future) throws Exception {
        CompletableFuture<T> done = future.toCompletionStage().toCompletableFuture();
        return done.get(30, TimeUnit.SECONDS);
    }
}
