package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB3;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Counters;
import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people read of a decision. */
class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.0002S, 0.2 ms",
        "PT0.00994S, 9.9 ms",
        "PT0.00995S, 10 ms",
        "PT0.041S, 41 ms",
        "PT0.9995S, 1 s",
        "PT3.1S, 3.1 s",
        "PT10S, 10 s",
        "PT59.95S, 0 min 59 s",
        "PT2M5S, 2 min 5 s",
        "PT59M59S, 59 min 59 s",
        "PT1H, 1 h 0 min",
        "PT26H7M, 26 h 7 min"
    })
    void durationShouldBeSaidAsAPersonWould(Duration duration, String words) {
        assertThat(Wording.of(duration)).isEqualTo(words);
    }

    @Test
    void hostShouldBeNamedByWhatItIsKnownAs() {
        Rehearsal host = Rehearsal.secondary();

        assertThat(Wording.nameOf(ROUTER, host.spec, host.evidence)).isEqualTo("router 192.0.2.1");
        assertThat(Wording.nameOf(WEB1.address(), host.spec, host.evidence)).isEqualTo("partner web1 (192.0.2.11)");
        assertThat(Wording.nameOf(WEB3.address(), host.spec, host.evidence)).isEqualTo("192.0.2.13");
        assertThat(Wording.nameOf(IpAddress.of("192.0.2.77"), host.spec, host.evidence))
                .isEqualTo("192.0.2.77");
    }

    @Test
    void answerShouldBeToldWithItsRoundTripAndItsSenderWhereTheyAreKnown() {
        Rehearsal host = Rehearsal.secondary();
        Answer known = new Answer(Duration.ZERO, Optional.of(MAC1), Duration.ofNanos(200_000));
        Answer stranger = new Answer(Duration.ZERO, Optional.of(STRANGER), Duration.ZERO);
        Answer echo = new Answer(Duration.ZERO, Optional.empty(), Duration.ZERO);

        assertThat(Wording.of(known, host.spec, host.evidence))
                .isEqualTo("answers in 0.2 ms from web1 (02:00:00:00:00:11)");
        assertThat(Wording.of(stranger, host.spec, host.evidence))
                .isEqualTo("answers from a host that is no node of ours (02:00:00:00:00:66)");
        assertThat(Wording.of(echo, host.spec, host.evidence)).isEqualTo("answers");
    }

    @ParameterizedTest
    @EnumSource(Counter.class)
    void eachCounterShouldCountItsOwnEventsAlone(Counter counter) {
        Counters counted = Counters.ZERO.plus(counter).plus(counter);
        Map<Counter, Long> counts = Map.of(
                Counter.TAKEOVER, counted.takeovers(),
                Counter.RELEASE, counted.releases(),
                Counter.RESTORE, counted.restores(),
                Counter.BURST, counted.bursts(),
                Counter.CONFLICT, counted.conflicts(),
                Counter.ANNOUNCEMENT, counted.announcements(),
                Counter.FAILED_COMMAND, counted.failedCommands());

        counts.forEach((each, count) -> assertThat(count).as("%s", each).isEqualTo(each == counter ? 2 : 0));
    }

    @Test
    void causesAndLevelsShouldHaveTheirStableNames() {
        assertThat(Cause.TAKING_OVER).hasToString("taking-over");
        assertThat(Level.WARNING).hasToString("warning");
    }

    @Test
    void mistakeShouldBeDescribedInOneLineWithItsPlaceInOurCode() {
        assertThat(ProgramError.describe(new IllegalStateException("two\nlines")))
                .matches("java.lang.IllegalStateException: two lines \\(WordingTest.java:[0-9]+\\)");

        IllegalStateException elsewhere = new IllegalStateException("far");
        elsewhere.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("java.util.List", "of", "List.java", 7)});
        assertThat(ProgramError.describe(elsewhere)).endsWith("far (List.java:7)");
        elsewhere.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.util.List", "of", "List.java", 7),
            new StackTraceElement("io.aliasdefender.core.Step", "tell", "Step.java", 8)
        });
        assertThat(ProgramError.describe(elsewhere)).endsWith("far (Step.java:8)");
    }
}
