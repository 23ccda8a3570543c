package io.aliasdefender.hook;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.EventPage;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Taking;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hands events over to the hooks. On the loop that probes and decides, so it does nothing but that; without hooks it has
 * nothing, and nothing of them is loaded.
 */
public final class HookVerticle extends VerticleBase {
    /** So long what waits may still be told at a stop: who has let go of an alias is often told by a hook. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    /** Until the hooks are ready, so much is kept for them. */
    private static final int MOST_EARLY = 1_000;

    private final Path folder;
    private final Duration mailWindow;
    private final Map<IpAddress, AliasSpec> aliases = new HashMap<>();
    /** The newest event of each alias, for those who ask what is being done with it. */
    private final Map<IpAddress, Event> newest = new HashMap<>();

    private final Presence presence = new Presence();
    private final List<Runnable> early = new ArrayList<>();
    private Settings settings;
    private Set<HookEvent> wanted = EnumSet.noneOf(HookEvent.class);
    private boolean anyBefore;
    /** Whether there are hooks to hand something to. */
    private boolean ready;

    private Optional<HookEngine> engine = Optional.empty();
    private Future<Void> changing = Future.succeededFuture();

    /** @param folder for what is yet to be told; made when it is needed */
    public HookVerticle(Settings settings, Path folder) {
        this(settings, folder, HookEngine.MAIL_WINDOW);
    }

    HookVerticle(Settings settings, Path folder, Duration mailWindow) {
        this.settings = settings;
        this.folder = folder;
        this.mailWindow = mailWindow;
    }

    @Override
    public Future<?> start() {
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        Channels.EVENT.listen(vertx, this::told);
        Channels.BEFORE_TAKING.answer(vertx, this::before);
        Channels.HOOKS_NOW.answer(
                vertx, asker -> engine.map(HookEngine::view).orElse(Future.succeededFuture(List.of())));
        return configure();
    }

    private void reconfigured(Settings next) {
        settings = next;
        configure();
    }

    private Future<Void> configure() {
        List<HookSpec> hooks = settings.hooks();
        aliases.clear();
        newest.clear();
        wanted = EnumSet.noneOf(HookEvent.class);
        hooks.forEach(hook -> wanted.addAll(hook.on()));
        anyBefore = hooks.stream().anyMatch(HookSpec::before);
        if (!hooks.isEmpty()) {
            settings.aliases().forEach(alias -> aliases.put(alias.address(), alias));
        }
        changing = changing.compose(
                before -> engine.isPresent() || !hooks.isEmpty() ? hand(hooks) : Future.succeededFuture());
        // No hook is worth a daemon that does not defend.
        changing = changing.onFailure(this::cannotHave).otherwiseEmpty();
        return changing;
    }

    private void cannotHave(Throwable failure) {
        Channels.REPORT.publish(
                vertx,
                Report.of(
                        HookEvent.OWN_CAUSES + "failed",
                        Level.ERROR,
                        "there are no hooks, because they could not be started: " + failure));
    }

    private Future<Void> hand(List<HookSpec> hooks) {
        boolean first = engine.isEmpty();
        Future<HookEngine> there = first ? newEngine() : Future.succeededFuture(engine.get());
        Future<EventPage> history = Channels.EVENTS.ask(vertx, 0L).otherwise(new EventPage(List.of(), 0));
        return Future.all(there, history)
                .compose(both -> there.result().configure(hooks, past(history.result(), first)))
                .compose(done -> back())
                .onSuccess(done -> {
                    ready = true;
                    early.forEach(Runnable::run);
                    early.clear();
                });
    }

    private Past past(EventPage history, boolean all) {
        Presence before = new Presence();
        List<Past.One> events = all
                ? history.events().stream()
                        .map(event -> new Past.One(
                                event,
                                before.names(event),
                                HookNews.of(event, event.alias().map(aliases::get))))
                        .toList()
                : List.of();
        return new Past(events, history.lastId());
    }

    private Future<HookEngine> newEngine() {
        Promise<HookEngine> made = Promise.promise();
        // It loads classes, which takes its time; and no instance of Vert.x is made on a thread of another.
        Thread thread = new Thread(() -> make(made), "hook-start");
        thread.setDaemon(true);
        thread.start();
        return made.future();
    }

    private void make(Promise<HookEngine> made) {
        try {
            HookEngine fresh = new HookEngine(folder, mailWindow, report -> Channels.REPORT.publish(vertx, report));
            context.runOnContext(now -> {
                engine = Optional.of(fresh);
                made.complete(fresh);
            });
        } catch (RuntimeException | LinkageError failure) {
            context.runOnContext(now -> made.fail(failure));
        }
    }

    /** A future of the other loop, as one of this. */
    private Future<Void> back() {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(now -> promise.complete());
        return promise.future();
    }

    private void told(Event event) {
        if (wanted.isEmpty()) {
            return;
        }
        Optional<AliasSpec> spec = event.alias().map(aliases::get);
        if (anyBefore) {
            event.alias().ifPresent(alias -> newest.put(alias, event));
        }
        Set<HookEvent> names = presence.names(event);
        if (HookEvent.first(names, wanted).isPresent()) {
            HookNews news = HookNews.of(event, spec);
            if (ready) {
                engine.orElseThrow().tell(names, news);
            } else if (early.size() < MOST_EARLY) {
                early.add(() -> engine.orElseThrow().tell(names, news));
            }
        }
    }

    /**
     * An address is about to be added. It may be put back, or replaced: only where the last word about the alias was that it
     * is being taken there is something to wait for. That word is on its way when this question comes: it is
     * told in the same turn as the order to add.
     */
    private Future<Boolean> before(Taking taking) {
        if (!anyBefore || engine.isEmpty()) {
            return Future.succeededFuture(false);
        }
        Promise<Boolean> answer = Promise.promise();
        IpAddress alias = taking.placement().address().address();
        context.runOnContext(soon -> context.runOnContext(now -> ask(alias).onComplete(answer)));
        return answer.future();
    }

    private Future<Boolean> ask(IpAddress alias) {
        Event last = newest.get(alias);
        if (last == null || !last.cause().equals(Cause.TAKING_OVER.toString()) || engine.isEmpty()) {
            return Future.succeededFuture(false);
        }
        HookNews news = HookNews.of(last, Optional.ofNullable(aliases.get(alias)));
        return engine.get().before(news).map(done -> true);
    }

    @Override
    public Future<?> stop() {
        return changing.transform(
                before -> engine.map(ended -> ended.close(LAST_WORDS)).orElse(Future.succeededFuture()));
    }
}
