package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The doctor itself, whatever its checks find. */
@Timeout(60)
class DoctorTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Facts facts = new Situation().facts();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void end() {
        never.countDown();
    }

    private List<Found> found(Duration limit, Examination.Named... checks) throws InterruptedException {
        try (Examination examination = new Examination(facts, System.nanoTime(), limit)) {
            for (Examination.Named check : checks) {
                examination.run(check);
            }
            return examination.found();
        }
    }

    private static Examination.Named quick(String name) {
        return new Examination.Named(Topic.KERNEL, name, known -> List.of(Diagnosis.ok(name + " is well")));
    }

    /** As reading from a disk that does not answer: an interrupt does not end it. */
    private Examination.Named hanging(String name) {
        return new Examination.Named(Topic.OTHERS, name, known -> {
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException ignored) {
                    // On purpose.
                }
            }
            return List.of(Diagnosis.error("too late", "never"));
        });
    }

    private static List<String> lines(List<Found> found) {
        return found.stream()
                .map(one ->
                        one.level() + " " + one.check() + ": " + one.diagnosis().sentence())
                .toList();
    }

    @Test
    void checksWhenOneDoesNotEndShouldEndTogetherAndEachThatWasNotMadeBeTold() throws Exception {
        assertThat(lines(found(SHORT, quick("first"), hanging("second"), quick("third"), hanging("fourth"))))
                .containsExactly(
                        "OK first: first is well",
                        "UNKNOWN second: the check second did not end within the 1 s that all checks together may take",
                        "UNKNOWN third: the check third was not made within the 1 s that all checks together may take",
                        "UNKNOWN fourth: the check fourth was not made within the 1 s that all checks together may take");
    }

    @Test
    void checksShouldBeMadeInTheirOrderAndAMistakeInOneBeToldBesideTheOthers() throws Exception {
        Examination.Named broken = new Examination.Named(Topic.KERNEL, "broken", known -> {
            throw new IllegalStateException("no");
        });

        assertThat(lines(found(LONG, quick("first"), broken, quick("third"))))
                .hasSize(3)
                .startsWith("OK first: first is well")
                .endsWith("OK third: third is well")
                .element(1)
                .asString()
                .startsWith("UNKNOWN broken: this check has an error inside: ");
    }

    @Test
    void doctorWhenItsTimeIsOverShouldTellOfEveryCheckByItsName() throws Exception {
        Duration over = Duration.ofSeconds(1);
        Examination late = new Examination(facts, System.nanoTime() - over.toNanos(), over);

        List<Found> found = new Doctor(facts, true).examine(late, progress -> {});

        assertThat(found).allMatch(one -> one.level() == Level.UNKNOWN).hasSizeGreaterThan(24);
        assertThat(found).extracting(Found::check).doesNotHaveDuplicates().contains("firewall", "network", "partners");
    }
}
