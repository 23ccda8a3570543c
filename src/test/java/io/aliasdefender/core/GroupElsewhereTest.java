package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Input.Probed;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups of which something is, or should be, on another host. */
class GroupElsewhereTest {
    private static final Probed MISSED = new Probed(new ProbeOutcome.Silence(Duration.ofMillis(10)));
    private static final Observed HAS_IT = new Observed(true, List.of(), true);

    private static Probed answer(MacAddress mac) {
        return new Probed(Rehearsal.reply(Optional.of(mac)));
    }

    @Test
    void aliasWhenTheRestOfItsGroupIsKeptOffThisHostShouldNotBeAskedFor() {
        GroupRehearsal group = GroupRehearsal.of(true, 2);
        group.burstsEnd(0, 2, ALIAS, ROUTER, WEB2);
        group.after(Duration.ofSeconds(1)).eachOnce(answer(MAC2));
        group.input(0, new Input.Ordered(Order.REMOVE));
        group.input(0, new Input.Ordered(Order.SUSPEND));

        group.after(Duration.ofSeconds(1)).input(1, MISSED);
        assertThat(group.member(1).actions)
                .as("the other host would take our probes for a claim, and leave the alias to us")
                .isEmpty();
        assertThat(group.member(1).why())
                .contains("its group web moves together, and 192.0.2.100 is not defended on this host now")
                .endsWith("leaving it to others");

        group.input(0, new Input.Ordered(Order.RESUME));
        group.burstsEnd(0, 1, ALIAS, ROUTER, WEB2);
        group.after(Duration.ofSeconds(1)).input(1, MISSED);
        assertThat(group.member(1).actions).isNotEmpty();
    }

    @Test
    void groupOfWhichOneIsOnTheBetterHostShouldFollowItHoweverOftenThatOneIsAskedAbout() {
        GroupRehearsal group = GroupRehearsal.of(false, 2);
        group.burstsEnd(0, 2, ALIAS, ROUTER, WEB1);
        group.after(Duration.ofMillis(3)).eachOnce(answer(MAC1)).input(0, HAS_IT);
        for (int i = 0; i < 4 && group.member(0).state.phase() instanceof Phase.Holding; i++) {
            group.after(Duration.ofMillis(300)).input(1, MISSED);
            group.burstsEnd(1, 2, ALIAS, ROUTER, WEB1);
            group.input(1, answer(MAC1));
            group.tick();
        }
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(group.member(0).why()).contains("192.0.2.101 is on web1");
    }
}
