package io.aliasdefender.probe;

import static io.aliasdefender.probe.EngineRig.ALIAS;
import static io.aliasdefender.probe.EngineRig.B;
import static io.aliasdefender.probe.EngineRig.ETH0;
import static io.aliasdefender.probe.EngineRig.PARTNER;
import static io.aliasdefender.probe.EngineRig.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ProbeOutcome.Broken;
import io.aliasdefender.core.probe.ProbeOutcome.Reply;
import io.aliasdefender.core.probe.ProbeOutcome.Silence;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Sighting.Kind;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is handled first after a pause, the pause is told before, and nothing of before it proves anything. */
class EnginePausesTest {
    private static final Duration JUMP = Duration.ofSeconds(8);
    private static final Duration LENGTH = Duration.ofMillis(7_950);
    private static final Broken SPOILT = new Broken("this process was paused for 7950 ms");
    private final EngineRig rig = new EngineRig();

    /** The alias has just been asked, and nobody has answered yet. */
    @BeforeEach
    void ask() {
        rig.plan(target(ETH0, ALIAS, Purpose.TAKE));
        rig.timers.pass(Duration.ZERO);
        assertThat(rig.wire.takeSent()).contains("ping 192.0.2.100");
    }

    private List<ProbeOutcome> outcomes() {
        return rig.results().stream().map(ProbeResult::outcome).toList();
    }

    @Test
    void deadlineAfterAPauseShouldAskAnewAndGiveTheAnswerItsFullTime() {
        rig.timers.pause(JUMP);
        rig.pass(0);

        assertThat(rig.told.get(0)).isEqualTo(LENGTH);
        assertThat(rig.results()).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(SPOILT);
            assertThat(result.endsRound()).as("it is made up for").isFalse();
        });
        assertThat(rig.wire.takeSent()).contains("ping 192.0.2.100");

        rig.pass(99);
        assertThat(outcomes()).containsExactly(SPOILT);
        rig.pass(101);
        assertThat(outcomes()).element(1).isInstanceOf(Silence.class);
    }

    @Test
    void packetThatIsReadFirstShouldBeToldAfterThePause() {
        rig.timers.pause(JUMP);
        rig.wire.read(() -> rig.wire.listener.arp("eth0", ArpPacket.announcement(B, ALIAS)));

        assertThat(rig.told.get(0)).isEqualTo(LENGTH);
        assertThat(rig.sightings()).hasSize(1);
        assertThat(rig.told.indexOf(rig.sightings().get(0))).isPositive();
    }

    @Test
    void packetsThatLayInASocketShouldBeToldInTheOrderInWhichTheyCame() {
        rig.wire.waiting.add(() -> rig.wire.listener.arp("eth0", ArpPacket.announcement(B, ALIAS)));
        rig.timers.pause(JUMP);
        rig.wire.read(() -> rig.wire.listener.arp("eth0", ArpPacket.farewell(B, Optional.of(PARTNER), ALIAS)));

        assertThat(rig.sightings()).extracting(Sighting::kind).containsExactly(Kind.ANNOUNCEMENT, Kind.FAREWELL);
    }

    @Test
    void answerThatIsReadFirstAfterAPauseShouldProveNothing() {
        rig.timers.pause(JUMP);
        rig.wire.read(() -> rig.arpReply(ETH0, ALIAS, B));

        assertThat(outcomes()).containsExactly(SPOILT);
    }

    @Test
    void pauseThatIsNoticedWhileReadingBeforeAConclusionShouldBeginTheRoundAnew() {
        rig.wire.waiting.add(() -> rig.timers.pause(JUMP));
        rig.pass(100);

        assertThat(outcomes()).containsExactly(SPOILT);
        rig.pass(101);
        assertThat(outcomes()).element(1).isInstanceOf(Silence.class);
    }

    @Test
    void pauseThatIsNoticedWhileReadingBeforeABurstEndsShouldBeginItAnew() {
        rig.arpReply(ETH0, ALIAS, B);
        rig.engine.burst(new BurstRequest(1, ALIAS, "eth0", 1, Duration.ofMillis(2), Set.of(PARTNER)));
        rig.told.clear();
        rig.wire.waiting.add(() -> rig.timers.pause(JUMP));
        while (rig.timers.nanoTime() < JUMP.toNanos()) {
            rig.pass(1);
        }
        assertThat(rig.bursts()).as("asked anew, and not waited for yet").isEmpty();

        rig.pass(500);
        assertThat(rig.bursts()).hasSize(1);
    }

    @Test
    void sightingsOfTwoPausesOneInTheOtherShouldAllBeTold() {
        rig.wire.waiting.add(() -> rig.wire.listener.arp("eth0", ArpPacket.announcement(B, ALIAS)));
        rig.wire.waiting.add(() -> rig.timers.pause(JUMP));
        rig.timers.pause(JUMP);
        rig.wire.read(() -> rig.wire.listener.arp("eth0", ArpPacket.farewell(B, Optional.of(PARTNER), ALIAS)));

        assertThat(rig.sightings()).extracting(Sighting::kind).containsExactly(Kind.ANNOUNCEMENT, Kind.FAREWELL);
    }

    @Test
    void orderThatComesFirstShouldBeObeyedAfterThePause() {
        rig.timers.pause(JUMP);
        rig.engine.burst(new BurstRequest(1, ALIAS, "eth0", 1, Duration.ofMillis(2), Set.of()));
        assertThat(rig.told.get(0)).isEqualTo(LENGTH);
    }

    @Test
    void frameThatIsOverheardFirstShouldBeHeardAfterThePause() {
        rig.engine.burst(new BurstRequest(1, ALIAS, "eth0", 2, Duration.ofMillis(2), Set.of(PARTNER)));
        rig.pass(1);
        rig.told.clear();
        rig.timers.pause(JUMP);
        rig.wire.overhearing.accept(B);
        assertThat(rig.told).startsWith(LENGTH.plusMillis(1));
    }

    @Test
    void answersThatLayInTheSocketsDuringAPauseShouldProveNothing() {
        long asked = rig.timers.nanoTime();
        rig.wire.waiting.add(() -> rig.arpReply(ETH0, ALIAS, B));
        rig.wire.waiting.add(() -> rig.wire.listener.echo(ALIAS, 0, asked));
        rig.timers.pause(Duration.ofMillis(300));
        rig.pass(0);
        assertThat(outcomes()).hasSize(1).hasOnlyElementsOfType(Broken.class);
    }

    @Test
    void echoThatWasAskedBeforeASuspensionShouldProveNothing() {
        long asked = rig.timers.nanoTime();
        rig.pass(1);
        rig.timers.suspend(JUMP);
        rig.wire.read(() -> rig.wire.listener.echo(ALIAS, 0, asked));
        assertThat(outcomes()).hasOnlyElementsOfType(Broken.class);
        rig.echo(ALIAS);
        assertThat(outcomes()).last().isInstanceOf(Reply.class);
    }

    @Test
    void frameThatLayInASocketShouldBeToldWhenEverybodyHasBegunAnew() {
        rig.guard.listen(new PauseGuard.Listener() {
            @Override
            public void paused(Duration length) {}

            @Override
            public void resumed() {
                rig.told.add("begun anew");
            }
        });
        rig.wire.waiting.add(() -> rig.wire.listener.arp("eth0", ArpPacket.announcement(B, ALIAS)));
        rig.timers.pause(JUMP);
        rig.pass(0);
        assertThat(rig.told).endsWith("begun anew", rig.sightings().get(0));
    }

    @Test
    void conclusionThatIsTooLateShouldBeMadeUpForWithoutAskingEverybodyAnew() {
        rig.plan(target(ETH0, ALIAS, Purpose.TAKE), target(ETH0, PARTNER, Purpose.HOST));
        rig.pass(99);
        rig.wire.takeSent();
        // Later than it may be, and looked at often enough for the guard.
        for (int look = 0; look < 3; look++) {
            rig.guard.check();
            rig.timers.pause(Duration.ofMillis(80));
        }
        assertThat(rig.told).isEmpty();
        rig.engine.burst(new BurstRequest(1, PARTNER, "eth0", 1, Duration.ofMillis(2), Set.of()));
        rig.pass(0);
        assertThat(rig.told.get(0)).isInstanceOf(Duration.class);
        assertThat(rig.wire.takeSent())
                .filteredOn("probe 192.0.2.12 on eth0"::equals)
                .hasSize(1);
        assertThat(rig.results()).anySatisfy(result -> {
            assertThat(result.outcome()).isInstanceOf(Broken.class);
            assertThat(result.question()).isEqualTo(Question.on("eth0", ALIAS));
            assertThat(result.endsRound()).isFalse();
        });
    }

    @Test
    void burstShouldBeginAnewAfterAPause() {
        rig.engine.burst(new BurstRequest(1, ALIAS, "eth0", 3, Duration.ofMillis(2), Set.of(PARTNER)));
        rig.arpReply(ETH0, PARTNER, B);
        rig.timers.pause(JUMP);
        rig.pass(500);
        assertThat(rig.bursts()).singleElement().satisfies(result -> {
            assertThat(result.alias().sent()).isEqualTo(3);
            assertThat(result.hosts().get(PARTNER).silent()).isTrue();
        });
    }

    @Test
    void stoppedEngineShouldLeaveNothingBehind() {
        rig.engine.burst(new BurstRequest(1, ALIAS, "eth0", 3, Duration.ofMillis(2), Set.of()));
        rig.engine.stop();
        rig.guard.stop();
        rig.told.clear();
        assertThat(rig.timers.set()).isZero();
        assertThat(rig.wire.closed).isTrue();
        rig.pass(10_000);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void everyRoundShouldEndOnce() {
        rig.pass(20);
        rig.wire.listener.echo(ALIAS, 0, rig.timers.nanoTime());
        rig.arpReply(ETH0, ALIAS, B);
        assertThat(rig.results()).extracting(ProbeResult::endsRound).containsExactly(true, false);
        rig.pass(1_000);
        long ends = rig.results().stream().filter(ProbeResult::endsRound).count();
        assertThat(ends).as("the eleventh has not ended").isEqualTo(10);
        assertThat(rig.results()).extracting(ProbeResult::question).containsOnly(Question.on("eth0", ALIAS));
        assertThat(rig.told).noneMatch(BurstResult.class::isInstance);
    }

    @Test
    void aliasThatIsSilentShouldBeAskedInEveryIntervalThoughTimersAreALittleLate() {
        rig.timers.lateBy(Duration.ofMillis(1));
        rig.pass(2_000);
        rig.wire.takeSent();
        rig.pass(1_000);
        assertThat(rig.wire.takeSent())
                .filteredOn("ping 192.0.2.100"::equals)
                .as("one may be beyond an end of the second")
                .hasSizeBetween(9, 10);
    }
}
