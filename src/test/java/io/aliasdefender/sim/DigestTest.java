package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is decided in a schedule must hang on its seed alone: else no seed of a fault could be lived through again. */
@Tag("simulator")
class DigestTest {
    private static final int FIRST = 3;
    private static final int RUNS = 40;

    /** In each process the sets of the JDK have another order; here identity hash codes are others, too. */
    @Test
    void decisionsShouldBeTheSameInAnotherProcess() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=1",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Digest.class.getName(),
                        "" + RUNS,
                        "" + FIRST)
                .redirectErrorStream(true)
                .start();
        String here = String.format(Locale.ROOT, "%016x", Digest.of(FIRST, RUNS));
        String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).as(there).isZero();
        assertThat(there).contains("decisions of schedules 3 to 42: " + here);
    }

    @Test
    void digestShouldBeAnotherOneForOtherSchedules() {
        assertThat(Digest.of(1, 2)).isNotEqualTo(Digest.of(2, 2)).isNotEqualTo(Digest.of(1, 1));
    }
}
