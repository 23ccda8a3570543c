package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What happens to the interface and the addresses of the prober's own host. */
class ChangingHostIT extends ProberFixture {
    @Test
    void carrierWhenLostShouldBeKnownAtOnceAndBreakProbesUntilItComesBack() throws Exception {
        hold(b, V4);
        plan(V4);
        replyFrom(V4, net.mac(b));

        long before = System.nanoTime();
        net.port("a", "down");
        Recorder.Heard view = said.awaitTimed(
                KernelView.class, now -> !now.link("eth0").orElseThrow().carrier());
        measured("carrier lost to kernel view, the fork of ip included", millis(view.nanos() - before));
        assertThat(outcome(V4, ProbeOutcome.Broken.class).why()).isEqualTo("eth0 has no carrier: cable or switch port");
        Channels.BURST.publish(vertx, burst(9, V4, 5));
        BurstResult burst = said.await(BurstResult.class, any -> true);
        assertThat(burst.alias().broken()).isEqualTo(5);
        assertThat(burst.alias().silent()).isFalse();

        net.port("a", "up");
        replyFrom(V4, net.mac(b));
    }

    @Test
    void interfaceWhenMadeAnewShouldBeProbedAgain() throws Exception {
        hold(b, V4);
        plan(V4);
        replyFrom(V4, net.mac(b));

        net.unplug("a");
        assertThat(outcome(V4, ProbeOutcome.Broken.class).why()).isEqualTo("there is no interface eth0");

        net.plug("a");
        address(a, "192.0.2.11", "2001:db8::11");
        replyFrom(V4, net.mac(b));
    }

    @Test
    void addressWhenAddedOrDeletedShouldBeInTheKernelsViewSoon() throws Exception {
        long[] added = new long[20];
        for (int i = 0; i < added.length; i++) {
            said.forget();
            long before = System.nanoTime();
            hold(a, V4);
            added[i] = said.awaitTimed(KernelView.class, view -> view.carries(IpAddress.of(V4)))
                            .nanos()
                    - before;
            release(a, V4);
            said.await(KernelView.class, view -> !view.carries(IpAddress.of(V4)));
        }
        Arrays.sort(added);
        // Without events it would be the safety net's several seconds.
        assertThat(Duration.ofNanos(added[added.length / 2])).isLessThan(Duration.ofSeconds(1));
        measured("address added to kernel view, the fork of ip included, median", millis(added[added.length / 2]));
        measured("the same, worst of 20", millis(added[added.length - 1]));
    }
}
