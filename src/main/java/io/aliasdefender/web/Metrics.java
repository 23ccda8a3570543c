package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.status.ConfigStatus;
import io.aliasdefender.core.status.Measured;
import io.aliasdefender.web.StatusSource.Snapshot;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The page for Prometheus. It is put together when somebody asks for it, on a worker, from what is counted anyway, and
 * not more often than once a second: a daemon that nobody scrapes pays nothing.
 */
final class Metrics {
    private static final long MIN_AGE_NANOS = 1_000_000_000L;
    private static final String HELP_READERS = "Readers of the event stream.";

    private final Vertx vertx;
    private final String version;
    private final StatusSource source;
    private final ConfigWatch config;
    private final EventStream stream;
    private final Connections connections;
    private final Supplier<Settings> settings;
    private Optional<PrometheusMeterRegistry> process = Optional.empty();
    private Future<MetricSnapshots> gathering = Future.failedFuture("not asked yet");
    private long gatheredNanos;

    Metrics(
            Vertx vertx,
            String version,
            StatusSource source,
            ConfigWatch config,
            EventStream stream,
            Connections connections,
            Supplier<Settings> settings) {
        this.vertx = vertx;
        this.version = version;
        this.source = source;
        this.config = config;
        this.stream = stream;
        this.connections = connections;
        this.settings = settings;
    }

    void add(Router router) {
        Answers.read(router, "/metrics")
                .handler(context -> gather().compose(snapshots -> write(context, snapshots))
                        .onFailure(failure -> Answers.unavailable(context, failure)));
    }

    private Future<MetricSnapshots> gather() {
        long now = System.nanoTime();
        boolean recent = now - gatheredNanos < MIN_AGE_NANOS && !gathering.failed();
        if (!recent && gathering.isComplete()) {
            gatheredNanos = now;
            gathering = source.get()
                    .compose(snapshot -> Channels.MEASURED
                            .ask(vertx, "metrics")
                            .compose(measured -> gather(snapshot, measured, ours())));
        }
        return gathering;
    }

    private Future<MetricSnapshots> gather(Snapshot snapshot, Measured measured, Families ours) {
        return vertx.executeBlocking(
                () -> {
                    Families theirs =
                            new Figures().add(snapshot).add(measured, snapshot).families();
                    List<MetricSnapshot> all = new ArrayList<>(ours.snapshots());
                    all.addAll(theirs.snapshots());
                    registry().getPrometheusRegistry().scrape().forEach(all::add);
                    return new MetricSnapshots(all);
                },
                true);
    }

    /** What the web itself has, copied on its own loop. */
    private Families ours() {
        Families families = new Families()
                .gauge("build_info", "1, with the version.", 1, "version", version)
                .gauge("stream_readers", HELP_READERS, stream.readers())
                .gauge("stream_pending_bytes", "Bytes that wait for readers of the stream.", stream.pendingBytes())
                .counter(
                        "stream_readers_cut_off",
                        "Readers of the stream that did not keep up and were cut off.",
                        stream.cutOffReaders())
                .gauge("http_connections", "Connections to the API.", connections.count())
                .gauge(
                        "config_last_reload_successful",
                        "1 if the configuration file, as it was last looked at, is what runs.",
                        config.status().map(ConfigStatus::accepted).orElse(true) ? 1 : 0)
                .gauge(
                        "config_last_reload_success_timestamp_seconds",
                        "When the configuration file was last found to be right, since the epoch.",
                        seconds(config.acceptedAt()));
        settings.get()
                .web()
                .tls()
                .ifPresent(tls -> families.gauge(
                        "certificate_expiry_timestamp_seconds",
                        "The end of the API's own certificate, since the epoch.",
                        seconds(tls.validUntil())));
        return families;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1e3;
    }

    /** What Micrometer knows of this process. */
    private synchronized PrometheusMeterRegistry registry() {
        if (process.isEmpty()) {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new FileDescriptorMetrics().bindTo(registry);
            process = Optional.of(registry);
        }
        return process.get();
    }

    private Future<Void> write(RoutingContext context, MetricSnapshots snapshots) {
        String accept = context.request().getHeader("accept");
        return vertx.executeBlocking(() -> Written.of(accept, snapshots), false)
                .onSuccess(written -> Answers.send(context, 200, written.type(), written.text()))
                .mapEmpty();
    }

    private record Written(String type, Buffer text) {
        static Written of(String accept, MetricSnapshots snapshots) throws IOException {
            ExpositionFormats formats = ExpositionFormats.init();
            boolean open = formats.getOpenMetricsTextFormatWriter().accepts(accept);
            ExpositionFormatWriter writer =
                    open ? formats.getOpenMetricsTextFormatWriter() : formats.getPrometheusTextFormatWriter();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            writer.write(text, snapshots);
            return new Written(writer.getContentType(), Buffer.buffer(text.toByteArray()));
        }
    }
}
