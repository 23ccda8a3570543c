package io.aliasdefender.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TenureVerticleTest {
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private final Instant begun = Instant.now().minusSeconds(60);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void start() {
        ByReference.register(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private String deploy() throws Exception {
        return await(vertx.deployVerticle(new TenureVerticle("web1", folder)));
    }

    private void publish(boolean here, String cause, String sentence) {
        Channels.PRESENCE.publish(
                vertx,
                new Presence(
                        ALIAS, Optional.empty(), here, false, cause, sentence, Optional.of(Duration.ofMillis(87))));
    }

    private List<Tenure> tenures() throws Exception {
        TenureQuery query = new TenureQuery(begun, Instant.now().plusSeconds(60), Set.of(), 10);
        TenurePage page = await(Channels.TENURES.ask(vertx, query));
        return page.tenures();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void tenureShouldBeToldWhileItGoesOnAndWhenItIsOver() throws Exception {
        deploy();

        publish(true, "took-over", "it was silent");
        Tenure open = tenures().get(0);
        publish(false, "released", "the defender stops");
        Tenure over = tenures().get(0);

        assertThat(open)
                .isEqualTo(new Tenure(
                        ALIAS,
                        Optional.empty(),
                        "web1",
                        open.begin(),
                        Optional.empty(),
                        false,
                        "took-over",
                        "it was silent",
                        Optional.of(Duration.ofMillis(87))));
        assertThat(open.begin()).isBetween(begun, Instant.now());
        Tenure.End end = over.end().orElseThrow();
        assertThat(over).isEqualTo(open.ended(end));
        assertThat(end.cause()).contains("released");
        assertThat(end.sentence()).contains("the defender stops");
        assertThat(end.certain()).isTrue();
        assertThat(end.at()).isAfterOrEqualTo(open.begin());
    }

    @Test
    void tenuresShouldBeThereAfterARestart() throws Exception {
        String id = deploy();
        publish(true, "took-over", "it was silent");
        publish(false, "released", "handed over");
        publish(true, "took-over", "it was silent again");
        await(vertx.undeploy(id));

        deploy();

        List<Tenure> tenures = tenures();
        assertThat(tenures).extracting(Tenure::beginSentence).containsExactly("it was silent", "it was silent again");
        // It was here when the defender stopped: nobody knows what became of it since.
        assertThat(tenures.get(1).end().orElseThrow().certain()).isFalse();
        assertThat(tenures.get(1).end().orElseThrow().cause()).contains("kept");
    }

    /** As an alias that left the configuration while it was being released, and is there again. */
    @Test
    void sameNewsTwiceShouldBeOneTenure() throws Exception {
        deploy();
        publish(true, "adopted", "it was here");
        publish(true, "adopted", "it was here once more");

        assertThat(tenures())
                .hasSize(1)
                .first()
                .extracting(Tenure::beginSentence)
                .isEqualTo("it was here");
    }

    @Test
    void recordWhenItCannotBeReadShouldBeToldSo() throws Exception {
        Files.createDirectory(folder.resolve("tenures.jsonl"));
        deploy();

        publish(true, "took-over", "it was silent");

        assertThatThrownBy(this::tenures)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the record cannot be read");
    }

    @Test
    void recordWhenTheDiskIsWellAgainShouldBeKeptAgain() throws Exception {
        Path obstacle = Files.createDirectory(folder.resolve("tenures.jsonl"));
        deploy();
        publish(true, "took-over", "it was silent");
        assertThatThrownBy(this::tenures).isInstanceOf(ExecutionException.class);
        Files.delete(obstacle);

        publish(false, "released", "handed over");

        assertThat(tenures())
                .hasSize(1)
                .first()
                .extracting(Tenure::beginSentence)
                .isEqualTo("it was silent");
    }
}
