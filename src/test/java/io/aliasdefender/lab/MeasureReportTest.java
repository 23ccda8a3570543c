package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasureReportTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @Test
    void rowWhenEveryRunIsGoodShouldGiveBestMedianAndWorst() {
        String report = report(new Measure.Series(
                Trouble.POWER_OFF, INTERVAL, List.of(silent(150), silent(110), silent(120), silent(140)), List.of()));

        assertThat(report)
                .contains("| the holder loses its power | 100ms | 4 | client without an answer | 110.0 ms | 130.0 ms"
                        + " | 150.0 ms | 150.0 ms | yes | 150.0 ms | 0 | 1 | 0 | 4 of 4 |");
    }

    @Test
    void rowWhenOneRunIsOverTheBarOrFailedShouldSayNo() {
        Measure.Series slow = new Measure.Series(Trouble.POWER_OFF, INTERVAL, List.of(silent(400)), List.of());
        Measure.Series failed =
                new Measure.Series(Trouble.POWER_OFF, INTERVAL, List.of(silent(100)), List.of("web1 ended by itself"));

        assertThat(slow.met()).isFalse();
        assertThat(failed.met()).isFalse();
        assertThat(report(failed)).contains("| 2, 1 failed |", "| **no** |", "| 1 of 2 |", "web1 ended by itself");
    }

    @Test
    void seriesWhenTheClientHasAnotherMacInTheEndShouldNotBeMet() {
        Trial.Outcome stale = new Trial.Outcome(INTERVAL, Duration.ZERO, 0, Duration.ZERO, INTERVAL, false);

        assertThat(new Measure.Series(Trouble.ROUTER_DOWN, INTERVAL, List.of(stale), List.of()).met())
                .isFalse();
    }

    @Test
    void medianShouldBeTheMiddle() {
        assertThat(MeasureReport.median(List.of(1L, 5L, 100L))).isEqualTo(5);
        assertThat(MeasureReport.median(List.of(1L, 5L, 7L, 100L))).isEqualTo(6);
        assertThat(MeasureReport.median(List.of(4L))).isEqualTo(4);
    }

    private static String report(Measure.Series series) {
        Machine machine = new Machine("2026-01-01", 2, "Linux 6.1", "JVM 17", "0.10");
        Measure.Options options = new Measure.Options(
                1,
                List.of(series.trouble()),
                List.of(INTERVAL),
                Duration.ofSeconds(60),
                1,
                Optional.empty(),
                "measure");
        return MeasureReport.markdown(options, List.of(series), machine, machine);
    }

    private static Trial.Outcome silent(int millis) {
        return new Trial.Outcome(Duration.ofMillis(millis), Duration.ZERO, 1, Duration.ZERO, INTERVAL, true);
    }
}
