package io.aliasdefender.probe;

import static io.aliasdefender.probe.EngineRig.ALIAS;
import static io.aliasdefender.probe.EngineRig.B;
import static io.aliasdefender.probe.EngineRig.ETH0;
import static io.aliasdefender.probe.EngineRig.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers by ARP for a host that is dead, or for everybody. */
class ProxyAnswerersTest {
    private static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    private static final MacAddress C = MacAddress.of("02:00:00:00:00:0c");

    private final EngineRig rig = new EngineRig();

    @BeforeEach
    void plan() {
        rig.plan(target(ETH0, ROUTER, Purpose.WITNESS), target(ETH0, ALIAS, Purpose.TAKE));
        rig.pass(1);
    }

    /**
     * An interval, in which every question about the alias is answered.
     *
     * @param echo whether by echo, too
     */
    private void round(MacAddress mac, boolean echo) {
        for (int milli = 0; milli < EngineRig.INTERVAL.toMillis(); milli++) {
            rig.pass(1);
            List<String> sent = rig.wire.takeSent();
            if (echo && sent.contains("ping " + ALIAS)) {
                rig.echo(ALIAS);
            }
            if (sent.stream().anyMatch(line -> line.startsWith("watch " + ALIAS))) {
                rig.arpReply(ETH0, ALIAS, mac);
            }
        }
    }

    private ProbeOutcome lastOfAlias() {
        return rig.results().stream()
                .filter(result -> result.question().address().equals(ALIAS) && result.endsRound())
                .map(ProbeResult::outcome)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private boolean aliveInABurst(MacAddress mac) {
        rig.engine.burst(new BurstRequest(7, ALIAS, "eth0", 3, Duration.ofMillis(2), Set.of()));
        rig.pass(1);
        rig.arpReply(ETH0, ALIAS, mac);
        rig.pass(500);
        return rig.bursts().get(rig.bursts().size() - 1).alias().alive();
    }

    @Test
    void holderThatAnsweredEchoesAndIsAnsweredForByArpAloneShouldBecomeSilent() {
        for (int i = 0; i < 5; i++) {
            round(B, true);
        }
        for (int i = 0; i < 5; i++) {
            round(B, false);
            assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Reply.class);
        }
        round(B, false);
        round(B, false);

        assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Silence.class);
        assertThat(aliveInABurst(B)).isFalse();
        assertThat(aliveInABurst(C)).as("another host").isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holderThatIsSeenToWatchOrAnnounceItsAliasShouldStayAlive(boolean announces) {
        for (int i = 0; i < 5; i++) {
            round(B, true);
        }
        for (int i = 0; i < 20; i++) {
            rig.wire.listener.arp(
                    "eth0",
                    announces
                            ? ArpPacket.announcement(B, ALIAS)
                            : ArpPacket.watch(B, IpAddress.of("192.0.2.12"), ALIAS));
            round(B, false);
        }

        assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Reply.class);
        assertThat(aliveInABurst(B)).isTrue();
    }

    @Test
    void secondHolderOfWhatThisHostHasShouldBeSeenForAsLongAsItAnswers() {
        for (int i = 0; i < 5; i++) {
            round(B, true);
        }
        rig.engine.kernel(EngineRig.view(EngineRig.carried(ETH0, "192.0.2.100/24")));
        for (int i = 0; i < 20; i++) {
            round(B, false);
        }

        assertThat(lastOfAlias().mac()).contains(B);
        assertThat(aliveInABurst(B)).isTrue();
    }

    @Test
    void holderThatNeverAnsweredEchoesShouldStayAlive() {
        for (int i = 0; i < 20; i++) {
            round(B, false);
        }

        assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Reply.class);
    }

    @Test
    void holderWhenItAnswersEchoesAgainShouldBeAlive() {
        for (boolean echo : new boolean[] {true, true, false, false, false, false, false, false, false, true}) {
            round(B, echo);
        }
        round(B, true);

        assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Reply.class);
        assertThat(aliveInABurst(B)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ECHO, false, false", "ECHO, true, true", "ARP, false, true"})
    void answersOfKindsThatDoNotCountShouldKeepNobodyAlive(Probe counting, boolean echo, boolean alive) {
        rig.plan(new ProbeTarget(
                Question.on("eth0", ALIAS), EngineRig.INTERVAL, Duration.ofMillis(10), Purpose.TAKE, Set.of(counting)));
        round(B, echo);
        round(B, echo);

        assertThat(lastOfAlias() instanceof ProbeOutcome.Reply).isEqualTo(alive);
        if (!echo) {
            assertThat(aliveInABurst(B)).isEqualTo(alive);
        }
    }

    @Test
    void holderShouldSeeASecondOneWhateverCounts() {
        rig.plan(new ProbeTarget(
                Question.on("eth0", ALIAS),
                EngineRig.INTERVAL,
                Duration.ofMillis(10),
                Purpose.TAKE,
                Set.of(Probe.ECHO)));
        rig.engine.kernel(EngineRig.view(EngineRig.carried(ETH0, "192.0.2.100/24")));
        round(B, false);

        assertThat(lastOfAlias().mac()).contains(B);
    }

    @Test
    void witnessThatAnswersForTheAliasShouldBeNoHolderUnlessTheAliasAnswersEchoes() {
        rig.arpReply(ETH0, ROUTER, B);
        for (int i = 0; i < 3; i++) {
            round(B, false);
        }
        assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Silence.class);
        assertThat(aliveInABurst(B)).isFalse();
        assertThat(rig.sightings()).isEmpty();

        round(B, true);
        assertThat(lastOfAlias()).isInstanceOf(ProbeOutcome.Reply.class);
    }

    @Test
    void holderWhenAWitnessAnswersForItsAliasShouldSeeNoSecondHolder() {
        rig.arpReply(ETH0, ROUTER, B);
        rig.engine.kernel(EngineRig.view(EngineRig.carried(ETH0, "192.0.2.100/24")));
        rig.told.clear();
        for (int i = 0; i < 5; i++) {
            round(B, false);
        }

        assertThat(rig.sightings()).isEmpty();
        assertThat(rig.results())
                .filteredOn(result -> result.question().address().equals(ALIAS))
                .noneMatch(result -> result.outcome().mac().isPresent());
    }
}
