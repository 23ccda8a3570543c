package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Next to nothing of the memory beside the heap, from which the web reads and writes: a siege costs connections, and
 * neither the process nor the alias.
 */
@Tag("alone")
@Timeout(180)
class DirectMemoryIT extends MixedPair {
    /** A tenth of what the daemon has. */
    private static final String LITTLE = "-XX:MaxDirectMemorySize=5m";

    private static final long LITTLE_BYTES = 5 << 20;
    private static final int CONNECTIONS = 1_600;
    private static final Duration LENGTH = Duration.ofSeconds(15);
    /** Those of the places, and those of a process that serves nobody, libraries included. */
    private static final long MOST_DESCRIPTORS = 1_536 + 64 + 300;

    @Test
    void memoryBesideTheHeapWhenThereIsLittleShouldCostConnectionsAlone() throws Exception {
        lab.configure(CONFIG.with("web: {host: 0.0.0.0, port: " + Door.PORT + "}"));
        web1.enter(DaemonCommand.ofThisProgram().with(LITTLE));
        try {
            startPair();
            long pid = web1.pid();
            AtomicLong descriptors = new AtomicLong();
            long from = System.nanoTime();
            Siege.Outcome outcome;
            ScheduledExecutorService counter = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> counting = counter.scheduleWithFixedDelay(
                    () -> descriptors.accumulateAndGet(descriptors(pid), Math::max), 0, 200, TimeUnit.MILLISECONDS);
            try {
                outcome = besieged();
            } finally {
                counting.cancel(true);
                counter.shutdownNow();
            }
            long to = System.nanoTime();

            System.out.printf("with 5 MB beside the heap: %s; %s file descriptors%n", outcome.told(), descriptors);
            assertThat(web1.pid()).isEqualTo(pid);
            assertThat(web1.running()).isTrue();
            assertThat(outcome.cut()).isPositive();
            // How soon the socket answers is a matter of the machine; that it does, of the siege's own patience.
            assertThat(outcome.direct()).isLessThanOrEqualTo(LITTLE_BYTES);
            assertThat(descriptors.get()).isBetween(200L, MOST_DESCRIPTORS);
            for (Family family : Family.values()) {
                assertThat(lab.timeline().holders(family.alias())).isEqualTo(Set.of("web1"));
                assertThat(lab.timeline().moves(family.alias(), from, to)).isZero();
                assertThat(lab.timeline().nobody(family.alias(), from, to)).isZero();
            }
        } finally {
            web1.enter(DaemonCommand.ofThisProgram());
        }
    }

    private static Siege.Outcome besieged() throws Exception {
        List<WebAttack> plain = Arrays.stream(WebAttack.values())
                .filter(attack -> !attack.isForTls())
                .toList();
        Siege siege = new Siege(new InetSocketAddress("127.0.0.1", Door.PORT), plain, CONNECTIONS);
        return NetNs.call(
                web1.namespace().name(), () -> siege.runUntilCut(web1.state().resolve("api.sock"), LENGTH));
    }

    private static long descriptors(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        } catch (IOException ended) {
            return 0;
        }
    }
}
