package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.HostFacts;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckVerticleTest {
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final BlockingQueue<AliasFitness> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() {
        ByReference.register(vertx);
        Channels.FITNESS.listen(vertx, told::add);
    }

    @AfterEach
    void close() {
        LookRig.await(vertx.close());
    }

    private static Settings settings(String checks) {
        String yaml = "nodes: {web1: 192.0.2.11, web2: 192.0.2.12}\n"
                + "aliases:\n  - {address: 192.0.2.100/24, interface: eth0" + checks + "\n";
        HostFacts host = new HostFacts(KernelView.EMPTY, "web1", Optional.of("web1"), name -> Optional.empty());
        return ConfigReader.read("test", yaml.getBytes(StandardCharsets.UTF_8), host)
                .settings()
                .orElseThrow();
    }

    private static Settings checked() {
        return settings(", checks: [root]}\nchecks: {root: {file: /, timeout: 20s}}");
    }

    private Fitness next() throws InterruptedException {
        AliasFitness fitness = told.poll(30, TimeUnit.SECONDS);
        assertThat(fitness).as("told in time").isNotNull();
        return fitness.fitness();
    }

    private static boolean hasLoop() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("check-event-loop"));
    }

    @Test
    void aliasWhenItsChecksPassShouldBeUnknownAndThenFitAndToldAgainAtAReload() throws Exception {
        LookRig.await(vertx.deployVerticle(new CheckVerticle(checked())));
        assertThat(next().fit()).isEqualTo(Known.UNKNOWN);
        assertThat(next()).isEqualTo(Fitness.FIT);

        Channels.SETTINGS.publish(vertx, checked());

        assertThat(next()).isEqualTo(Fitness.FIT);
        ChecksView view = LookRig.await(Channels.CHECKS_NOW.ask(vertx, "test"));
        assertThat(view.checks()).extracting(ChecksView.CheckView::state).containsExactly("passing");
    }

    /** A thread ends a moment after its loop. */
    private static void awaitNoLoop() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (hasLoop() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(hasLoop()).isFalse();
    }

    @Test
    void daemonWhenThereAreNoChecksShouldHaveNoThreadForThem() throws Exception {
        awaitNoLoop();
        LookRig.await(vertx.deployVerticle(new CheckVerticle(settings("}"))));
        assertThat(LookRig.await(Channels.CHECKS_NOW.ask(vertx, "test")).checks())
                .isEmpty();
        assertThat(hasLoop()).isFalse();

        Channels.SETTINGS.publish(vertx, checked());
        assertThat(next().fit()).isEqualTo(Known.UNKNOWN);
        assertThat(next()).isEqualTo(Fitness.FIT);
        assertThat(hasLoop()).isTrue();

        Channels.SETTINGS.publish(vertx, settings("}"));
        assertThat(next()).isEqualTo(Fitness.FIT);
        awaitNoLoop();
    }
}
