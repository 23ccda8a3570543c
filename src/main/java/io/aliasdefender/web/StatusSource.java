package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * How things stand, asked of the part that decides not more often than ten times a second, however many ask here: what
 * readers do must cost the deciding nothing.
 */
final class StatusSource {
    private static final Duration MIN_AGE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final String version;
    private final History history;
    private final ConfigWatch config;
    private Optional<Snapshot> newest = Optional.empty();
    private Future<Snapshot> asking = Future.failedFuture("not asked yet");
    private long askedNanos;

    /**
     * An answer.
     *
     * @param eventId of the newest event that it may show already
     * @param frame with all of it
     * @param shown what of it is news when it changes: all but ages and round-trips
     */
    record Snapshot(
            NodeStatus status,
            Optional<Maintenance> maintenance,
            LinkView link,
            ChecksView checks,
            List<HookView> hooks,
            LeaseView lease,
            Instant at,
            long eventId,
            Frame frame,
            String shown) {
        Buffer json() {
            return frame.data();
        }
    }

    StatusSource(Vertx vertx, String version, History history, ConfigWatch config) {
        this.vertx = vertx;
        this.version = version;
        this.history = history;
        this.config = config;
    }

    /** One that is at most a tenth of a second old. */
    Future<Snapshot> get() {
        boolean recent = System.nanoTime() - askedNanos < MIN_AGE.toNanos() && !asking.failed();
        return recent || !asking.isComplete() && askedNanos != 0 ? asking : ask();
    }

    /** One that is asked for now, because something happened. */
    Future<Snapshot> ask() {
        askedNanos = System.nanoTime();
        Future<Optional<Maintenance>> maintenance =
                Channels.MAINTENANCE_NOW.ask(vertx, "web").otherwise(Optional.empty());
        Future<NodeStatus> status = Channels.STATUS.ask(vertx, "web");
        Future<LinkView> link = Channels.LINK_NOW.ask(vertx, "web").otherwise(LinkView.off("nobody tells"));
        Future<ChecksView> checks = Channels.CHECKS_NOW.ask(vertx, "web").otherwise(ChecksView.NONE);
        Future<List<HookView>> hooks = Channels.HOOKS_NOW.ask(vertx, "web").otherwise(List.of());
        Future<LeaseView> lease = Channels.LEASE_NOW.ask(vertx, "web").otherwise(LeaseView.NONE);
        asking = Future.all(List.of(maintenance, status, link, checks, hooks, lease))
                .map(all -> snapshot(
                        status.result(),
                        maintenance.result(),
                        link.result(),
                        checks.result(),
                        hooks.result(),
                        lease.result()))
                .onSuccess(snapshot -> newest = Optional.of(snapshot));
        return asking;
    }

    /** The last one that came, however old. */
    Optional<Snapshot> newest() {
        return newest;
    }

    private Snapshot snapshot(
            NodeStatus status,
            Optional<Maintenance> maintenance,
            LinkView link,
            ChecksView checks,
            List<HookView> hooks,
            LeaseView lease) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonObject json = new JsonObject()
                .put("node", status.node())
                .put("version", version)
                .put("shortfall", Platform.current().shortfall().orElse(null))
                .put("at", now.toString())
                .put("event_id", history.counted())
                .put("maintenance", maintenance.map(StatusJson::of).orElse(null))
                .put("configuration", config.json(now))
                .mergeIn(StatusJson.of(status))
                .put("link", LinkJson.of(link, System.nanoTime()))
                .put("checks", ChecksJson.of(checks, System.nanoTime()))
                .put("hooks", HookJson.of(hooks))
                .put("lease", LeaseJson.of(lease, System.nanoTime()));
        return new Snapshot(
                status,
                maintenance,
                link,
                checks,
                hooks,
                lease,
                now,
                history.counted(),
                Frame.of(Frame.Type.STATUS, json),
                StatusJson.shown(status, maintenance, link)
                        + ChecksJson.shown(checks)
                        + HookJson.shown(hooks)
                        + LeaseJson.shown(lease));
    }
}
