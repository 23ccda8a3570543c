package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.Measured;
import io.aliasdefender.web.StatusSource.Snapshot;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page for Prometheus. It is put together when somebody asks for it, on a worker, from what is counted anyway, and
 * not more often than once a second: a daemon that nobody scrapes pays nothing.
 */
final class Metrics {
    private static final long MIN_AGE_NANOS = 1_000_000_000L;

    private final Vertx vertx;
    private final StatusSource source;
    private final OwnFigures own;
    private final Map<Format, Page> pages = new EnumMap<>(Format.class);
    private Optional<ProcessFigures> process = Optional.empty();

    private enum Format {
        PROMETHEUS,
        OPEN_METRICS
    }

    /** Loaded when it is first needed. */
    private static final class Formats {
        static final ExpositionFormats ALL = ExpositionFormats.init();
    }

    /** One that is there, or being made. */
    private record Page(Future<Buffer> text, long sinceNanos) {
        boolean isRecent(long now) {
            return !text.isComplete() || text.succeeded() && now - sinceNanos < MIN_AGE_NANOS;
        }
    }

    Metrics(Vertx vertx, StatusSource source, OwnFigures own) {
        this.vertx = vertx;
        this.source = source;
        this.own = own;
    }

    void add(Router router) {
        Responses.read(router, "/metrics").handler(context -> {
            Format format = wanted(context.request().getHeader("accept"));
            page(format)
                    .onSuccess(
                            text -> Responses.send(context, 200, writer(format).getContentType(), text))
                    .onFailure(failure -> Responses.unavailable(context, failure));
        });
    }

    private static Format wanted(String accept) {
        return writer(Format.OPEN_METRICS).accepts(accept) ? Format.OPEN_METRICS : Format.PROMETHEUS;
    }

    private static ExpositionFormatWriter writer(Format format) {
        return switch (format) {
            case PROMETHEUS -> Formats.ALL.getPrometheusTextFormatWriter();
            case OPEN_METRICS -> Formats.ALL.getOpenMetricsTextFormatWriter();
        };
    }

    private Future<Buffer> page(Format format) {
        long now = System.nanoTime();
        Page page = pages.get(format);
        if (page == null || !page.isRecent(now)) {
            page = new Page(make(format), now);
            pages.put(format, page);
        }
        return page.text();
    }

    /** Asks both at once: each answer waits its turn on this loop, which may be busy with readers. */
    private Future<Buffer> make(Format format) {
        Future<Snapshot> snapshot = source.get();
        Future<Measured> measured = Channels.MEASURED.ask(vertx, "metrics");
        return Future.all(snapshot, measured)
                .compose(both -> make(format, snapshot.result(), measured.result(), own.families()));
    }

    private Future<Buffer> make(Format format, Snapshot snapshot, Measured measured, Families ours) {
        return vertx.executeBlocking(
                () -> {
                    Families theirs =
                            new Figures().add(snapshot).add(measured, snapshot).families();
                    List<MetricSnapshot> all = new ArrayList<>(ours.snapshots());
                    all.addAll(theirs.snapshots());
                    all.addAll(process().snapshots());
                    return written(format, new MetricSnapshots(all));
                },
                false);
    }

    private static Buffer written(Format format, MetricSnapshots snapshots) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer(format).write(text, snapshots);
        return Buffer.buffer(text.toByteArray());
    }

    /** Loaded by the first who asks. */
    private synchronized ProcessFigures process() {
        if (process.isEmpty()) {
            process = Optional.of(new ProcessFigures());
        }
        return process.get();
    }
}
