package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Sample.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private Samples samples;

    @BeforeEach
    void begin() throws IOException {
        samples = Samples.create(folder.resolve("runs.tsv"));
    }

    @Test
    void barWhenOursIsLittleEnoughOfKeepalivedsShouldBeMet() throws IOException {
        silence(Rival.KEEPALIVED, 3500, 3600, 3700);
        silence(Rival.OURS, 400, 500, 1440);

        assertThat(report())
                .contains("| silence at power off | 1s | 500 ms | 3600 ms | 0.14 | ≤ 1/2.5 of keepalived's | met |");
    }

    @Test
    void barWhenOursIsTooMuchOfKeepalivedsShouldBeMissed() throws IOException {
        silence(Rival.KEEPALIVED, 3600);
        silence(Rival.OURS, 1441);

        assertThat(report()).contains("| 0.40 | ≤ 1/2.5 of keepalived's | **missed** |");
    }

    @Test
    void barWhenTheWorstRunIsJudgedShouldNotBeMetByTheMedian() throws IOException {
        for (int run = 1; run <= 3; run++) {
            samples.add(sample(Rival.OURS, Ordeal.LOSS_30, run, Map.of(Measurand.MOVES, run == 3 ? 1.0 : 0.0)));
        }

        assertThat(report()).contains("| moves at 30 % loss | 1s | 1 | - | - | ≤ 0 | **missed** |");
    }

    @Test
    void barWhenARunOfOursFailedShouldBeMissed() throws IOException {
        silence(Rival.KEEPALIVED, 3600);
        silence(Rival.OURS, 500);
        samples.add(new Sample(
                new Job(Rival.OURS, Ordeal.POWER_OFF, SECOND, 9), Map.of(Measurand.LOAD, 1.0), "nobody\ntook it"));

        assertThat(report())
                .contains("**missed**", "**1 not well**", "power-off, every 1s, Alias Defender: nobody took it");
    }

    @Test
    void barsOfTheServiceShouldBeAPartOfKeepalivedsAndATime() throws IOException {
        for (int run = 1; run <= 3; run++) {
            samples.add(sample(Rival.KEEPALIVED, Ordeal.SERVICE_KILLED, run, Map.of(Measurand.UNSERVED, 1000.0 * run)));
            samples.add(sample(Rival.OURS, Ordeal.SERVICE_KILLED, run, Map.of(Measurand.UNSERVED, 400.0 * run)));
            samples.add(sample(Rival.OURS, Ordeal.SERVICE_HANGS, run, Map.of(Measurand.UNSERVED, 520.0 * run)));
        }

        assertThat(report())
                .contains("| 800 ms | 2000 ms | 0.40 | ≤ 1/1.5 of keepalived's | met |")
                .contains("| 800 ms | 2000 ms | 0.40 | ≤ 600 ms | **missed** |")
                // The worst run.
                .contains("| service hangs, worst | 1s | 1560 ms | - | - | ≤ 1550 ms | **missed** |");
    }

    @Test
    void ordealsOfTheServiceShouldBeOnlyInTheirOwnComparison() {
        assertThat(Ordeal.all(true))
                .containsExactly(
                        Ordeal.SERVICE_KILLED,
                        Ordeal.PROCESS_KILLED,
                        Ordeal.SERVICE_HANGS,
                        Ordeal.SICK_ON_BOTH,
                        Ordeal.FLAPPING);
        assertThat(Ordeal.all(false)).contains(Ordeal.POWER_OFF, Ordeal.IDLE).doesNotContain(Ordeal.FLAPPING);
        assertThat(Ordeal.parse("sick-on-both")).isEqualTo(Ordeal.SICK_ON_BOTH);
    }

    @Test
    void rowShouldGiveMedianAndWorstOfEverybody() throws IOException {
        silence(Rival.OURS, 100, 120, 150);
        silence(Rival.KEEPALIVED, 3600);

        assertThat(report())
                .contains("| client without an answer, longest | 1s | 120 (150) ms | 3600 ms | 0.03 | 3/1 |");
    }

    @Test
    void ratioWhenKeepalivedIsAtZeroShouldNotBeANumber() {
        assertThat(BenchReport.ratio(Optional.of(5.0), Optional.of(0.0))).isEqualTo("keepalived 0");
        assertThat(BenchReport.ratio(Optional.of(0.0), Optional.of(0.0))).isEqualTo("both 0");
        assertThat(BenchReport.ratio(Optional.of(0.0), Optional.of(9.0))).isEqualTo("0");
    }

    @Test
    void samplesWhenReadAgainShouldBeTheSame() throws IOException {
        samples.fact("date", "2026-01-01");
        silence(Rival.OURS, 100.25, 120);
        Sample failed = new Sample(new Job(Rival.UCARP, Ordeal.IDLE, SECOND, 1), Map.of(Measurand.LOAD, 2.0), "ended");
        samples.add(failed);

        Samples again = Samples.open(folder.resolve("runs.tsv"));

        assertThat(again.all()).isEqualTo(samples.all());
        assertThat(again.has(failed.job())).isTrue();
        assertThat(again.has(new Job(Rival.UCARP, Ordeal.IDLE, SECOND, 2))).isFalse();
        assertThat(again.fact("date")).isEqualTo("2026-01-01");
    }

    @Test
    void plotShouldHaveADotForEachRunAndBeXml() throws Exception {
        silence(Rival.OURS, 100, 0, 150);
        String svg = BenchPlots.SILENCE.svg(samples);

        Path file = Files.writeString(folder.resolve("plot.svg"), svg);
        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile());
        // One more is in the legend.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(4);
        assertThat(svg).contains("power off, every 1s");
    }

    private void silence(Rival rival, double... values) throws IOException {
        for (int run = 1; run <= values.length; run++) {
            samples.add(sample(rival, Ordeal.POWER_OFF, run, Map.of(Measurand.SILENCE, values[run - 1])));
        }
    }

    private static Sample sample(Rival rival, Ordeal ordeal, int run, Map<Measurand, Double> values) {
        Map<Measurand, Double> all = new java.util.EnumMap<>(values);
        all.put(Measurand.LOAD, 1.0);
        return new Sample(new Job(rival, ordeal, SECOND, run), all, "");
    }

    private String report() {
        return new BenchReport(samples, "images").markdown();
    }
}
