package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static String page(int within1ms, int within5ms, int all, int stalls) {
        return """
                # TYPE alias_defender_probe_late_seconds histogram
                alias_defender_probe_late_seconds_bucket{le="0.001"} %d
                alias_defender_probe_late_seconds_bucket{le="0.005"} %d
                alias_defender_probe_late_seconds_bucket{le="+Inf"} %d
                alias_defender_probe_late_seconds_count %d
                # HELP alias_defender_stalls_total How often this process did not run for a while.
                alias_defender_stalls_total %d.0
                """.formatted(within1ms, within5ms, all, all, stalls);
    }

    @Test
    void quantilesShouldBeOfAllDaemonsTogether() {
        Lateness both = Lateness.of(Lateness.PROBES, List.of(page(500, 500, 500, 0), page(480, 499, 500, 2)));

        assertThat(both.all()).isEqualTo(1_000);
        assertThat(both.quantile(0.5)).isEqualTo(0.001);
        assertThat(both.quantile(0.98)).isEqualTo(0.001);
        assertThat(both.quantile(0.999)).isEqualTo(0.005);
        assertThat(both.quantile(1)).isInfinite();
        assertThat(both.laterThan(0.005)).isEqualTo(1);
        assertThat(both.stalls()).isEqualTo(2);
    }

    @Test
    void whatWasBeforeShouldNotCount() {
        Lateness before = Lateness.of(Lateness.PROBES, List.of(page(0, 0, 100, 3)));

        Lateness since =
                Lateness.of(Lateness.PROBES, List.of(page(100, 100, 200, 3))).since(before);

        assertThat(since.all()).isEqualTo(100);
        assertThat(since.quantile(1)).isEqualTo(0.001);
        assertThat(since.stalls()).isZero();
    }

    @Test
    void pagesWithoutProbesShouldBeRefused() {
        assertThatThrownBy(() -> Lateness.of(Lateness.PROBES, List.of("")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no probe_late_seconds");
    }
}
