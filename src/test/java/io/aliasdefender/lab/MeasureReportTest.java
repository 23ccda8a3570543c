package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeasureReportTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @Test
    void rowWhenEveryRunIsGoodShouldGiveBestMedianAndWorstOfEachFamily() {
        String report = report(series(silent(150, 160), silent(110, 120), silent(120, 130), silent(140, 149)));

        assertThat(report)
                .contains(
                        "| the holder loses its power | client without an answer, ms | IPv4 | 110 / 130 / 150 ≤ 150 |")
                .contains("|  |  | IPv6 | 120 / 140 / **160** > 150 |")
                .contains("in 4 of 4 runs");
    }

    @Test
    void rowWhenAllIsZeroAndHasToBeShouldSayJustThat() {
        Outcome calm = outcome(family -> Map.of());

        assertThat(report(new Series(Trouble.LOSS_10, INTERVAL, List.of(calm, calm), List.of())))
                .contains("| 10 % of all frames lost | moves | IPv4 | 0 |");
    }

    @Test
    void seriesWhenOneFamilyIsOverTheBarShouldNotBeMet() {
        assertThat(series(silent(150, 150)).met()).isTrue();
        assertThat(series(silent(150, 151)).met()).isFalse();
        assertThat(series(silent(151, 150)).met()).isFalse();
        assertThat(silent(150, 151).text(Trouble.POWER_OFF.bars(INTERVAL)))
                .isEqualTo("IPv4 client without an answer 150 ms; IPv6 client without an answer 151 ms (OVER 150 ms)");
    }

    @Test
    void seriesWhenARunFailedShouldNotBeMetAndTellWhy() {
        Series failed =
                new Series(Trouble.POWER_OFF, INTERVAL, List.of(silent(100, 100)), List.of("web1 ended by itself"));

        assertThat(failed.met()).isFalse();
        assertThat(report(failed)).contains("**1 of 2 failed**", "web1 ended by itself");
    }

    @Test
    void seriesWhenAThirdHostHasAnotherMacInTheEndShouldNotBeMetAndTellWhich() {
        Outcome stale =
                new Outcome(outcome(family -> Map.of()).figures(), List.of("router has 02:ad:00:00:00:11"), INTERVAL);
        Series series = new Series(Trouble.ROUTER_DOWN, INTERVAL, List.of(stale), List.of());

        assertThat(series.met()).isFalse();
        assertThat(report(series)).contains("in 0 of 1 runs", "router has 02:ad:00:00:00:11");
    }

    @Test
    void barsShouldBeThoseOfTheThreeIntervals() {
        assertThat(List.of(1000, 100, 10).stream().map(millis -> Trouble.ISOLATED.bars(Duration.ofMillis(millis))))
                .containsExactly(isolated(1200, 100), isolated(150, 100), isolated(50, 50));
        assertThat(Trouble.STOPPED.bars(Duration.ofMillis(10)))
                .containsEntry(
                        Figure.SILENCE,
                        Policy.autoGrace(Duration.ofMillis(10)).plusMillis(50).toNanos());
        assertThat(Trouble.PARTITION.bars(INTERVAL)).containsEntry(Figure.SETTLING, 300_000_000L);
    }

    @Test
    void medianShouldBeTheMiddle() {
        assertThat(MeasureReport.median(List.of(1L, 5L, 100L))).isEqualTo(5);
        assertThat(MeasureReport.median(List.of(1L, 5L, 7L, 100L))).isEqualTo(6);
        assertThat(MeasureReport.median(List.of(4L))).isEqualTo(4);
    }

    private static Map<Figure, Long> isolated(long outageMillis, long healingMillis) {
        return Map.of(
                Figure.OUTAGE, outageMillis * 1_000_000,
                Figure.OUTAGE_AFTER, healingMillis * 1_000_000,
                Figure.TWO_HOLDERS_AFTER, healingMillis * 1_000_000);
    }

    private static Series series(Outcome... outcomes) {
        return new Series(Trouble.POWER_OFF, INTERVAL, List.of(outcomes), List.of());
    }

    private static String report(Series series) {
        TestMachine machine = new TestMachine("2026-01-01", 2, "Linux 6.1", "JVM 17", "0.10");
        Measure.Options options = new Measure.Options(
                1,
                List.of(series.trouble()),
                List.of(INTERVAL),
                Duration.ofSeconds(60),
                true,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                "measure");
        return MeasureReport.markdown(options, List.of(series), machine, machine);
    }

    private static Outcome silent(long millisV4, long millisV6) {
        return outcome(family -> Map.of(Figure.SILENCE, (family == Family.IPV4 ? millisV4 : millisV6) * 1_000_000));
    }

    /** Zero where nothing is said. */
    private static Outcome outcome(Function<Family, Map<Figure, Long>> figures) {
        Map<Family, Map<Figure, Long>> all = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            Map<Figure, Long> given = figures.apply(family);
            all.put(
                    family,
                    Arrays.stream(Figure.values())
                            .collect(Collectors.toMap(figure -> figure, figure -> given.getOrDefault(figure, 0L))));
        }
        return new Outcome(all, List.of(), INTERVAL);
    }
}
