package io.aliasdefender.held;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.lab.Await;
import io.aliasdefender.payload.Report;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HeldJournalTest {
    private static final KernelView KERNEL =
            new KernelView(List.of(new Link(2, "eth0", new MacAddress(2), true, true, false)), List.of(), List.of());

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private HeldJournal journal;

    @BeforeEach
    void listen() {
        ByReference.register(vertx);
        Channels.REPORT.listen(vertx, reports::add);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void open(HeldFile file) throws Exception {
        open(file, Duration.ofSeconds(50));
    }

    private void open(HeldFile file, Duration patience) throws Exception {
        journal = new HeldJournal(vertx, file, patience);
        on(journal::load);
    }

    private HeldFile file() {
        return new HeldFile(folder.resolve("state/held"), "life");
    }

    /** On the event loop that the journal belongs to. */
    private void on(Supplier<Future<Void>> task) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> task.get().onComplete(done));
        done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void add(int number) throws Exception {
        Placement placement = new Placement(Cidr.of("192.0.2." + number + "/24"), "eth0", Optional.empty());
        on(() -> journal.adding(placement, KERNEL));
    }

    private String report() throws Exception {
        Report report = reports.poll(30, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        assertThat(report.cause()).isEqualTo("held-file");
        return report.sentence();
    }

    @Test
    void addressWhenAboutToBeAddedShouldBeInTheFileBeforeTheCommandRuns() throws Exception {
        Files.createDirectory(folder.resolve("state"));
        open(file());

        add(100);

        assertThat(file().read().held()).containsOnlyKeys(new HeldAddress(Cidr.of("192.0.2.100/24"), 2));
    }

    @Test
    void failureShouldBeToldOnceUntilItIsOver() throws Exception {
        open(file());
        add(100);
        add(101);
        assertThat(report()).contains("cannot write " + file() + ": there is no such file or folder");

        Files.createDirectory(folder.resolve("state"));
        add(102);
        assertThat(file().read().held()).hasSize(3);
        Files.delete(folder.resolve("state/held"));
        Files.delete(folder.resolve("state"));
        add(103);

        assertThat(report()).contains("cannot write");
        assertThat(reports).isEmpty();
    }

    @Test
    void diskWhenItHangsShouldHoldUpNobodyForLongAndGetTheNewestStateInTheEnd() throws Exception {
        Files.createDirectory(folder.resolve("state"));
        CountDownLatch hanging = new CountDownLatch(1);
        open(
                new HeldFile(folder.resolve("state/held"), "life") {
                    @Override
                    void write(Map<HeldAddress, String> held) throws IOException {
                        try {
                            hanging.await();
                        } catch (InterruptedException interrupted) {
                            throw new IOException(interrupted);
                        }
                        super.write(held);
                    }
                },
                Duration.ofMillis(100));

        for (int number = 100; number < 150; number++) {
            add(number);
        }
        assertThat(report()).contains("it takes longer than 100 ms");
        assertThat(file().read().held()).isEmpty();
        hanging.countDown();

        Await.until("the newest state is written", Duration.ofSeconds(30), () -> {
            return file().read().held().size() == 50;
        });
        assertThat(reports).isEmpty();
    }

    @Test
    void stateWhenTheDiskIsQuickerThanWeAreShouldBeWrittenAllTheSame() throws Exception {
        AtomicInteger written = new AtomicInteger();
        open(new HeldFile(folder.resolve("held"), "life") {
            @Override
            void write(Map<HeldAddress, String> held) {
                written.set(held.size());
            }
        });

        for (int count = 1; count <= 2_000; count++) {
            Cidr address = Cidr.of("2001:db8::" + Integer.toHexString(count) + "/64");
            Placement placement = new Placement(address, "eth0", Optional.empty());
            on(() -> journal.adding(placement, KERNEL));

            assertThat(written).hasValue(count);
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void fileWhenDamagedShouldBeToldAndTheRestBeKnown() throws Exception {
        Files.createDirectory(folder.resolve("state"));
        file().write(Map.of(new HeldAddress(Cidr.of("192.0.2.100/24"), 2), "eth0"));
        Files.writeString(
                folder.resolve("state/held"),
                Files.readString(folder.resolve("state/held")) + "192.0.2.101/24 2 eth0 00000000\n");

        open(file());

        assertThat(report()).contains("1 line of " + file() + " is damaged");
        add(102);
        assertThat(file().read().held()).hasSize(2);
    }
}
