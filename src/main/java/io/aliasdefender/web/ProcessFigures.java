package io.aliasdefender.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What every process has, by the names that Prometheus' own libraries give it, and what Micrometer knows of a JVM. */
final class ProcessFigures {
    /** Their names are not by the conventions, and ours say the same. */
    private static final Set<String> REPLACED = Set.of("process.cpu.time", "system.cpu.count");

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();
    private static final long BYTES_PER_KB = 1024;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Takes some milliseconds, because much is loaded for it. */
    ProcessFigures() {
        registry.config().meterFilter(MeterFilter.deny(ProcessFigures::isReplaced));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    private static boolean isReplaced(Meter.Id id) {
        return REPLACED.contains(id.getName());
    }

    /** Blocks for a moment. */
    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        registry.getPrometheusRegistry().scrape().forEach(all::add);
        all.add(CounterSnapshot.builder()
                .name("process_cpu_seconds")
                .help("Time that this process kept a processor busy.")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(cpuSeconds())
                        .build())
                .build());
        gauge(all, "process_resident_memory_bytes", "Memory of this process that is in RAM.", residentBytes());
        gauge(
                all,
                "process_start_time_seconds",
                "When this process started, since the epoch.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        return all;
    }

    private static void gauge(List<MetricSnapshot> all, String name, String help, double value) {
        all.add(GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build());
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .map(nanos -> nanos / NANOS_PER_SECOND)
                .orElse(Double.NaN);
    }

    private static double residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException notLinux) {
            return Double.NaN;
        }
    }
}
