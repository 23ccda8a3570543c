package io.aliasdefender.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is compared.
 *
 * @param jar of Alias Defender
 * @param runs of each; three times as many of the first ordeal
 * @param lossLength how long frames are lost
 * @param flapping how long a service flaps
 * @param budget after which no further run is begun
 * @param parallel laboratories side by side where milliseconds do not matter
 */
record BenchOptions(
        Path jar,
        List<Rival> rivals,
        List<Ordeal> ordeals,
        List<Duration> intervals,
        int runs,
        Duration lossLength,
        Duration flapping,
        Duration budget,
        int parallel) {
    BenchOptions {
        rivals = List.copyOf(rivals);
        ordeals = List.copyOf(ordeals);
        intervals = List.copyOf(intervals);
        if (runs < 1 || parallel < 1) {
            throw new IllegalArgumentException("runs and parallel are at least 1");
        }
    }
}
