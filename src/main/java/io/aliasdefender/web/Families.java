package io.aliasdefender.web;

import io.aliasdefender.payload.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Collects figures into families of Prometheus. Names are without our prefix, and without the suffix of counters. */
final class Families {
    private static final String PREFIX = "alias_defender_";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<Double> BOUNDS = bounds();

    private static final class Family<T> {
        private final String help;
        private final List<T> points = new ArrayList<>();

        Family(String help) {
            this.help = help;
        }
    }

    private final Map<String, Family<GaugeDataPointSnapshot>> gauges = new LinkedHashMap<>();
    private final Map<String, Family<CounterDataPointSnapshot>> counters = new LinkedHashMap<>();
    private final Map<String, Family<HistogramDataPointSnapshot>> histograms = new LinkedHashMap<>();

    private static List<Double> bounds() {
        List<Double> bounds = new ArrayList<>();
        Histogram.BOUNDS_NANOS.forEach(nanos -> bounds.add(nanos / NANOS_PER_SECOND));
        bounds.add(Double.POSITIVE_INFINITY);
        return bounds;
    }

    /** @param labels names and values by turns */
    Families gauge(String name, String help, double value, String... labels) {
        gauges.computeIfAbsent(name, first -> new Family<>(help))
                .points
                .add(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
        return this;
    }

    Families counter(String name, String help, long value, String... labels) {
        counters.computeIfAbsent(name, first -> new Family<>(help))
                .points
                .add(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) value)
                        .labels(Labels.of(labels))
                        .build());
        return this;
    }

    Families histogram(String name, String help, Histogram value, String... labels) {
        histograms
                .computeIfAbsent(name, first -> new Family<>(help))
                .points
                .add(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, value.counts()))
                        .sum(value.sumNanos() / NANOS_PER_SECOND)
                        .labels(Labels.of(labels))
                        .build());
        return this;
    }

    Collection<MetricSnapshot> snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        build(gauges, snapshots, name -> GaugeSnapshot.builder().name(name), GaugeSnapshot.Builder::dataPoint);
        build(counters, snapshots, name -> CounterSnapshot.builder().name(name), CounterSnapshot.Builder::dataPoint);
        build(
                histograms,
                snapshots,
                name -> HistogramSnapshot.builder().name(name),
                HistogramSnapshot.Builder::dataPoint);
        return snapshots;
    }

    private interface Adder<B, T> {
        B add(B builder, T point);
    }

    private static <T, B extends MetricSnapshot.Builder<B>> void build(
            Map<String, Family<T>> families, List<MetricSnapshot> into, Function<String, B> begin, Adder<B, T> adder) {
        families.forEach((name, family) -> {
            B builder = begin.apply(PREFIX + name).help(family.help);
            family.points.forEach(point -> adder.add(builder, point));
            into.add(builder.build());
        });
    }
}
