package io.aliasdefender.link;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The node link: tells the other nodes how things stand here, and shows what they tell. It decides nothing. All that
 * comes in is handled on a thread of its own; this loop only asks the deciding part, and answers.
 */
public final class LinkVerticle extends VerticleBase {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** With thousands of aliases a status is no small thing for the part that decides. */
    private static final Duration LONG_PERIOD = Duration.ofSeconds(5);

    private static final int MANY_ALIASES = 500;
    /** What follows at once is told along. */
    private static final Duration SOON = Duration.ofMillis(20);

    private Settings settings;
    private final long boot = boot();
    private final Routers routers;
    /** By which routers the thread sends. */
    private Map<IpAddress, Hop> toldHops = Map.of();

    private KernelView kernel = KernelView.EMPTY;
    private Optional<LinkThread> link = Optional.empty();
    /** The timer of the questions about this host; empty: there is no link. */
    private OptionalLong telling = OptionalLong.empty();

    private boolean asking;
    private boolean soon;
    private long askedNanos;

    /** @param settings the first ones */
    public LinkVerticle(Settings settings) {
        this.settings = settings;
        routers = new Routers(settings);
    }

    private static long boot() {
        long random = new SecureRandom().nextLong();
        return random == 0 ? 1 : random;
    }

    @Override
    public Future<?> start() {
        Channels.LINK_NOW.answer(vertx, asker -> Future.succeededFuture(view()));
        Channels.SETTINGS.listen(vertx, this::reloaded);
        Channels.KERNEL.listen(vertx, view -> {
            seen(view);
            askSoon();
        });
        Channels.STALL.listen(vertx, stall -> link.ifPresent(thread -> thread.submit(LinkEngine::paused)));
        // What happens to an alias is told in a sentence, too; it is the sign to look.
        Channels.REPORT.listen(vertx, report -> {
            if (report.alias().isPresent()) {
                askSoon();
            }
        });
        Channels.PROBE_RESULT.listen(vertx, result -> {
            if (routers.heard(result)) {
                tellRouters();
            }
        });
        Channels.KERNEL_NOW.ask(vertx, "link").onSuccess(this::seen);
        open();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return close();
    }

    private void seen(KernelView view) {
        kernel = view;
        routers.kernel(view);
        tellRouters();
    }

    private void tellRouters() {
        Map<IpAddress, Hop> hops = routers.hops();
        if (link.isPresent() && !hops.equals(toldHops)) {
            toldHops = hops;
            link.get().routers(hops);
        }
    }

    private void reloaded(Settings next) {
        boolean was = settings.link().on();
        settings = next;
        routers.settings(next);
        if (next.link().on() && link.isPresent()) {
            link.get().settings(next);
            tellRouters();
        } else if (next.link().on()) {
            open();
        } else if (was) {
            close();
            told();
        }
    }

    private void open() {
        if (!settings.link().on()) {
            told();
            return;
        }
        Settings first = settings;
        try {
            link = Optional.of(new LinkThread(
                    first.link().port().orElseThrow(),
                    (wire, now) -> new LinkEngine(boot, first, wire, this::report, now),
                    why -> report(Report.of(
                            "link-broken",
                            Level.WARNING,
                            why + "; the defending goes on without it, and it is tried again"))));
            // Where there is no link, nobody wakes this process for it.
            telling = OptionalLong.of(vertx.setPeriodic(PERIOD.toMillis(), timer -> askInTime()));
            toldHops = Map.of();
            tellRouters();
            askSoon();
        } catch (IOException failure) {
            report(Report.of("link-broken", Level.WARNING, "there is no link: " + failure.getMessage()));
        }
    }

    /** Said once, so that nobody wonders. */
    private void told() {
        report(Report.of("link-off", Level.INFO, "the nodes are not linked: " + why()));
    }

    private String why() {
        return settings.link().port().isEmpty()
                ? "the configuration says so, or has no place for it"
                : "there is no " + settings.link().keyFile() + ", which `alias-defender link-key` makes";
    }

    private Future<?> close() {
        Optional<LinkThread> ending = link;
        link = Optional.empty();
        telling.ifPresent(vertx::cancelTimer);
        telling = OptionalLong.empty();
        return ending.isEmpty()
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> {
                    ending.get().end();
                    return null;
                });
    }

    private void report(Report report) {
        Channels.REPORT.publish(vertx, report);
    }

    private LinkView view() {
        return link.map(LinkThread::view).orElseGet(() -> LinkView.off(why()));
    }

    private void askSoon() {
        if (!soon && link.isPresent()) {
            soon = true;
            vertx.setTimer(SOON.toMillis(), timer -> {
                soon = false;
                ask();
            });
        }
    }

    private void askInTime() {
        Duration period = settings.aliases().size() > MANY_ALIASES ? LONG_PERIOD : PERIOD;
        if (System.nanoTime() - askedNanos > period.toNanos() / 2) {
            ask();
        }
    }

    private void ask() {
        if (asking || link.isEmpty()) {
            return;
        }
        asking = true;
        askedNanos = System.nanoTime();
        Future<Optional<Maintenance>> maintenance =
                Channels.MAINTENANCE_NOW.ask(vertx, "link").otherwise(Optional.empty());
        Future<NodeStatus> status = Channels.STATUS.ask(vertx, "link");
        Future.all(maintenance, status).onComplete(both -> {
            asking = false;
            if (both.succeeded()) {
                tell(status.result(), maintenance.result().isPresent());
            }
        });
    }

    private void tell(NodeStatus status, boolean maintenance) {
        Told now = Told.of(settings, status, kernel, maintenance);
        link.ifPresent(thread -> thread.submit(engine -> engine.told(now, System.nanoTime())));
    }
}
