package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.HolderTimeline.Change.Gained;
import io.aliasdefender.lab.HolderTimeline.Change.Lost;
import io.aliasdefender.lab.HolderTimeline.Change.PowerOff;
import io.aliasdefender.lab.HolderTimeline.Change.PowerOn;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HolderTimelineTest {
    private static final Cidr ADDRESS = Lab.ALIAS;
    private static final IpAddress ALIAS = ADDRESS.address();

    private final HolderTimeline timeline = new HolderTimeline();

    @Test
    void holdersWhenTheAddressMovesShouldFollow() {
        timeline.add(new Gained(ms(10), "web1", 2, ADDRESS));
        timeline.add(new Lost(ms(20), "web1", 2, ADDRESS));
        timeline.add(new Gained(ms(25), "web2", 2, ADDRESS));

        assertThat(timeline.holders(ALIAS)).containsExactly("web2");
        assertThat(timeline.nobody(ALIAS, 0, ms(100))).isEqualTo(Duration.ofMillis(15));
        assertThat(timeline.several(ALIAS, 0, ms(100))).isZero();
        assertThat(timeline.moves(ALIAS, 0, ms(100))).isEqualTo(1);
        assertThat(timeline.moves(ALIAS, ms(30), ms(100))).isZero();
    }

    @Test
    void overlapWhenTheSecondComesBeforeTheFirstGoesShouldBeMeasured() {
        timeline.add(new Gained(ms(10), "web1", 2, ADDRESS));
        timeline.add(new Gained(ms(20), "web2", 2, ADDRESS));
        timeline.add(new Lost(ms(23), "web1", 2, ADDRESS));

        assertThat(timeline.several(ALIAS, 0, ms(100))).isEqualTo(Duration.ofMillis(3));
        assertThat(timeline.several(ALIAS, ms(21), ms(22))).isEqualTo(Duration.ofMillis(1));
        assertThat(timeline.several(ALIAS, ms(23), ms(100))).isZero();
    }

    @Test
    void hostWithoutPowerShouldNotHold() {
        timeline.add(new Gained(ms(10), "web1", 2, ADDRESS));
        timeline.add(new PowerOff(ms(20), "web1"));
        timeline.add(new Gained(ms(30), "web2", 2, ADDRESS));
        timeline.add(new Lost(ms(40), "web1", 2, ADDRESS));
        timeline.add(new PowerOn(ms(50), "web1"));

        assertThat(timeline.several(ALIAS, 0, ms(100))).isZero();
        assertThat(timeline.nobody(ALIAS, ms(10), ms(100))).isEqualTo(Duration.ofMillis(10));
        assertThat(timeline.holders(ALIAS)).containsExactly("web2");
    }

    @Test
    void addressWhenItComesBackToTheSameHostShouldNotHaveMoved() {
        timeline.add(new Gained(ms(10), "web1", 2, ADDRESS));
        timeline.add(new Lost(ms(20), "web1", 2, ADDRESS));
        timeline.add(new Gained(ms(22), "web1", 2, ADDRESS));

        assertThat(timeline.moves(ALIAS, 0, ms(100))).isZero();
        assertThat(timeline.nobody(ALIAS, ms(10), ms(100))).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void prefixWhenChangedShouldStillCountAsHolding() {
        timeline.add(new Gained(ms(10), "web1", 2, ADDRESS));
        timeline.add(new Gained(ms(12), "web1", 2, new Cidr(ALIAS, 32)));
        timeline.add(new Lost(ms(14), "web1", 2, ADDRESS));

        assertThat(timeline.holders(ALIAS)).containsExactly("web1");
        assertThat(timeline.carried("web1")).containsExactly(new Cidr(ALIAS, 32));
    }

    @Test
    void waitWhenNobodyTakesTheAddressShouldSayWhoHasIt() {
        timeline.add(new Gained(ms(10), "web1", 2, ADDRESS));

        assertThatThrownBy(() -> timeline.awaitHolders(ALIAS, Set.of("web2"), Duration.ofMillis(1)))
                .hasMessage("192.0.2.100 is held by [web1], not by [web2], after 1 ms");
    }

    @Test
    void stampShouldBecomeAMonotonicMoment() {
        Instant now = Instant.parse("2026-01-01T12:00:01Z");

        assertThat(HolderWatch.monotonic("2026-01-01T12:00:00.999500", now, ms(5000)))
                .isEqualTo(ms(5000) - 500_000);
        assertThat(HolderWatch.monotonic("2026-01-01T11:00:00.000000", now, ms(5000)))
                .isEqualTo(ms(5000));
        assertThat(HolderWatch.monotonic("2026-01-01T12:00:02.000000", now, ms(5000)))
                .isEqualTo(ms(5000));
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }
}
