package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.probe.ProbeOutcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a holder says again that it has the alias, although nobody asked. */
class AnnouncingTest {
    private static final ProbeOutcome REPLY = Rehearsal.reply(Optional.of(MAC2));
    private static final ProbeOutcome SILENCE = new ProbeOutcome.Silence(Duration.ofMillis(10));

    /** All that follows a claim has been announced, the last of it now. */
    private static Rehearsal announced() {
        Rehearsal host = Rehearsal.primary().holding().burstEndsLate();
        for (int i = 1; i < POLICY.announce().count(); i++) {
            host.after(POLICY.announce().spacing()).tick();
            assertThat(host.announces()).isTrue();
        }
        return host;
    }

    private static Rehearsal hears(Rehearsal host, ProbeOutcome outcome) {
        host.evidence = host.evidence.heard(WEB2.address(), outcome, host.now, true);
        return host.tick();
    }

    @Test
    void hostThatWasSilentAndAnswersAgainShouldBeToldAtOnce() {
        Rehearsal host = announced();
        hears(host.after(Duration.ofMillis(900)), SILENCE);
        assertThat(hears(host.after(Duration.ofMillis(1_100)), SILENCE).announces())
                .isFalse();
        host.burstEndsLate();

        assertThat(hears(host.after(Duration.ofMillis(1)), REPLY).announces())
                .as("more than two seconds after the last announcement")
                .isTrue();
        assertThat(host.after(Duration.ofMillis(100)).tick().announces()).isFalse();
    }

    @Test
    void hostThatComesAndGoesShouldNotBeToldMoreOftenThanEveryTwoSeconds() {
        Rehearsal host = announced();
        hears(hears(host.after(Duration.ofMillis(900)), SILENCE), SILENCE);
        host.burstEndsLate();
        assertThat(hears(host.after(Duration.ofMillis(1_099)), REPLY).announces())
                .as("a millisecond before two seconds after the last")
                .isFalse();
        assertThat(host.after(Duration.ofMillis(1)).tick().announces())
                .as("two seconds after the last")
                .isTrue();
    }

    @Test
    void hostThatMissedOneRoundShouldBeToldOnceItAnswersAndFiveSecondsAreOver() {
        Rehearsal host = announced();
        hears(host.after(Duration.ofSeconds(1)), SILENCE);
        host.burstEndsLate();
        assertThat(hears(host.after(Duration.ofMillis(950)), REPLY).announces()).isFalse();
        assertThat(hears(host.after(Duration.ofMillis(3_049)), REPLY).announces())
                .isFalse();
        assertThat(hears(host.after(Duration.ofMillis(1)), REPLY).announces()).isTrue();
        for (int i = 1; i < POLICY.announce().count(); i++) {
            host.after(POLICY.announce().spacing()).tick();
        }
        assertThat(hears(host.after(Duration.ofSeconds(10)), REPLY).announces())
                .as("it has heard of that")
                .isFalse();
    }

    @Test
    void hostThatMissedARoundAndStaysSilentShouldNotBeTold() {
        Rehearsal host = announced();
        hears(host.after(Duration.ofSeconds(1)), SILENCE);
        host.burstEndsLate();
        assertThat(host.after(Duration.ofSeconds(6)).tick().announces()).isFalse();
    }

    @Test
    void announcementsThatADoubtInterruptsShouldGoOnAfterIt() {
        Rehearsal host = Rehearsal.primary().holding();
        host.after(POLICY.announce().spacing()).tick();
        assertThat(host.announces()).isTrue();
        host.input(new Input.Stalled(Duration.ofSeconds(8))).burstEnds(WEB2);
        int more = 0;
        for (int i = 0; i < 100; i++) {
            more += host.announces() ? 1 : 0;
            host.after(POLICY.announce().spacing()).tick();
        }
        assertThat(more).as("two of five were out before the pause").isEqualTo(3);
    }
}
