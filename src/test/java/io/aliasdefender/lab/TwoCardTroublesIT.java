package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Troubles of {@link Measure} with two cards in each machine: one has the aliases, the other the addresses that name the
 * nodes. Times are those that a busy machine may need.
 */
class TwoCardTroublesIT extends MixedPair {
    private static final Duration BEARABLE = Duration.ofSeconds(10);

    @BeforeEach
    void nameHostsBySecondCards() {
        lab.nameHostsBySecondCards();
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_OFF", "ISOLATED", "CABLE", "PARTITION", "MACHINE_FROZEN"})
    void pairShouldKeepTheAliasesAliveAsWithOneCard(Trouble trouble) {
        Outcome outcome = new Trial(lab, List.of(Family.values()), INTERVAL, BEARABLE).run(trouble);

        assertThat(web1.address().toString()).startsWith("198.51.100.");
        assertThat(outcome.wrongNeighbours()).isEmpty();
        Map<Figure, Long> bars = trouble.bars(INTERVAL);
        for (Family family : Family.values()) {
            assertThat(lab.timeline().holders(family.alias())).hasSize(1);
            for (Figure figure : bars.keySet()) {
                boolean time = !figure.unit().isEmpty();
                assertThat(outcome.value(family, figure))
                        .as("%s, %s", family, figure)
                        .isLessThanOrEqualTo(time ? BEARABLE.toNanos() : bars.get(figure));
            }
        }
    }
}
