package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was heard, what it is worth, and for how long. */
class EvidenceTest {
    private static final IpAddress PARTNER = WEB1.address();
    private static final ProbeOutcome REPLY = Rehearsal.reply(Optional.of(Rehearsal.MAC1));
    private static final ProbeOutcome ECHO = Rehearsal.reply(Optional.empty());
    private static final ProbeOutcome SILENCE = new ProbeOutcome.Silence(Duration.ofMillis(10));
    private static final ProbeOutcome BROKEN = new ProbeOutcome.Broken("no route");

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Evidence nothing() {
        return Evidence.none(Duration.ZERO).with(Map.of(ROUTER, "router 192.0.2.1"));
    }

    @Test
    void answerShouldProveSomethingUntilAMissOrAPause() {
        Evidence heard = nothing().heard(PARTNER, REPLY, at(1), true);

        assertThat(nothing().somebodyAnswers()).isFalse();
        assertThat(heard.somebodyAnswers()).isTrue();
        assertThat(heard.voided(at(1)).somebodyAnswers()).as("it came before").isFalse();
        assertThat(heard.voided(at(1)).heard(PARTNER, REPLY, at(2), true).somebodyAnswers())
                .isTrue();
        assertThat(heard.heard(PARTNER, SILENCE, at(2), true).somebodyAnswers()).isFalse();
        assertThat(heard.heard(PARTNER, BROKEN, at(2), true).somebodyAnswers()).isFalse();
    }

    @Test
    void everybodyShouldBeSilentOnlyWhereSomebodyWasAskedAndNobodyAnswered() {
        Evidence silent = nothing().heard(PARTNER, SILENCE, at(1), true);

        assertThat(nothing().everybodySilent()).as("nobody was asked").isFalse();
        assertThat(silent.everybodySilent()).isTrue();
        assertThat(silent.heard(ROUTER, REPLY, at(1), true).everybodySilent()).isFalse();
        assertThat(silent.heard(ROUTER, BROKEN, at(1), true).everybodySilent())
                .as("one that could not be asked says nothing")
                .isTrue();
        assertThat(nothing().heard(ROUTER, BROKEN, at(1), true).everybodySilent())
                .isFalse();
        assertThat(silent.heard(ROUTER, REPLY, at(1), true)
                        .heard(ROUTER, BROKEN, at(2), true)
                        .everybodySilent())
                .as("what answered long ago and cannot be asked any more says nothing either")
                .isTrue();
    }

    @Test
    void silenceInABurstShouldCountOnlyOfAWitnessOrOfWhoWasHeardOrAskedBefore() {
        assertThat(nothing().counts(ROUTER)).as("a witness").isTrue();
        assertThat(nothing().counts(PARTNER)).as("nothing is known of it").isFalse();
        assertThat(nothing().heard(PARTNER, BROKEN, at(1), true).counts(PARTNER))
                .isFalse();
        assertThat(nothing().heard(PARTNER, SILENCE, at(1), true).counts(PARTNER))
                .isTrue();
        assertThat(nothing().heard(PARTNER, REPLY, at(1), true).counts(PARTNER)).isTrue();
    }

    @Test
    void hostsThatNobodyAsksAboutShouldBeForgotten() {
        Evidence heard = nothing().heard(PARTNER, REPLY, at(1), true).heard(WEB2.address(), REPLY, at(1), true);

        assertThat(heard.onlyAbout(List.of(PARTNER)).hosts()).containsOnlyKeys(PARTNER);
    }

    @Test
    void lossShouldBeThatOfTheWitnessThatAnswersBestAndOfNobodyElse() {
        IpAddress second = IpAddress.of("192.0.2.2");
        Evidence evidence = Evidence.none(Duration.ZERO)
                .with(Map.of(ROUTER, "router 192.0.2.1", second, "router 192.0.2.2"))
                .heard(PARTNER, REPLY, at(1), true)
                .heard(second, SILENCE, at(1), true)
                .heard(ROUTER, REPLY, at(1), true)
                .heard(ROUTER, SILENCE, at(2), true);
        assertThat(evidence.loss()).as("one of 32").isEqualTo(1.0 / 32);

        Evidence both = evidence.heard(second, REPLY, at(2), true)
                .heard(ROUTER, SILENCE, at(3), true)
                .heard(ROUTER, SILENCE, at(4), true);
        assertThat(both.loss()).isCloseTo(1.0 / 32 * 31 / 32, within(1e-9));
        assertThat(nothing().loss()).as("nobody was heard").isZero();
    }

    @Test
    void lossShouldBeCountedFromRoundsAloneAndNotFromALongSilence() {
        HostEvidence heard = HostEvidence.NOTHING.and(REPLY, at(1), true);
        assertThat(heard.and(SILENCE, at(2), false).loss()).as("no round").isZero();

        HostEvidence silent = heard;
        for (int round = 0; round < 3; round++) {
            silent = silent.and(SILENCE, at(2), true);
        }
        assertThat(silent.and(SILENCE, at(3), true).loss())
                .as("more than three in a row are silence and not loss")
                .isEqualTo(silent.loss());
        assertThat(silent.and(REPLY, at(3), false).loss()).isEqualTo(silent.loss());
        assertThat(silent.and(REPLY, at(3), true).loss()).isLessThan(silent.loss());
    }

    @Test
    void hostShouldBeAnsweringSinceItsFirstAnswerUntilTwoMissesInARow() {
        HostEvidence heard = HostEvidence.NOTHING.and(REPLY, at(1), true);
        assertThat(heard.answers()).isTrue();
        assertThat(heard.answeringSince()).contains(at(1));

        HostEvidence missed = heard.and(SILENCE, at(2), true);
        assertThat(missed.answers()).isFalse();
        assertThat(missed.missedAt()).contains(at(2));
        assertThat(missed.and(REPLY, at(3), true).answeringSince()).contains(at(1));
        assertThat(missed.and(SILENCE, at(3), true).and(REPLY, at(4), true).answeringSince())
                .contains(at(4));
        assertThat(heard.and(BROKEN, at(2), true).answeringSince())
                .as("what could not be asked may have died")
                .isEmpty();
    }

    @Test
    void linkLayerAddressShouldStayKnownWhereAnEchoDoesNotTellIt() {
        assertThat(HostEvidence.NOTHING
                        .and(REPLY, at(1), true)
                        .and(ECHO, at(2), true)
                        .mac())
                .contains(Rehearsal.MAC1);
    }

    @Test
    void hostThatCouldNotBeAskedShouldNotHaveMissed() {
        HostEvidence broken = HostEvidence.NOTHING.and(SILENCE, at(1), true).and(BROKEN, at(2), true);

        assertThat(broken.missesInRow()).isEqualTo(1);
        assertThat(broken.loss())
                .isEqualTo(HostEvidence.NOTHING.and(SILENCE, at(1), true).loss());
    }
}
