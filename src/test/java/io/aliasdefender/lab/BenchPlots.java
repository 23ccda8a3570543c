package io.aliasdefender.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The plots of the comparison: which figures are set side by side. */
enum BenchPlots {
    SILENCE(
            "How long a client goes without an answer",
            List.of(
                    new Line("power off", Ordeal.POWER_OFF, Measurand.SILENCE),
                    new Line("cut off, link up", Ordeal.ISOLATED, Measurand.OUTAGE),
                    new Line("cable pulled", Ordeal.CABLE, Measurand.OUTAGE),
                    new Line("stopped (SIGTERM)", Ordeal.STOPPED, Measurand.SILENCE),
                    new Line("alias deleted", Ordeal.DELETED, Measurand.SILENCE))),
    TWO_HOLDERS(
            "How long two hosts have the alias",
            List.of(
                    new Line("killed (-9)", Ordeal.KILLED, Measurand.TWO_HOLDERS),
                    new Line("frozen for 8 s", Ordeal.PAUSED, Measurand.TWO_HOLDERS),
                    new Line("cut off, after healing", Ordeal.ISOLATED, Measurand.TWO_HOLDERS_AFTER),
                    new Line("nodes cut apart, in all", Ordeal.PARTITION, Measurand.TWO_HOLDERS),
                    new Line("nodes cut apart, after healing", Ordeal.PARTITION, Measurand.TWO_HOLDERS_AFTER))),
    LOSS(
            "How often the alias moves while frames are lost",
            List.of(
                    new Line("10 % lost", Ordeal.LOSS_10, Measurand.MOVES),
                    new Line("30 % lost", Ordeal.LOSS_30, Measurand.MOVES))),
    SERVICE(
            "How long a client goes without the service",
            List.of(
                    new Line("killed, check every 1s", Ordeal.SERVICE_KILLED, Measurand.UNSERVED),
                    new Line("killed, process watched", Ordeal.PROCESS_KILLED, Measurand.UNSERVED),
                    new Line("hangs, check every 1s", Ordeal.SERVICE_HANGS, Measurand.UNSERVED))),
    CPU(
            "What it costs while nothing happens: CPU of the holder",
            List.of(new Line("idle", Ordeal.IDLE, Measurand.CPU_HOLDER)));

    private final String title;
    private final List<Line> lines;

    /** One figure, at every interval that was measured. */
    private record Line(String label, Ordeal ordeal, Measurand measurand) {}

    BenchPlots(String title, List<Line> lines) {
        this.title = title;
        this.lines = lines;
    }

    String fileName() {
        return "bench-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".svg";
    }

    boolean isEmpty(Samples samples) {
        return rows(samples).isEmpty();
    }

    String svg(Samples samples) {
        String unit = lines.get(0).measurand().unit();
        return new DotPlot(title, unit.isEmpty() ? "times" : unit, rows(samples)).svg();
    }

    private List<DotPlot.Row> rows(Samples samples) {
        List<DotPlot.Row> rows = new ArrayList<>();
        for (Line line : lines) {
            for (Duration interval : samples.intervals()) {
                List<DotPlot.Series> series = new ArrayList<>();
                for (Rival rival : Rival.values()) {
                    List<Double> values = samples.values(rival, line.ordeal(), interval, line.measurand());
                    if (!values.isEmpty()) {
                        series.add(new DotPlot.Series(rival.toString(), rival.colour(), values));
                    }
                }
                if (!series.isEmpty()) {
                    rows.add(new DotPlot.Row(line.label() + ", every " + LabConfig.text(interval), series));
                }
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return title;
    }
}
