package io.aliasdefender.hook;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells hooks of an event that is made up, to see what comes of it. Blocks. */
public final class Rehearsal implements AutoCloseable {
    /** Beyond a hook's own limit. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Vertx vertx = HookEngine.newVertx();
    private final Workers workers = new Workers(vertx.getOrCreateContext());

    public Rehearsal(Settings settings) {
        this.settings = settings;
    }

    /** What came of it. */
    public record Result(boolean succeeded, String sentence, Duration took) {}

    /** Whether a hook would be told. */
    public static boolean told(HookSpec hook, HookEvent name) {
        return hook.on().contains(name)
                || HookEvent.of(event("node", name, Optional.empty()), hook.on())
                        .isPresent();
    }

    /** An event of that name: of the first cause that has it, else of its level. */
    private static Event event(String node, HookEvent name, Optional<AliasSpec> alias) {
        Level level = name == HookEvent.ERROR ? Level.ERROR : name == HookEvent.WARNING ? Level.WARNING : Level.INFO;
        return new Event(
                1,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                node,
                alias.map(AliasSpec::address),
                name.causes().stream()
                        .sorted()
                        .reduce((first, second) -> second)
                        .orElse("test"),
                level,
                "this is a test of the hooks: nothing has happened");
    }

    /** Tells one hook, once. */
    public Result tell(HookSpec hook, HookEvent name) throws InterruptedException {
        Optional<AliasSpec> alias = settings.aliases().stream()
                .filter(one ->
                        hook.concerns(one.address().toString(), one.group().orElse("")))
                .findFirst();
        Event event = event(settings.self().name(), name, alias);
        HookEvent called = HookEvent.of(event, hook.on()).orElse(name);
        Told told = new Told(1, called, HookNews.of(event, alias));
        long begin = System.nanoTime();
        Promise<String> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(now -> {
            Delivery delivery = Deliveries.of(vertx, workers, hook, Duration.ZERO);
            delivery.tell(List.of(told)).onComplete(promise);
        });
        Future<String> ended = promise.future();
        try {
            String sentence = ended.toCompletionStage()
                    .toCompletableFuture()
                    .get(hook.timeout().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
            return new Result(true, sentence, Duration.ofNanos(System.nanoTime() - begin));
        } catch (ExecutionException | TimeoutException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return new Result(
                    false,
                    Sentences.of(String.valueOf(cause.getMessage())),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    @Override
    public void close() {
        workers.close();
        vertx.close();
    }
}
