package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "intervall, interval",
        "intreval, interval",
        "INTERVAL, interval",
        "on_stop, on-stop",
        "onstop, on-stop",
        "witness, witnesses",
        "node, nodes",
        "fail-back, failback",
        "anounce, announce",
        "alias, aliases"
    })
    void keyWhenNearlyRightShouldFindTheOneMeant(String text, String meant) {
        assertThat(Nearest.to(text, Keys.FILE.names())).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "priority",
        "vrid",
        "x",
        "''",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    })
    void keyWhenFarFromEveryKeyShouldFindNone(String text) {
        assertThat(Nearest.to(text, Keys.FILE.names())).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"a,a,0", "ab,ba,1", "abc,abd,1", "abc,,3", "kitten,sitting,3"})
    void distanceWhenComputedShouldCountMistakes(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b == null ? "" : b)).isEqualTo(distance);
    }
}
