package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Presence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When an alias is here, and why, as it is recorded. */
class PresencesTest {
    private static final IpAddress ADDRESS = ALIAS.address().address();

    /** The secondary; the alias has been answered by another host until a moment ago. */
    private final EngineRig rig = new EngineRig(Site.seenFrom(WEB2, ALIAS), ROUTER, EngineRig.ROUTER1, ADDRESS);

    private Presence newest() {
        List<Presence> all = rig.said(Presence.class);
        return all.get(all.size() - 1);
    }

    private void takeOver() {
        rig.timers.pass(Duration.ofMillis(100));
        rig.round();
        rig.answering.remove(ADDRESS);
        rig.timers.pass(Duration.ofSeconds(1));
        rig.round();
        rig.timers.pass(Duration.ofMillis(500));
        assertThat(rig.carries(ALIAS)).isTrue();
    }

    @Test
    void takeoverShouldSayHowLongNobodyAnsweredAndWhy() {
        takeOver();

        assertThat(rig.said(Presence.class)).hasSize(1);
        Presence here = newest();
        assertThat(here.alias()).isEqualTo(ADDRESS);
        assertThat(here.here()).isTrue();
        assertThat(here.planned()).isFalse();
        assertThat(here.cause()).isEqualTo("took-over");
        assertThat(here.sentence()).contains("silent for").endsWith("taking over");
        // A second without a round, and a burst of 50 ms.
        assertThat(here.unanswered().orElseThrow()).isBetween(Duration.ofMillis(1_050), Duration.ofMillis(1_060));
    }

    @Test
    void orderShouldBePlanned() {
        rig.answering.clear();
        rig.timers.pass(Duration.ofSeconds(1));

        rig.engine.order(new OrderRequest(Order.ADD, Optional.of(ADDRESS)), answer -> {});
        rig.timers.pass(Duration.ofMillis(500));

        assertThat(newest().here()).isTrue();
        assertThat(newest().planned()).isTrue();
        assertThat(newest().sentence()).contains("an operator wants it here");
    }

    @Test
    void aliasThatWasDeletedAndPutBackShouldBeAwayForSoLong() {
        takeOver();

        rig.carried.remove(ALIAS.address());
        rig.engine.kernel(rig.kernel());
        assertThat(newest().here()).isFalse();
        assertThat(newest().cause()).isEqualTo("deleted");
        rig.timers.pass(Duration.ofMillis(500));

        assertThat(newest().here()).isTrue();
        assertThat(newest().cause()).isEqualTo("restored");
        assertThat(newest().sentence()).contains("was deleted by something else");
        assertThat(newest().planned()).isFalse();
        assertThat(newest().unanswered().orElseThrow()).isBetween(Duration.ofMillis(50), Duration.ofMillis(60));
    }

    @Test
    void endShouldSayWhyItWasLetGoOf() {
        takeOver();

        rig.engine.stop(Order.STOP, () -> {});
        rig.timers.pass(Duration.ofMillis(500));

        assertThat(rig.said(Presence.class)).hasSize(2);
        assertThat(newest().here()).isFalse();
        assertThat(newest().cause()).isEqualTo("released");
        assertThat(newest().sentence()).contains("the defender stops");
    }
}
