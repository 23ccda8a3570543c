package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ProbePlan;
import io.aliasdefender.core.probe.ProbeResult;
import io.aliasdefender.core.probe.ProbeTarget;
import io.aliasdefender.core.probe.Stall;
import io.aliasdefender.core.spec.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steady probes of hosts that come, go and move. */
class SteadyProbeIT extends ProberFixture {
    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aliasWhenItMovesAndGoesAwayShouldGiveRepliesOfItsHolderThenSilence(String alias) throws Exception {
        hold(b, alias);
        plan(alias);
        replyFrom(alias, net.mac(b));

        hold(c, alias);
        release(b, alias);
        replyFrom(alias, net.mac(c));

        release(c, alias);
        long released = System.nanoTime();
        assertThat(outcome(alias, ProbeOutcome.Silence.class).waited()).isGreaterThanOrEqualTo(MIN_TIMEOUT);
        measured("silence of " + alias + " after its release", millis(System.nanoTime() - released));
        outcome(PARTNER.toString(), ProbeOutcome.Reply.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aliasWhenCarriedByOurselvesShouldBeSilentUntilAnotherHoldsItToo(String alias) throws Exception {
        hold(a, alias);
        said.await(KernelView.class, view -> view.carries(IpAddress.of(alias)));
        plan(alias);
        outcome(alias, ProbeOutcome.Silence.class);

        hold(b, alias);
        replyFrom(alias, net.mac(b));

        release(b, alias);
        outcome(alias, ProbeOutcome.Silence.class);
    }

    @Test
    void manyTargetsAtTenMillisecondsShouldAllBeAnswered() throws Exception {
        List<ProbeTarget> targets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String address = "192.0.2." + (150 + i);
            hold(b, address);
            targets.add(new ProbeTarget(
                    IpAddress.of(address), Optional.of("eth0"), Policy.MIN_INTERVAL, MIN_TIMEOUT, true));
        }
        Channels.PROBE_PLAN.publish(vertx, new ProbePlan(targets));
        for (ProbeTarget target : targets) {
            said.await(
                    ProbeResult.class,
                    result -> result.address().equals(target.address())
                            && result.outcome() instanceof ProbeOutcome.Reply);
        }
    }

    @Test
    void loopWhenBlockedShouldTellAStallBeforeABrokenRoundAndNoSilence() throws Exception {
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                // The pause itself is the subject.
                Thread.sleep(400);
                blocked.complete(null);
            } catch (InterruptedException failure) {
                blocked.completeExceptionally(failure);
            }
        });
        await(blocked);

        Stall stall = said.await(Stall.class, any -> true);
        assertThat(stall.length()).isGreaterThan(Duration.ofMillis(300));
        // Nobody answers, so that a round is always open; the first that is told after the stall is the one it spoilt.
        ProbeResult next =
                said.await(ProbeResult.class, result -> result.address().equals(IpAddress.of(V4)));
        assertThat(next.outcome())
                .isEqualTo(new ProbeOutcome.Broken(
                        "this process was paused for " + stall.length().toMillis() + " ms"));
        outcome(V4, ProbeOutcome.Silence.class);
    }

    @Test
    void proberWithoutTheCapabilityShouldSayWhichOneIsMissing() throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-net_raw",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DeployProber.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("RESULT cannot probe: cannot open an ARP socket: not permitted: needs root or CAP_NET_RAW"
                        + " (systemd: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW)");
    }
}
