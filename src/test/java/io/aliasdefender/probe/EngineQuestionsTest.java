package io.aliasdefender.probe;

import static io.aliasdefender.probe.EngineRig.ALIAS;
import static io.aliasdefender.probe.EngineRig.ALIAS6;
import static io.aliasdefender.probe.EngineRig.B;
import static io.aliasdefender.probe.EngineRig.ETH0;
import static io.aliasdefender.probe.EngineRig.ETH1;
import static io.aliasdefender.probe.EngineRig.PARTNER;
import static io.aliasdefender.probe.EngineRig.ROUTER6;
import static io.aliasdefender.probe.EngineRig.TUN;
import static io.aliasdefender.probe.EngineRig.carried;
import static io.aliasdefender.probe.EngineRig.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome.Broken;
import io.aliasdefender.core.probe.ProbeOutcome.Reply;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.os.NeighbourPacket;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is asked how, and for which questions an answer counts. */
class EngineQuestionsTest {
    private final EngineRig rig = new EngineRig();

    private List<Question> answered() {
        return rig.results().stream()
                .filter(result -> result.outcome() instanceof Reply)
                .map(ProbeResult::question)
                .toList();
    }

    private Tally burstAt(EngineRig at, IpAddress host, Runnable answers) {
        at.engine.burst(new BurstRequest(1, ALIAS, "eth1", 3, Duration.ofMillis(2), Set.of(host)));
        at.pass(1);
        answers.run();
        at.pass(500);
        return at.bursts().get(0).hosts().get(host);
    }

    @Test
    void sameRouterOnTwoLinksShouldBeTwoQuestionsWithAnswersOfTheirOwn() {
        rig.plan(target(ETH0, ROUTER6, Purpose.HOST), target(ETH1, ROUTER6, Purpose.HOST));
        rig.pass(5);
        assertThat(rig.wire.takeSent())
                .containsExactly(
                        "ping fe80::1 %2",
                        "request fe80::1 on eth0 from fe80::11",
                        "ping fe80::1 %3",
                        "request fe80::1 on eth1 from fe80::111");

        rig.wire.listener.echo(ROUTER6, ETH1.index(), rig.timers.nanoTime());
        assertThat(answered()).containsExactly(Question.on("eth1", ROUTER6));

        NeighbourPacket answer = new NeighbourPacket(true, ROUTER6, IpAddress.of("fe80::11"), ROUTER6, Optional.of(B));
        rig.wire.listener.neighbour("eth0", answer, B);
        assertThat(answered()).containsExactly(Question.on("eth1", ROUTER6), Question.on("eth0", ROUTER6));
    }

    @Test
    void echoShouldNotCountForAQuestionThatIsNeverAskedByEcho() {
        rig.plan(target(ETH0, PARTNER, Purpose.HOST), target(ETH1, PARTNER, Purpose.IDENTITY));
        rig.pass(5);
        rig.echo(PARTNER);
        assertThat(answered()).containsExactly(Question.on("eth0", PARTNER));
    }

    @Test
    void identityShouldBeAskedOnlyFromNowhereOnTheLink() {
        rig.plan(target(ETH1, PARTNER, Purpose.IDENTITY));
        rig.pass(900);
        assertThat(rig.wire.takeSent()).containsExactly("probe 192.0.2.12 on eth1");
        assertThat(rig.results())
                .singleElement()
                .satisfies(result -> assertThat(result.outcome()).isInstanceOf(Broken.class));

        rig.pass(150);
        rig.arpReply(ETH1, PARTNER, B);
        assertThat(answered()).containsExactly(Question.on("eth1", PARTNER));
        rig.wire.takeSent();
        rig.pass(60_000);
        assertThat(rig.wire.takeSent())
                .as("once it has answered there, it proves that the link works, as any host does")
                .hasSizeGreaterThan(50)
                .containsOnly("probe 192.0.2.12 on eth1");
    }

    @Test
    void onlyAQuestionOfOneWhoWouldTakeTheAliasShouldCarryTheMark() {
        rig.plan(
                target(ETH0, ALIAS, Purpose.TAKE),
                target(ETH0, ALIAS6, Purpose.TAKE),
                target(ETH0, IpAddress.of("192.0.2.101"), Purpose.SHOW),
                target(ETH0, PARTNER, Purpose.HOST));
        rig.pass(5);
        assertThat(rig.wire.takeSent())
                .filteredOn(line -> !line.startsWith("ping"))
                .containsExactlyInAnyOrder(
                        "watch 192.0.2.100 on eth0 from 192.0.2.11",
                        "watch 2001:db8::100 on eth0 from fe80::11",
                        "request 192.0.2.101 on eth0 from 192.0.2.11",
                        "request 192.0.2.12 on eth0 from 192.0.2.11");
    }

    @Test
    void aliasOfANetworkWithoutAnOwnAddressShouldBeAskedFromNowhereOnlyByOneWhoWouldTakeIt() {
        IpAddress shown = IpAddress.of("198.51.100.101");
        rig.plan(target(ETH1, IpAddress.of("198.51.100.100"), Purpose.TAKE), target(ETH1, shown, Purpose.SHOW));
        rig.pass(5);
        assertThat(rig.wire.takeSent())
                .filteredOn(line -> !line.startsWith("ping"))
                .containsExactly("watch 198.51.100.100 on eth1 from nowhere");
    }

    @Test
    void hostOfAnotherLinksNetworkShouldProveTheBurstsLinkOnlyByAnAnswerOverIt() {
        Tally routed = burstAt(rig, PARTNER, () -> rig.echo(PARTNER));
        assertThat(rig.wire.takeSent()).contains("ping 192.0.2.12", "probe 192.0.2.12 on eth1");
        assertThat(routed.alive()).isTrue();
        assertThat(routed.overLink()).isZero();

        EngineRig other = new EngineRig();
        assertThat(burstAt(other, PARTNER, () -> other.arpReply(ETH1, PARTNER, B))
                        .overLink())
                .isEqualTo(1);
        EngineRig third = new EngineRig();
        assertThat(burstAt(third, PARTNER, () -> third.arpReply(ETH0, PARTNER, B))
                        .alive())
                .as("an answer on another link")
                .isFalse();
    }

    @Test
    void farHostShouldProveTheLinkOnlyByAnEchoThatWasAskedOverIt() {
        IpAddress far = IpAddress.of("198.51.100.1");
        Tally tally = burstAt(rig, far, () -> rig.echo(far, ETH1));
        assertThat(rig.wire.takeSent())
                .filteredOn(line -> line.contains("198.51"))
                .containsOnly("ping 198.51.100.1", "ping 198.51.100.1 %" + ETH1.index());
        assertThat(tally.heardOverLink()).isTrue();
        assertThat(tally.closing()).isEqualTo(1);

        EngineRig other = new EngineRig();
        Tally elsewhere = burstAt(other, far, () -> other.echo(far));
        assertThat(elsewhere.alive()).isTrue();
        assertThat(elsewhere.heardOverLink()).as("by way of another interface").isFalse();

        EngineRig third = new EngineRig();
        assertThat(burstAt(third, far, () -> third.echo(far, ETH0)).alive())
                .as("an answer to a question over another link")
                .isFalse();
    }

    @Test
    void aliasThatThisHostCarriesWhereNobodyCanBeAskedShouldEndItsBurstUnasked() {
        IpAddress alias = IpAddress.of("203.0.113.100");
        IpAddress peer = IpAddress.of("203.0.113.12");
        rig.engine.kernel(EngineRig.view(carried(TUN, "203.0.113.100/24")));
        rig.engine.burst(new BurstRequest(1, alias, "tun0", 3, Duration.ofMillis(2), Set.of(peer)));
        rig.pass(1);
        rig.echo(peer, TUN);
        rig.pass(500);
        assertThat(rig.bursts()).singleElement().satisfies(result -> {
            assertThat(result.alias().unasked()).isTrue();
            assertThat(result.alias().broken()).isEqualTo(3);
            assertThat(result.hosts().get(peer).heardOverLink()).isTrue();
        });
    }

    @Test
    void burstsAtOneTimeShouldAskACommonHostOnceARound() {
        long begun = rig.timers.nanoTime();
        for (int alias = 0; alias < 3; alias++) {
            rig.engine.burst(new BurstRequest(
                    alias, IpAddress.of("192.0.2.10" + alias), "eth0", 1, Duration.ofMillis(2), Set.of(PARTNER)));
        }
        rig.pass(1);
        assertThat(rig.wire.takeSent()).filteredOn("ping 192.0.2.12"::equals).hasSize(1);
        rig.echo(PARTNER, begun);
        rig.pass(500);
        assertThat(rig.bursts())
                .hasSize(3)
                .allMatch(result -> result.hosts().get(PARTNER).closing() == 1);
    }

    @Test
    void engineWithTheSameInputsShouldDoTheSame() {
        EngineRig other = new EngineRig();
        for (EngineRig each : List.of(rig, other)) {
            each.plan(target(ETH0, ALIAS, Purpose.TAKE), target(ETH0, PARTNER, Purpose.HOST));
            each.engine.burst(new BurstRequest(
                    1,
                    ALIAS,
                    "eth0",
                    5,
                    Duration.ofMillis(2),
                    Set.of(PARTNER, ROUTER6, IpAddress.of("192.0.2.1"), IpAddress.of("192.0.2.2"))));
            each.pass(3_000);
        }
        assertThat(other.wire.sent).isEqualTo(rig.wire.sent).hasSizeGreaterThan(50);
        assertThat(rig.wire.sent.stream()
                        .filter(line -> line.startsWith("ping"))
                        .distinct())
                .containsSubsequence("ping 192.0.2.1", "ping 192.0.2.2", "ping 192.0.2.12");
    }
}
