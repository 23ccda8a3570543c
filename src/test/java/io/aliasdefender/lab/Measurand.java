package io.aliasdefender.lab;

import java.util.Locale;
import java.util.Optional;

/** A figure of the comparison, with its unit. */
enum Measurand {
    SILENCE("client without an answer, longest", "ms", Figure.SILENCE),
    TOTAL_SILENCE("client without an answer, in all", "ms", Figure.TOTAL_SILENCE),
    OUTAGE("requests lost, longest, until mended", "ms", Figure.OUTAGE),
    OUTAGE_AFTER("requests lost, longest, after mending", "ms", Figure.OUTAGE_AFTER),
    TWO_HOLDERS("two holders", "ms", Figure.TWO_HOLDERS),
    TWO_HOLDERS_AFTER("two holders, after mending", "ms", Figure.TWO_HOLDERS_AFTER),
    NO_HOLDER("no holder", "ms", Figure.NO_HOLDER),
    MOVES("moves", "", Figure.MOVES),
    UNSERVED("client unserved, longest", "ms"),
    UNSERVED_TOTAL("client unserved, in all", "ms"),
    BACK("service there again until the client has it", "ms"),
    LISTENING("exec to answering its API", "ms"),
    HOLDING("exec to holding, alone", "ms"),
    CPU_HOLDER("CPU of the holder", "% of a core"),
    CPU_STANDBY("CPU of the other", "% of a core"),
    MEMORY("resident memory of the holder", "MiB"),
    MEMORY_SHARED("the same, shared pages by share", "MiB"),
    PACKETS_HOLDER("packets sent by the holder", "1/s"),
    PACKETS_STANDBY("packets sent by the other", "1/s"),
    LOAD("load average of the machine", "");

    private static final double NANOS_PER_MILLI = 1e6;

    private final String label;
    private final String unit;
    private final Figure figure;

    Measurand(String label, String unit) {
        this(label, unit, null);
    }

    Measurand(String label, String unit, Figure figure) {
        this.label = label;
        this.unit = unit;
        this.figure = figure;
    }

    /** What of a run's outcome it is; empty: it is measured otherwise. */
    Optional<Figure> figure() {
        return Optional.ofNullable(figure);
    }

    /** The value of an outcome's figure in this unit. */
    double of(long value) {
        return unit.equals("ms") ? value / NANOS_PER_MILLI : value;
    }

    String unit() {
        return unit;
    }

    /** Whether the differences between small and large values are of interest by their ratio. */
    boolean logarithmic() {
        return !unit.isEmpty();
    }

    /** Three digits, or all of those before the point. */
    static String text(double value) {
        double size = Math.abs(value);
        String format = value == Math.rint(value) || size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Its name in the file of results. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Measurand parse(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return label;
    }
}
