package io.aliasdefender.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.After;
import io.aliasdefender.core.LeaseStand;
import io.aliasdefender.core.LeaseStand.Place;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy.Lease;
import io.aliasdefender.core.spec.Policy.OnLoss;
import io.aliasdefender.payload.LeaseWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private static final Optional<LeaseStand> HERE =
            Optional.of(new LeaseStand(Wish.NEEDED, Place.HERE, false, Optional.empty(), After.WATCH, false, false));
    private static final Optional<String> GROUP = Optional.of("web");

    private final Permits permits = new Permits(new VirtualTimers(), 0);
    private final Defended one = defended("192.0.2.100");
    private final Defended other = defended("192.0.2.101");

    private static Defended defended(String address) {
        AliasSpec spec = Site.seenFrom(Site.WEB1, Site.placement(address + "/24"))
                .aliases()
                .get(0);
        Lease lease = new Lease(Duration.ofSeconds(5), OnLoss.RELEASE);
        return new Defended(spec.under(spec.policy().leased(lease)), 0, Duration.ZERO);
    }

    private void regroup(Optional<String> group) {
        permits.configured(List.of(one.spec.in(group), other.spec.in(group)));
        for (Defended each : List.of(one, other)) {
            permits.forget(each);
            each.spec = each.spec.in(group);
        }
    }

    private static List<String> words(List<LeaseWish> wishes) {
        return wishes.stream()
                .map(wish -> wish.name() + " " + wish.wish() + " " + wish.keys().size())
                .toList();
    }

    @Test
    void aliasesWhenTheyBecomeAGroupShouldNeedItBeforeTheyGiveUpTheirOwnLeases() {
        regroup(Optional.empty());
        permits.decided(one, HERE);
        permits.decided(other, HERE);
        regroup(GROUP);

        assertThat(words(permits.decided(one, HERE)))
                .containsExactly("group/web NEEDED 2", "alias/192.0.2.100 NOTHING 1");
        assertThat(words(permits.decided(other, HERE))).containsExactly("alias/192.0.2.101 NOTHING 1");
    }

    @Test
    void groupWhenItIsOneNoMoreShouldBeGivenUpAfterAllOfItsAliasesNeedTheirOwnLeases() {
        regroup(GROUP);
        permits.decided(one, HERE);
        permits.decided(other, HERE);
        regroup(Optional.empty());

        assertThat(words(permits.decided(one, HERE))).containsExactly("alias/192.0.2.100 NEEDED 1");
        assertThat(words(permits.decided(other, HERE)))
                .containsExactly("alias/192.0.2.101 NEEDED 1", "group/web NOTHING 2");
    }
}
