package io.aliasdefender.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseNameTest {
    @Test
    void everyPhaseShouldHaveItsNameForPeople() {
        List<String> phases = Arrays.stream(Phase.class.getPermittedSubclasses())
                .map(phase -> phase.getSimpleName().toUpperCase(Locale.ROOT))
                .toList();

        assertThat(Arrays.stream(PhaseName.values())
                        .map(standing -> standing.name().replace("_", ""))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(phases);
        assertThat(PhaseName.of(new Phase.StandingAside(Duration.ZERO, Optional.empty())))
                .hasToString("standing-aside");
        assertThat(PhaseName.of(new Phase.Watching(Duration.ZERO))).hasToString("watching");
    }
}
