package io.aliasdefender.failover;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Wording;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.MaintenanceRequest;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes this node out of service and back: it releases what it holds and claims nothing, over reboots too, until an
 * operator says so or the time is over. To be deployed right after the part that decides.
 */
public final class MaintenanceVerticle extends VerticleBase {
    /** After a boot the clock may be wrong by years at first, and a suspended machine stops the timers. */
    private static final Duration LOOK_AT_THE_CLOCK = Duration.ofSeconds(30);

    private final MaintenanceFile file;
    private Optional<Maintenance> maintenance = Optional.empty();
    private Optional<String> unreadable = Optional.empty();
    private Optional<Long> timer = Optional.empty();

    /**
     * Reads what was before, so that not a moment passes after the deciding has begun.
     *
     * @param lasting what is in it outlives a reboot; it exists
     * @param state the folder of the state, where earlier versions kept it
     */
    public MaintenanceVerticle(Path lasting, Path state) {
        file = new MaintenanceFile(lasting, state);
        try {
            maintenance = file.read();
        } catch (IOException broken) {
            unreadable = Optional.of(broken.getMessage());
        }
    }

    @Override
    public Future<?> start() {
        unreadable.ifPresent(why -> report("maintenance-unknown", Level.WARNING, why + "; this node is in service"));
        Channels.MAINTENANCE.answer(vertx, this::requested);
        Channels.MAINTENANCE_NOW.answer(vertx, asker -> Future.succeededFuture(maintenance));
        // What a new configuration brings must be told, too.
        Channels.SETTINGS.listen(vertx, settings -> maintenance.ifPresent(any -> order(Order.SUSPEND)));
        if (maintenance.isEmpty()) {
            return Future.succeededFuture();
        }
        Channels.IN_MAINTENANCE.publish(vertx, true);
        report("maintenance-on", Level.WARNING, "still in maintenance: " + told(maintenance.get()));
        endInTime();
        return order(Order.SUSPEND);
    }

    private Future<OrderAnswer> requested(MaintenanceRequest request) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (request.reason().isPresent()) {
            Instant since = maintenance.map(Maintenance::since).orElse(now);
            Maintenance wanted = new Maintenance(
                    request.reason().get(), since, request.limit().map(now::plus));
            return set(Optional.of(wanted), "maintenance-on", "maintenance: " + told(wanted), Order.SUSPEND);
        }
        if (maintenance.isEmpty()) {
            return Future.succeededFuture(new OrderAnswer(true, List.of("this node is in service already")));
        }
        return set(Optional.empty(), "maintenance-off", "the maintenance is over: an operator says so", Order.RESUME);
    }

    private Future<OrderAnswer> set(Optional<Maintenance> wanted, String cause, String sentence, Order order) {
        maintenance = wanted;
        Channels.IN_MAINTENANCE.publish(vertx, wanted.isPresent());
        report(cause, Level.WARNING, sentence);
        endInTime();
        return vertx.<Void>executeBlocking(() -> {
                    file.write(wanted);
                    return null;
                })
                .map(written -> List.of(sentence))
                .otherwise(failure -> List.of(sentence, "a restart would forget it: " + failure.getMessage()))
                .compose(sentences -> order(order).map(answer -> {
                    List<String> all = new ArrayList<>(sentences);
                    all.addAll(answer.sentences());
                    return new OrderAnswer(answer.done() && sentences.size() == 1, all);
                }));
    }

    private Future<OrderAnswer> order(Order order) {
        return Channels.ORDER.ask(vertx, new OrderRequest(order, Optional.empty()));
    }

    private void endInTime() {
        timer.ifPresent(vertx::cancelTimer);
        timer = maintenance.flatMap(Maintenance::until).map(until -> {
            long leftMillis = Duration.between(Instant.now(), until).toMillis();
            return vertx.setTimer(
                    Math.max(1, Math.min(leftMillis, LOOK_AT_THE_CLOCK.toMillis())), look -> endWhenOver(until));
        });
    }

    private void endWhenOver(Instant until) {
        timer = Optional.empty();
        if (Instant.now().isBefore(until)) {
            endInTime();
        } else {
            set(Optional.empty(), "maintenance-off", "the maintenance is over: its time is", Order.RESUME);
        }
    }

    private static String told(Maintenance maintenance) {
        String limit = maintenance
                .until()
                .map(until -> Duration.between(Instant.now(), until))
                // Of the ten minutes that were ordered, some milliseconds are over.
                .map(left ->
                        " (for " + Wording.of(Duration.ofSeconds(Math.round(left.toMillis() / 1e3))) + " at the most)")
                .orElse("");
        return maintenance.reason() + limit;
    }

    private void report(String cause, Level level, String sentence) {
        Channels.REPORT.publish(vertx, Report.of(cause, level, sentence));
    }
}
