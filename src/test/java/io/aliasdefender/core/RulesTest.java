package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the rules, as tables. */
class RulesTest {
    private static AliasSpec spec(Optional<Duration> grace, Optional<Duration> failback) {
        return new AliasSpec(ALIAS, List.of(WEB1, WEB2), WEB2, Rehearsal.with(POLICY, grace, failback));
    }

    @ParameterizedTest
    @CsvSource({
        "PT10S, 0, PT10S",
        "PT10S, 1, PT10S",
        "PT10S, 2, PT20S",
        "PT10S, 4, PT80S",
        "PT10S, 11, PT10240S",
        "PT10S, 50, PT10240S",
        "PT0S,  0, PT0S",
        "PT0S,  1, PT10S",
        "PT30S, 1, PT30S",
        "PT30S, 3, PT120S"
    })
    void failbackThatNobodyTookShouldNeedMoreHealthTheNextTime(Duration failback, int failures, Duration needed) {
        AliasSpec spec = spec(POLICY.grace(), Optional.of(failback));
        Duration begin = Duration.ofSeconds(100);
        Evidence evidence =
                Evidence.none(Duration.ZERO).heard(WEB1.address(), Rehearsal.reply(Optional.of(MAC1)), begin, true);
        Duration end = begin.plus(needed);
        PreferredStandbys watching = new PreferredStandbys(Map.of(WEB1, new PreferredStandbys.Seen(begin, end)));
        PreferredStandbys tooYoung =
                new PreferredStandbys(Map.of(WEB1, new PreferredStandbys.Seen(begin, end.minusMillis(1))));

        assertThat(Failback.judge(spec, evidence, watching, failures, Duration.ZERO, end))
                .isPresent();
        assertThat(Failback.judge(spec, evidence, watching, failures, needed.plusMillis(1), end))
                .as("its checks have not passed for as long as after moves because of checks")
                .isEmpty();
        if (!needed.isZero()) {
            assertThat(Failback.judge(spec, evidence, tooYoung, failures, Duration.ZERO, end))
                    .isEmpty();
        }
    }

    @Test
    void healthShouldCountFromTheLaterOfAnsweringAndWatchingAndEndWithAGap() {
        AliasSpec spec = spec(POLICY.grace(), Optional.of(Duration.ofSeconds(10)));
        Evidence evidence = Evidence.none(Duration.ZERO)
                .heard(WEB1.address(), Rehearsal.reply(Optional.of(MAC1)), Duration.ofSeconds(15), true);
        PreferredStandbys seen = new PreferredStandbys(
                Map.of(WEB1, new PreferredStandbys.Seen(Duration.ofSeconds(10), Duration.ofSeconds(25))));

        assertThat(Failback.judge(spec, evidence, seen, 0, Duration.ZERO, Duration.ofSeconds(25)))
                .contains(new Failback.Due(WEB1, Duration.ofSeconds(10)));
        assertThat(Failback.judge(spec, evidence, seen, 0, Duration.ZERO, Duration.ofSeconds(28)))
                .as("three intervals are no gap")
                .isPresent();
        assertThat(Failback.judge(spec, evidence, seen, 0, Duration.ZERO, Duration.ofMillis(28_001)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // grace, failed failbacks, of the group, the group is here, heard before; the grace in force
        "PT3S,   0, 0, false, true,  PT3S",
        "PT3S,   0, 0, false, false, PT3S",
        "PT0.1S, 0, 0, false, true,  PT0.1S",
        "PT0.1S, 0, 0, false, false, PT1S",
        ",       0, 0, false, true,  ",
        ",       1, 0, false, true,  PT3S",
        ",       0, 1, false, true,  PT3S",
        ",       0, 0, true,  true,  PT0S",
        "PT3S,   0, 0, true,  false, PT0S"
    })
    void graceShouldFollowTheConfigurationAndWhatIsKnown(
            Duration grace, int own, int ofGroup, boolean here, boolean heard, Duration inForce) {
        AliasSpec spec = spec(Optional.ofNullable(grace), Optional.empty());
        Optional<GroupView> group = Optional.of(
                new GroupView("web", here, true, ofGroup, Optional.empty(), Optional.empty(), Optional.empty()));
        Optional<Answer> answer =
                heard ? Optional.of(new Answer(Duration.ZERO, Optional.empty(), Duration.ZERO)) : Optional.empty();

        assertThat(Grace.of(spec, group, own, answer)).isEqualTo(Optional.ofNullable(inForce));
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 100", "2, 200, 200", "5, 1600, 1600", "6, 3200, 2000", "9, 25600, 2000", "10, 30000, 2000"})
    void waitAfterAFailureShouldDoubleUpToItsLimit(int failures, long claimMillis, long removalMillis) {
        assertThat(Timing.backoff(failures)).hasMillis(claimMillis);
        assertThat(Timing.removalBackoff(failures)).hasMillis(removalMillis);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, 0, 50",
        "PT1S, 1, 100",
        "PT1S, 4, 800",
        "PT1S, 5, 1000",
        "PT1S, 40, 1000",
        "PT0.01S, 0, 50",
        "PT0.01S, 9, 50"
    })
    void silenceOfEverybodyShouldBeAskedAboutLessAndLessOften(Duration interval, int unheard, long millis) {
        AliasSpec spec = new AliasSpec(ALIAS, List.of(WEB1, WEB2), WEB2, Rehearsal.withInterval(POLICY, interval));

        assertThat(Timing.lookAgain(unheard, spec)).hasMillis(millis);
    }

    @Test
    void reasonThatStandsShouldBeToldAgainAfterAMinute() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofMinutes(5));
        Input paused = new Input.Stalled(Duration.ofSeconds(1));
        assertThat(host.input(paused).said).hasSize(1);

        // Another reason meanwhile does not make the first one news.
        host.input(new Input.Sighted(Rehearsal.STRANGER, Sighting.Kind.REPLY));
        assertThat(host.said).hasSize(1);
        assertThat(host.after(Duration.ofMillis(59_999)).input(paused).said).isEmpty();
        assertThat(host.after(Duration.ofMillis(1)).input(paused).said).hasSize(1);
    }
}
