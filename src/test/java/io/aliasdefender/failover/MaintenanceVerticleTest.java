package io.aliasdefender.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.MaintenanceRequest;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
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

@Timeout(60)
class MaintenanceVerticleTest {
    private static final MaintenanceRequest OFF = new MaintenanceRequest(Optional.empty(), Optional.empty());

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<OrderRequest> orders = new LinkedBlockingQueue<>();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        ByReference.register(vertx);
        Channels.REPORT.listen(vertx, reports::add);
        Channels.ORDER.answer(vertx, order -> {
            orders.add(order);
            return Future.succeededFuture(new OrderAnswer(true, List.of("done: " + order.order())));
        });
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private String deploy() throws Exception {
        return await(vertx.deployVerticle(new MaintenanceVerticle(folder, folder)));
    }

    private OrderAnswer ask(MaintenanceRequest request) throws Exception {
        return await(Channels.MAINTENANCE.ask(vertx, request));
    }

    private Optional<Maintenance> now() throws Exception {
        return await(Channels.MAINTENANCE_NOW.ask(vertx, "test"));
    }

    private static MaintenanceRequest on(String reason, Optional<Duration> limit) {
        return new MaintenanceRequest(Optional.of(reason), limit);
    }

    private Order nextOrder() throws InterruptedException {
        return orders.poll(30, TimeUnit.SECONDS).order();
    }

    @Test
    void maintenanceShouldSuspendEverythingAndResumeItAfterwards() throws Exception {
        deploy();
        assertThat(now()).isEmpty();
        assertThat(orders).isEmpty();

        OrderAnswer begun = ask(on("new kernel", Optional.empty()));

        assertThat(begun).isEqualTo(new OrderAnswer(true, List.of("maintenance: new kernel", "done: SUSPEND")));
        assertThat(now().orElseThrow().reason()).isEqualTo("new kernel");
        assertThat(reports.take().cause()).isEqualTo("maintenance-on");
        assertThat(nextOrder()).isEqualTo(Order.SUSPEND);

        assertThat(ask(OFF).done()).isTrue();

        assertThat(now()).isEmpty();
        assertThat(nextOrder()).isEqualTo(Order.RESUME);
        assertThat(reports.take().cause()).isEqualTo("maintenance-off");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void maintenanceShouldOutliveARestart() throws Exception {
        String first = deploy();
        ask(on("new <kernel>", Optional.of(Duration.ofHours(1))));
        Maintenance before = now().orElseThrow();
        await(vertx.undeploy(first));
        orders.clear();

        deploy();

        assertThat(now()).contains(before);
        assertThat(nextOrder()).isEqualTo(Order.SUSPEND);
    }

    /** A boot empties the state folder. */
    @Test
    void maintenanceShouldOutliveTheLossOfTheStateFolder() throws Exception {
        Path lasting = Files.createDirectory(folder.resolve("lasting"));
        Path state = Files.createDirectory(folder.resolve("state"));
        String first = await(vertx.deployVerticle(new MaintenanceVerticle(lasting, state)));
        ask(on("new kernel", Optional.empty()));
        await(vertx.undeploy(first));
        assertThat(state).isEmptyDirectory();
        orders.clear();

        await(vertx.deployVerticle(new MaintenanceVerticle(lasting, state)));

        assertThat(now().orElseThrow().reason()).isEqualTo("new kernel");
        assertThat(nextOrder()).isEqualTo(Order.SUSPEND);
    }

    @Test
    void maintenanceOfAnEarlierVersionShouldGoOnAndEndForGood() throws Exception {
        Path lasting = Files.createDirectory(folder.resolve("lasting"));
        Path state = Files.createDirectory(folder.resolve("state"));
        new MaintenanceFile(state, state)
                .write(Optional.of(new Maintenance("x", Instant.parse("2026-01-01T00:00:00Z"), Optional.empty())));

        await(vertx.deployVerticle(new MaintenanceVerticle(lasting, state)));

        assertThat(nextOrder()).isEqualTo(Order.SUSPEND);
        assertThat(ask(OFF).done()).isTrue();
        assertThat(lasting).isEmptyDirectory();
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void maintenanceWhenItsTimeIsOverShouldEndByItself() throws Exception {
        deploy();

        ask(on("a moment", Optional.of(Duration.ofMillis(20))));

        assertThat(nextOrder()).isEqualTo(Order.SUSPEND);
        assertThat(nextOrder()).isEqualTo(Order.RESUME);
        assertThat(now()).isEmpty();
    }

    @Test
    void maintenanceWhenItsTimePassedWhileNothingRanShouldEndAtTheStart() throws Exception {
        new MaintenanceFile(folder, folder)
                .write(Optional.of(new Maintenance(
                        "x",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Optional.of(Instant.parse("2026-01-01T01:00:00Z")))));

        deploy();

        Order order = nextOrder();
        while (order != Order.RESUME) {
            order = nextOrder();
        }
        assertThat(now()).isEmpty();
    }

    @Test
    void maintenanceWhenOffAlreadyShouldOrderNothing() throws Exception {
        deploy();

        assertThat(ask(OFF)).isEqualTo(new OrderAnswer(true, List.of("this node is in service already")));
        assertThat(orders).isEmpty();
    }

    @Test
    void fileWhenItIsNotOursShouldBeToldAndLeaveTheNodeInService() throws Exception {
        Files.writeString(folder.resolve("maintenance.json"), "{\"reason\": 5");

        deploy();

        assertThat(reports.take().sentence()).contains("is not as we wrote it; this node is in service");
        assertThat(now()).isEmpty();
    }

    @Test
    void stateFolderWhenItCannotBeWrittenShouldSuspendAnywayAndSaySo() throws Exception {
        deploy();
        Files.createDirectories(folder.resolve("maintenance.json.new").resolve("in the way"));

        OrderAnswer answer = ask(on("x", Optional.empty()));

        assertThat(answer.done()).isFalse();
        assertThat(answer.sentences().get(1)).startsWith("a restart would forget it: ");
        assertThat(nextOrder()).isEqualTo(Order.SUSPEND);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
