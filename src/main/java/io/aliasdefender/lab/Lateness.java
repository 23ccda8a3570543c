package io.aliasdefender.lab;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How late daemons say that their probes left, and how often they say that they did not run.
 *
 * @param late how many probes were at most so late, by seconds
 * @param stalls pauses that were told
 */
record Lateness(NavigableMap<Double, Double> late, double stalls) {
    private static final Pattern LATE =
            Pattern.compile("(?m)^alias_defender_probe_late_seconds_bucket\\{le=\"([^\"]+)\"} (\\S+)");
    private static final Pattern STALLS = Pattern.compile("(?m)^alias_defender_stalls_total (\\S+)");

    /** All daemons together, by their pages of metrics; {@link LabException} when those have no probes. */
    static Lateness of(List<String> pages) {
        NavigableMap<Double, Double> late = new TreeMap<>();
        double stalls = 0;
        for (String page : pages) {
            Matcher bucket = LATE.matcher(page);
            while (bucket.find()) {
                double bound =
                        bucket.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1));
                late.merge(bound, Double.parseDouble(bucket.group(2)), Double::sum);
            }
            Matcher told = STALLS.matcher(page);
            stalls += told.find() ? Double.parseDouble(told.group(1)) : 0;
        }
        if (late.isEmpty()) {
            throw new LabException("the daemons' /metrics have no probes");
        }
        return new Lateness(late, stalls);
    }

    /** What came after an earlier look. */
    Lateness since(Lateness before) {
        NavigableMap<Double, Double> fresh = new TreeMap<>();
        late.forEach((bound, count) -> fresh.put(bound, count - before.late.getOrDefault(bound, 0.0)));
        return new Lateness(fresh, stalls - before.stalls);
    }

    double probes() {
        return late.lastEntry().getValue();
    }

    /** The least bound, in seconds, within which this share of all probes left; infinite for more than every bound. */
    double quantile(double share) {
        double wanted = probes() * share;
        return late.entrySet().stream()
                .filter(entry -> entry.getValue() >= wanted)
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
