package io.aliasdefender.link;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The node link: tells the other nodes what was decided to tell them, asks them in bursts, and hands on what they tell and
 * prove. All that comes in is handled on a thread of its own; only what is proved comes to this loop.
 */
public final class LinkVerticle extends VerticleBase {
    private Settings settings;
    private final Routers routers;
    /** By which routers the thread sends. */
    private Map<IpAddress, Hop> toldHops = Map.of();

    private KernelView kernel = KernelView.EMPTY;
    private Optional<LinkThread> link = Optional.empty();
    /** What is to be told, for a link that begins later. */
    private final Map<IpAddress, LinkTelling> tellings = new HashMap<>();

    private final Map<IpAddress, Blame> blames = new HashMap<>();
    private FailingChecks failing = FailingChecks.NONE;

    private boolean maintenance;

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
        // After whoever decides: an alias that has just been added is to be announced.
        Channels.KERNEL.listen(vertx, view -> context.runOnContext(later -> seen(view)));
        Channels.STALL.listen(vertx, stall -> submit(LinkEngine::paused));
        Channels.LINK_TELLING.listen(vertx, this::tell);
        // Before what is decided on it, so that a move is told with its reason.
        Channels.FITNESS.listen(vertx, this::tell);
        Channels.FAILING_CHECKS.listen(vertx, now -> {
            failing = now;
            submit(engine -> engine.failing(now));
        });
        Channels.BURST.listen(
                vertx,
                burst -> submit(
                        engine -> engine.ask(burst.alias(), burst.probes(), burst.spacing(), System.nanoTime())));
        Channels.IN_MAINTENANCE.listen(vertx, on -> {
            maintenance = on;
            submit(engine -> engine.maintenance(on));
        });
        Channels.PROBE_RESULT.listen(vertx, result -> {
            if (routers.heard(result)) {
                tellRouters();
            }
        });
        open();
        return Channels.KERNEL_NOW.ask(vertx, "link").onSuccess(this::seen);
    }

    @Override
    public Future<?> stop() {
        return close();
    }

    private void seen(KernelView view) {
        kernel = view;
        tellMacs();
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
                    (wire, now) -> new LinkEngine(boot(), first, wire, this::report, this::heard, now),
                    why -> report(Report.of(
                            "link-broken",
                            Level.WARNING,
                            why + "; the defending goes on without it, and it is tried again"))));
            toldHops = Map.of();
            tellRouters();
            boolean on = maintenance;
            submit(engine -> engine.maintenance(on));
            tellMacs();
            tellings.values().forEach(this::submit);
            tellFailing();
            Rehearsals.later(vertx, () -> LinkRehearsal.play(first));
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

    private void submit(Consumer<LinkEngine> task) {
        link.ifPresent(thread -> thread.submit(task));
    }

    private void tell(LinkTelling telling) {
        if (telling.telling().isPresent()) {
            tellings.put(telling.alias(), telling);
        } else {
            tellings.remove(telling.alias());
        }
        submit(telling);
    }

    private void tell(AliasFitness fitness) {
        IpAddress alias = fitness.alias();
        Blame blame = fitness.blame();
        if (blame.equals(Blame.NONE)) {
            blames.remove(alias);
        } else {
            blames.put(alias, blame);
        }
        submit(engine -> engine.blame(alias, blame));
    }

    /** To a link that has just begun. */
    private void tellFailing() {
        Map<IpAddress, Blame> all = Map.copyOf(blames);
        FailingChecks now = failing;
        submit(engine -> {
            all.forEach(engine::blame);
            engine.failing(now);
        });
    }

    private void submit(LinkTelling telling) {
        submit(engine -> engine.tell(telling, System.nanoTime()));
    }

    private void tellMacs() {
        if (link.isPresent()) {
            List<MacTold> macs = OwnMacs.of(settings, kernel);
            submit(engine -> engine.macs(macs));
        }
    }

    /** On the thread of the link. */
    private void heard(LinkNews news) {
        context.runOnContext(onLoop -> Channels.LINK_NEWS.publish(vertx, news));
    }
}
