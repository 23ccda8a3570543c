package io.aliasdefender.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Alias Defender has set itself.
 *
 * @param what in words
 * @param relative whether the limit is a part of what keepalived shows, instead of a value
 * @param strict whether the worst run is judged, instead of the median
 */
record Bar(
        String what,
        Ordeal ordeal,
        Measurand measurand,
        Duration interval,
        double limit,
        boolean relative,
        boolean strict) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration HUNDREDTH = Duration.ofMillis(10);
    private static final List<Duration> INTERVALS = List.of(SECOND, TENTH, HUNDREDTH);

    private static final double QUICKER = 1 / 2.5;
    private static final double FEWER = 1 / 5.0;
    private static final double MEMORY_MIB = 64;
    private static final double LISTENING_MS = 250;
    private static final double DEFENDING_MS = 600;
    private static final double KILLED_MS = 600;
    private static final double PROCESS_MS = 60;
    /** One interval of the check, its time limit, and the move. */
    private static final double HANGS_MS = 1550;
    /** One interval of a check that rises after one look, and the move. */
    private static final double BACK_MS = 1050;

    private static final double MOST_FLAPS = 4;

    /** All of them, in the order in which they are told. */
    static List<Bar> all() {
        List<Bar> bars = new ArrayList<>();
        for (Duration interval : INTERVALS) {
            double limit = interval.equals(HUNDREDTH) ? 1 : QUICKER;
            bars.add(toKeepalived("silence at power off", Ordeal.POWER_OFF, Measurand.SILENCE, interval, limit));
        }
        for (Duration interval : INTERVALS) {
            bars.add(worst("moves at 30 % loss", Ordeal.LOSS_30, Measurand.MOVES, interval, 0));
        }
        for (Duration interval : INTERVALS) {
            bars.add(fewer("two holders, kill -9", Ordeal.KILLED, Measurand.TWO_HOLDERS, interval));
            bars.add(fewer("two holders, pause of 8 s", Ordeal.PAUSED, Measurand.TWO_HOLDERS, interval));
            bars.add(fewer(
                    "two holders, after isolation is healed", Ordeal.ISOLATED, Measurand.TWO_HOLDERS_AFTER, interval));
            bars.add(fewer(
                    "two holders, after the nodes' cut is healed",
                    Ordeal.PARTITION,
                    Measurand.TWO_HOLDERS_AFTER,
                    interval));
        }
        bars.add(value("resident memory, one alias", Measurand.MEMORY, SECOND, MEMORY_MIB));
        bars.add(value("CPU, one alias", Measurand.CPU_HOLDER, SECOND, 0.5));
        bars.add(value("CPU, one alias", Measurand.CPU_HOLDER, TENTH, 1));
        bars.add(value("CPU, one alias", Measurand.CPU_HOLDER, HUNDREDTH, 3));
        bars.add(value("exec to answering its API", Measurand.LISTENING, SECOND, LISTENING_MS));
        bars.add(value("exec to holding, alone", Measurand.HOLDING, HUNDREDTH, DEFENDING_MS));
        bars.add(value("exec to holding, alone", Measurand.HOLDING, SECOND, DEFENDING_MS));
        bars.addAll(ofServices());
        return bars;
    }

    private static List<Bar> ofServices() {
        return List.of(
                toKeepalived("service killed, check", Ordeal.SERVICE_KILLED, Measurand.UNSERVED, SECOND, 1 / 1.5),
                new Bar("the same", Ordeal.SERVICE_KILLED, Measurand.UNSERVED, SECOND, KILLED_MS, false, false),
                toKeepalived("service killed, process", Ordeal.PROCESS_KILLED, Measurand.UNSERVED, SECOND, 1 / 3.0),
                new Bar("the same", Ordeal.PROCESS_KILLED, Measurand.UNSERVED, SECOND, PROCESS_MS, false, false),
                worst("service hangs, worst", Ordeal.SERVICE_HANGS, Measurand.UNSERVED, SECOND, HANGS_MS),
                worst("sick on both: moves, worst", Ordeal.SICK_ON_BOTH, Measurand.MOVES, SECOND, 0),
                worst("sick on both: no holder, worst", Ordeal.SICK_ON_BOTH, Measurand.NO_HOLDER, SECOND, 0),
                worst("well again on one, worst", Ordeal.SICK_ON_BOTH, Measurand.BACK, SECOND, BACK_MS),
                worst("flapping: moves, worst", Ordeal.FLAPPING, Measurand.MOVES, SECOND, MOST_FLAPS));
    }

    private static Bar toKeepalived(String what, Ordeal ordeal, Measurand measurand, Duration interval, double limit) {
        return new Bar(what, ordeal, measurand, interval, limit, true, false);
    }

    private static Bar fewer(String what, Ordeal ordeal, Measurand measurand, Duration interval) {
        return toKeepalived(what, ordeal, measurand, interval, FEWER);
    }

    private static Bar worst(String what, Ordeal ordeal, Measurand measurand, Duration interval, double limit) {
        return new Bar(what, ordeal, measurand, interval, limit, false, true);
    }

    private static Bar value(String what, Measurand measurand, Duration interval, double limit) {
        return new Bar(what, Ordeal.IDLE, measurand, interval, limit, false, false);
    }

    /** What is judged of a rival's runs; empty when there are none. */
    Optional<Double> judged(Samples samples, Rival rival) {
        List<Double> values = samples.values(rival, ordeal, interval, measurand);
        return strict && !values.isEmpty() ? Optional.of(values.get(values.size() - 1)) : Samples.median(values);
    }

    /** Whether it is met; empty when it was not measured. */
    Optional<Boolean> met(Samples samples) {
        if (!samples.failures(Rival.OURS, ordeal, interval).isEmpty()) {
            return Optional.of(false);
        }
        Optional<Double> ours = judged(samples, Rival.OURS);
        if (!relative) {
            return ours.map(value -> value <= limit);
        }
        Optional<Double> theirs = judged(samples, Rival.KEEPALIVED);
        return ours.flatMap(mine -> theirs.map(other -> mine <= limit * other));
    }

    /** The limit in words. */
    String text() {
        if (!relative) {
            return "≤ " + (plain(limit) + " " + measurand.unit()).strip();
        }
        return limit == 1 ? "≤ keepalived's" : "≤ 1/" + plain(1 / limit) + " of keepalived's";
    }

    private static String plain(double value) {
        return Measurand.text(value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }
}
