package io.aliasdefender.probe;

import static io.aliasdefender.probe.EngineRig.ALIAS;
import static io.aliasdefender.probe.EngineRig.ETH0;
import static io.aliasdefender.probe.EngineRig.OWN;
import static io.aliasdefender.probe.EngineRig.PARTNER;
import static io.aliasdefender.probe.EngineRig.carried;
import static io.aliasdefender.probe.EngineRig.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import io.aliasdefender.payload.ReachRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions from the alias, and from the own address beside them. */
class ReachProberTest {
    private static final IpAddress FAR = IpAddress.of("198.51.100.1");
    private static final int ROUNDS = 4;

    private final EngineRig rig = new EngineRig();

    @BeforeEach
    void holds() {
        rig.plan(target(ETH0, ALIAS, Purpose.TAKE));
        rig.engine.kernel(EngineRig.view(carried(ETH0, "192.0.2.100/24")));
        rig.wire.takeSent();
    }

    private void ask(IpAddress... hosts) {
        rig.engine.reach(new ReachRequest(7, ALIAS, ETH0.name(), ROUNDS, Duration.ofMillis(2), Set.of(hosts)));
    }

    private List<String> sentAbout(String what) {
        return rig.wire.takeSent().stream().filter(line -> line.contains(what)).toList();
    }

    private static int mark(String ping) {
        return Integer.parseInt(ping.substring(ping.indexOf('#') + 1));
    }

    @Test
    void questionsShouldLeaveFromBothAddressesAndTakeTurns() {
        ask(PARTNER);
        List<String> first = sentAbout("ping 192.0.2.12 on eth0");
        rig.pass(2);
        List<String> second = sentAbout("ping 192.0.2.12 on eth0");

        assertThat(first).hasSize(2);
        assertThat(first.get(0)).contains("from " + OWN + " ");
        assertThat(first.get(1)).contains("from " + ALIAS + " ");
        assertThat(second.get(0)).contains("from " + ALIAS + " ");
        assertThat(second.get(1)).contains("from " + OWN + " ");
        assertThat(mark(first.get(0))).isNotEqualTo(mark(first.get(1))).isPositive();
    }

    @Test
    void anEchoAnswerToTheAliasShouldEndIt() {
        ask(PARTNER);
        int alias = mark(sentAbout("from " + ALIAS + " #").get(0));
        rig.wire.listener.marked(PARTNER, alias, rig.timers.nanoTime());

        assertThat(rig.reaches()).singleElement().satisfies(result -> {
            assertThat(result.id()).isEqualTo(7);
            assertThat(result.hosts()).containsEntry(PARTNER, new Answers(new Pair(1, 0, 1), new Pair(0, 0, 0)));
        });
        rig.pass(500);
        assertThat(rig.reaches()).hasSize(1);
    }

    @Test
    void answersToTheOwnAddressAloneShouldBeTold() {
        ask(PARTNER);
        int own = mark(sentAbout("from " + OWN + " #").get(0));
        for (int round = 0; round < ROUNDS; round++) {
            rig.wire.listener.marked(PARTNER, own, rig.timers.nanoTime());
            rig.pass(2);
        }
        rig.pass(500);

        assertThat(rig.reaches())
                .singleElement()
                .extracting(result -> result.hosts().get(PARTNER).echo())
                .isEqualTo(new Pair(ROUNDS, ROUNDS, 0));
    }

    @Test
    void whoAnswersNoEchoShouldBeAskedByArpFromBothAddresses() {
        ask(PARTNER);
        rig.pass(4);
        List<String> asked = sentAbout("request 192.0.2.12 on eth0");
        rig.arpReply(ETH0, PARTNER, EngineRig.B);
        rig.wire.listener.arp(ETH0.name(), new ArpPacket(true, EngineRig.B, PARTNER, ETH0.mac(), ALIAS));
        rig.pass(500);

        assertThat(asked)
                .contains("request 192.0.2.12 on eth0 from " + OWN, "request 192.0.2.12 on eth0 from " + ALIAS);
        assertThat(rig.reaches())
                .singleElement()
                .extracting(result -> result.hosts().get(PARTNER).neighbour())
                .isEqualTo(new Pair(2, 1, 1));
    }

    @Test
    void whereNobodyIsOnTheLinkNobodyShouldBeAsked() {
        ask(FAR, ALIAS, OWN);
        rig.pass(500);

        assertThat(rig.wire.takeSent()).noneMatch(line -> line.contains("#"));
        assertThat(rig.reaches())
                .singleElement()
                .satisfies(result -> assertThat(result.hosts()).isEmpty());
    }

    @Test
    void anOwnMarkShouldNeverPassForTheAliass() {
        ask(PARTNER);
        int alias = mark(sentAbout("from " + ALIAS + " #").get(0));
        rig.wire.listener.marked(FAR, alias, rig.timers.nanoTime());
        rig.wire.listener.marked(PARTNER, alias + 2, rig.timers.nanoTime());

        assertThat(rig.reaches()).isEmpty();
    }
}
