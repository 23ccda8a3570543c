package io.aliasdefender.lab;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How late daemons say that something of theirs was, and how often they say that they did not run.
 *
 * @param late how many times it was at most so late, by seconds
 * @param stalls pauses that were told
 */
record Lateness(NavigableMap<Double, Double> late, double stalls) {
    /** How late steady probes left. */
    static final String PROBES = "probe_late_seconds";
    /** How late timers were on the loop that decides. */
    static final String TIMERS = "event_loop_late_seconds";

    private static final Pattern STALLS = Pattern.compile("(?m)^alias_defender_stalls_total (\\S+)");

    /** All daemons together, by their pages of metrics; {@link LabException} when those do not have that histogram. */
    static Lateness of(String histogram, List<String> pages) {
        Pattern buckets = Pattern.compile("(?m)^alias_defender_" + histogram + "_bucket\\{le=\"([^\"]+)\"} (\\S+)");
        NavigableMap<Double, Double> late = new TreeMap<>();
        double stalls = 0;
        for (String page : pages) {
            Matcher bucket = buckets.matcher(page);
            while (bucket.find()) {
                double bound =
                        bucket.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1));
                late.merge(bound, Double.parseDouble(bucket.group(2)), Double::sum);
            }
            Matcher told = STALLS.matcher(page);
            stalls += told.find() ? Double.parseDouble(told.group(1)) : 0;
        }
        if (late.isEmpty()) {
            throw new LabException("the daemons' /metrics have no " + histogram);
        }
        return new Lateness(late, stalls);
    }

    /** What came after an earlier look. */
    Lateness since(Lateness before) {
        NavigableMap<Double, Double> fresh = new TreeMap<>();
        late.forEach((bound, count) -> fresh.put(bound, count - before.late.getOrDefault(bound, 0.0)));
        return new Lateness(fresh, stalls - before.stalls);
    }

    double all() {
        return late.lastEntry().getValue();
    }

    /** How many were later than a bound of the histogram. */
    double laterThan(double seconds) {
        return all() - late.floorEntry(seconds).getValue();
    }

    /** The least bound, in seconds, that this share of all kept to; infinite for more than every bound. */
    double quantile(double share) {
        double wanted = all() * share;
        return late.entrySet().stream()
                .filter(entry -> entry.getValue() >= wanted)
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
