package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.kernel.KernelVerticle;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confirm bursts. */
class BurstIT extends ProberFixture {
    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void burstWhenAliasIsDeadShouldEndSilentWithTheOtherHostAlive(String alias) throws Exception {
        hold(b, alias);
        plan(alias);
        replyFrom(alias, net.mac(b));
        release(b, alias);
        outcome(alias, ProbeOutcome.Silence.class);

        long asked = System.nanoTime();
        Channels.BURST.publish(vertx, burst(7, alias, 10));
        Recorder.Heard end = said.awaitTimed(BurstResult.class, result -> true);
        BurstResult result = (BurstResult) end.payload();

        assertThat(result.id()).isEqualTo(7);
        assertThat(result.alias().silent()).isTrue();
        assertThat(result.alias().sent()).isEqualTo(10);
        assertThat(result.alias().broken()).isZero();
        assertThat(result.alias().took()).isGreaterThanOrEqualTo(Duration.ofMillis(9 * 2));
        assertThat(result.hosts().get(PARTNER).alive()).isTrue();
        measured("burst of 10 at 2 ms at dead " + alias, millis(end.nanos() - asked));
        measured("of which listening", millis(result.alias().took().toNanos()));
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void burstWhenAliasAnswersShouldEndAtOnce(String alias) throws Exception {
        hold(b, alias);
        plan(alias);
        replyFrom(alias, net.mac(b));

        Channels.BURST.publish(vertx, burst(8, alias, 100));
        BurstResult result = said.await(BurstResult.class, any -> true);

        assertThat(result.alias().alive()).isTrue();
        assertThat(result.alias().sent()).isLessThan(100);
        assertThat(result.alias().rtt()).isPresent();
        measured("burst at living " + alias, millis(result.alias().took().toNanos()));
    }

    @Test
    void burstBeforeEverybodyWasHeardShouldWaitForOneWhoMayBeFarAway() throws Exception {
        List<ProbeTarget> targets = new ArrayList<>();
        for (String address : List.of(V4, PARTNER.toString(), "192.0.2.77")) {
            targets.add(new ProbeTarget(
                    Question.on("eth0", IpAddress.of(address)),
                    Duration.ofSeconds(1),
                    MIN_TIMEOUT,
                    address.equals(V4) ? Purpose.TAKE : Purpose.HOST));
        }
        Channels.PROBE_PLAN.publish(vertx, new ProbePlan(targets));
        outcome(PARTNER.toString(), ProbeOutcome.Reply.class);

        Channels.BURST.publish(vertx, burst(6, V4, 3));
        BurstResult result = said.await(BurstResult.class, any -> true);

        assertThat(result.alias().silent()).isTrue();
        assertThat(result.alias().took()).isGreaterThanOrEqualTo(Duration.ofMillis(70));
    }

    @Test
    void burstWhenReplacedShouldGiveOnlyTheNewResult() throws Exception {
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);

        Channels.BURST.publish(vertx, burst(1, V4, 100));
        Channels.BURST.publish(vertx, burst(2, V4, 3));

        assertThat(said.await(BurstResult.class, any -> true).id()).isEqualTo(2);
    }

    @Test
    void burstAtOurOwnAddressShouldNotMakeAnotherHolderTellEverybody() throws Exception {
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        hold(b, V6);
        plan(V6);
        replyFrom(V6, net.mac(b));
        try (NdSocket third = NetNs.call(c, () -> NdSocket.open(index, mac))) {
            Channels.BURST.publish(vertx, burst(4, V6, 3));
            said.await(BurstResult.class, result -> result.id() == 4);
            assertThat(toldToEverybody(third)).isPositive();

            hold(a, V6);
            said.await(
                    KernelView.class,
                    view -> view.addresses().stream()
                            .anyMatch(carried -> carried.address().address().equals(IpAddress.of(V6))));
            toldToEverybody(third);
            Channels.BURST.publish(vertx, burst(5, V6, 3));
            BurstResult result = said.await(BurstResult.class, any -> any.id() == 5);

            assertThat(result.alias().mac()).contains(net.mac(b));
            assertThat(toldToEverybody(third)).isZero();
        }
    }

    /** How many advertisements to all nodes have come since the last time. */
    private static int toldToEverybody(NdSocket socket) {
        int[] count = new int[1];
        socket.receive(1000, (packet, sender) -> {
            if (packet.advertisement() && packet.destination().isMulticast()) {
                count[0]++;
            }
        });
        return count[0];
    }

    @Test
    void burstOfOursShouldBeSeenAsAProbeByOthers() throws Exception {
        MacAddress mac = net.mac(a);
        Recorder other = new Recorder();
        Vertx vertxOfC = vertxIn(c);
        try {
            ByReference.register(vertxOfC);
            other.record(vertxOfC, Channels.SIGHTING, Channels.PROBE_RESULT);
            await(vertxOfC.deployVerticle(new KernelVerticle())
                    .toCompletionStage()
                    .toCompletableFuture());
            await(vertxOfC.deployVerticle(new ProbeVerticle(new PauseGuard()))
                    .toCompletionStage()
                    .toCompletableFuture());
            for (String alias : List.of(V4, V6)) {
                ProbeTarget target =
                        new ProbeTarget(Question.on("eth0", IpAddress.of(alias)), INTERVAL, MIN_TIMEOUT, Purpose.TAKE);
                Channels.PROBE_PLAN.publish(vertxOfC, new ProbePlan(List.of(target)));
                other.await(
                        ProbeResult.class, result -> result.question().address().equals(IpAddress.of(alias)));
                Channels.BURST.publish(vertx, burst(3, alias, 3));
                assertThat(other.await(Sighting.class, sighting -> sighting.kind() != Sighting.Kind.REQUEST))
                        .isEqualTo(new Sighting(IpAddress.of(alias), "eth0", mac, Sighting.Kind.PROBE));
            }
        } finally {
            await(vertxOfC.close().toCompletionStage().toCompletableFuture());
        }
    }
}
