package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dsim.seed=N} replays one schedule and prints its story; {@code scripts/simulate} lives through a million. */
class SimulatorTest {
    private static final long RUNS = Long.getLong("sim.runs", 2_000);

    @Test
    void invariantsShouldHoldInEverySchedule() throws InterruptedException {
        Long seed = Long.getLong("sim.seed");
        if (seed != null) {
            System.out.println(Schedule.tell(seed, Variant.REAL));
            Schedule.live(seed, Variant.REAL);
            return;
        }
        Simulate simulate = new Simulate(Variant.REAL, 1, RUNS);
        simulate.run(Runtime.getRuntime().availableProcessors(), false);
        if (simulate.brokenSeed() != Long.MAX_VALUE) {
            fail("-Dsim.seed=" + simulate.brokenSeed() + "\n"
                    + Story.end(Schedule.tell(simulate.brokenSeed(), Variant.REAL)));
        }
        assertThat(simulate.stats().schedules).isEqualTo(RUNS);
        assertThat(simulate.stats().judgedTooSeldom()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("found")
    void faultThatWasFoundOnceShouldNotComeAgain(String line) {
        long seed = Long.parseLong(line.substring(0, line.indexOf(' ')));
        // Most were found before half of the sites had a link.
        assertThatCode(() -> Schedule.live(seed, Variant.REAL, false)).as(line).doesNotThrowAnyException();
        if (LinkTrait.isOf(seed)) {
            assertThatCode(() -> Schedule.live(seed, Variant.REAL)).as(line).doesNotThrowAnyException();
        }
    }

    static List<String> found() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/found.seeds")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void scheduleShouldBeTheSameEachTime() {
        assertThat(Schedule.tell(42, Variant.REAL)).isEqualTo(Schedule.tell(42, Variant.REAL));
    }

    @Test
    void storyWhenItIsLongShouldBeCutToItsEndAndTheBrokenAlias() {
        StringBuilder story = new StringBuilder("seed 7\n");
        for (int i = 0; i < 1_000; i++) {
            story.append("web1 [192.0.2.1")
                    .append(i % 2)
                    .append("] says ")
                    .append(i)
                    .append('\n');
        }
        assertThat(Story.end(story + "BROKEN settles: 192.0.2.11 has 2 holders").lines())
                .hasSizeLessThan(200)
                .startsWith("BROKEN settles: 192.0.2.11 has 2 holders", "seed 7")
                .contains("web1 [192.0.2.11] says 999")
                .noneMatch(line -> line.contains("[192.0.2.10]"));
    }
}
