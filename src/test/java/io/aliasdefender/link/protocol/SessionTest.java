package io.aliasdefender.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.link.protocol.PathState.Way;
import io.aliasdefender.link.protocol.Session.Heard;
import io.aliasdefender.link.protocol.Session.Stamp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final long OURS = 11;
    private static final long THEIRS = 22;
    private static final long RESTARTED = 33;
    private static final long SECOND = 1_000_000_000;

    private long now = 5 * SECOND;
    private final Session session = new Session(OURS, Duration.ofSeconds(1), now);

    private Heard heard(long boot, long counter, long echoBoot, long echoCounter) {
        return session.heard(Messages.header(boot, counter, echoBoot, echoCounter), now);
    }

    private Way way() {
        session.updateWay(now);
        return session.state(now).way();
    }

    /** Both have proved themselves. */
    private void established() {
        Stamp sent = session.next(now);
        assertThat(heard(THEIRS, 1, OURS, sent.counter())).isEqualTo(Heard.PROVED);
        assertThat(way()).isEqualTo(Way.BOTH);
    }

    @Test
    void pathWhenNothingWasHeardShouldNeverHaveBeen() {
        now += 100 * SECOND;

        assertThat(way()).isEqualTo(Way.NEVER);
    }

    @Test
    void firstMessageWhenItEchoesNothingShouldBeAnsweredAndNotCount() {
        session.next(now);
        assertThat(heard(THEIRS, 8, 0, 0)).isEqualTo(Heard.CHALLENGED);
        assertThat(session.dueNanos()).isLessThanOrEqualTo(now);
        assertThat(way()).isEqualTo(Way.NEVER);

        now += SECOND / 10;
        Stamp answer = session.next(now);
        assertThat(answer.echoBoot()).isEqualTo(THEIRS);
        assertThat(answer.echoCounter()).isEqualTo(8);
        assertThat(answer.echoDelayMicros()).isEqualTo(100_000);
        assertThat(heard(THEIRS, 9, OURS, answer.counter())).isEqualTo(Heard.PROVED);
        assertThat(way()).isEqualTo(Way.BOTH);
    }

    @Test
    void messageWhenNotNewerShouldBeOld() {
        established();

        assertThat(heard(THEIRS, 1, OURS, 1)).isEqualTo(Heard.OLD);
        assertThat(session.refusal(Messages.header(THEIRS, 1, OURS, 1))).contains(Refusal.OLD);
        assertThat(session.refusal(Messages.header(THEIRS, 2, OURS, 1))).isEmpty();
    }

    @Test
    void messageWhenOurOwnShouldBeReflected() {
        assertThat(heard(OURS, 1, THEIRS, 1)).isEqualTo(Heard.REFLECTED);
    }

    @Test
    void echoWhenOfWhatWasNeverSentOrLongAgoShouldProveNothing() {
        Stamp sent = session.next(now);
        assertThat(heard(THEIRS, 1, OURS, sent.counter() + 1)).isEqualTo(Heard.CHALLENGED);
        assertThat(heard(THEIRS, 2, OURS, 0)).isEqualTo(Heard.CHALLENGED);
        now += 5 * SECOND;
        assertThat(heard(THEIRS, 3, OURS, sent.counter())).isEqualTo(Heard.CHALLENGED);
    }

    @Test
    void messageWhenHeldBackShouldNotProveThatItsSenderIsThereNow() {
        established();
        long recorded = session.next(now).counter();
        now += 10 * SECOND;

        assertThat(heard(THEIRS, 2, OURS, recorded)).isEqualTo(Heard.UNPROVED);
        assertThat(way()).isNotEqualTo(Way.BOTH);
    }

    @Test
    void echoWhenOfBeforeAPauseShouldProveNothing() {
        long sent = session.next(now).counter();
        session.paused();

        assertThat(heard(THEIRS, 1, OURS, sent)).isEqualTo(Heard.CHALLENGED);
        assertThat(heard(THEIRS, 2, OURS, session.next(now).counter())).isEqualTo(Heard.PROVED);
    }

    @Test
    void bootWhenNewShouldCountOnlyAfterItProvedItself() {
        established();
        now += SECOND / 4;
        session.next(now);
        assertThat(heard(RESTARTED, 1, 0, 0)).isEqualTo(Heard.CHALLENGED);
        assertThat(session.peerBoot()).contains(THEIRS);

        now += SECOND / 4;
        Stamp answer = session.next(now);
        assertThat(answer.echoBoot()).isEqualTo(RESTARTED);
        assertThat(heard(RESTARTED, 2, OURS, answer.counter())).isEqualTo(Heard.PROVED);
        assertThat(session.peerBoot()).contains(RESTARTED);
        // What is recorded of the one before is worth nothing from now on.
        assertThat(heard(THEIRS, 1_000, OURS, answer.counter())).isEqualTo(Heard.OLD);
    }

    @Test
    void recordingsOfAnEarlierBootShouldNotKeepThePresentOneFromBeingAnswered() {
        established();
        for (int second = 0; second < 20; second++) {
            now += SECOND / 2;
            heard(44, second + 1, 0, 0);
            if (session.dueNanos() <= now) {
                session.next(now);
            }
            now += SECOND / 2;
            Stamp regular = session.next(now);
            assertThat(regular.echoBoot()).isEqualTo(THEIRS);
            assertThat(heard(THEIRS, second + 2, OURS, regular.counter())).isEqualTo(Heard.PROVED);
            assertThat(way()).isEqualTo(Way.BOTH);
        }
    }

    @Test
    void answersWhenFloodedWithNewBootsShouldBeFiveASecondAtTheMost() {
        established();
        int sent = 0;
        for (int millisecond = 0; millisecond < 1_000; millisecond++) {
            now += SECOND / 1_000;
            heard(100 + millisecond, 1, 0, 0);
            if (session.dueNanos() <= now) {
                session.next(now);
                sent++;
            }
        }
        assertThat(sent).isLessThanOrEqualTo(6);
    }

    @Test
    void pathWhenCutShouldBeNoneAndWhenOnlyOurWayIsCutOneWay() {
        established();
        long cut = session.next(now).counter();
        for (int second = 1; second <= 7; second++) {
            now += SECOND;
            session.next(now);
            heard(THEIRS, 1 + second, OURS, cut);
            way();
        }
        assertThat(way()).isEqualTo(Way.ONE_WAY);
        assertThat(session.state(now).since()).isLessThan(Duration.ofSeconds(5));

        now += 5 * SECOND;
        assertThat(way()).isEqualTo(Way.NONE);

        // Healed: no word of one way only, before there was time to answer.
        assertThat(heard(THEIRS, 20, OURS, cut)).isEqualTo(Heard.UNPROVED);
        assertThat(way()).isEqualTo(Way.NONE);
        assertThat(heard(THEIRS, 21, OURS, session.next(now).counter())).isEqualTo(Heard.PROVED);
        assertThat(way()).isEqualTo(Way.BOTH);
    }

    @Test
    void pathWhenOneWayFromTheBeginningShouldBeTold() {
        for (int second = 1; second <= 7; second++) {
            now += SECOND;
            session.next(now);
            heard(THEIRS, second, 0, 0);
            way();
        }

        assertThat(way()).isEqualTo(Way.ONE_WAY);
    }

    @Test
    void roundTripAndLossShouldBeMeasured() {
        Stamp sent = session.next(now);
        now += 7_000_000;
        session.heard(new Header(7, 0, 1, 1_000, 25, false, 1, 2, 3, THEIRS, 1, OURS, sent.counter(), 2_000), now);
        heard(THEIRS, 4, OURS, sent.counter());

        PathState state = session.state(now);
        assertThat(state.rtt().orElseThrow()).isBetween(Duration.ofMillis(5), Duration.ofMillis(6));
        assertThat(state.loss()).hasValue(0.5);
        assertThat(session.next(now).lossPercent()).isEqualTo(50);
    }

    @Test
    void spacingShouldBeKeptWhenThereIsNothingToAnswer() {
        established();
        session.next(now + SECOND / 2);
        session.next(now + SECOND);

        assertThat(session.dueNanos()).isEqualTo(now + 2 * SECOND);
    }
}
