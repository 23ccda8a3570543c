package io.aliasdefender.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnouncementPacerTest implements AnnouncementPacer.Sender {
    private static final int RATE = 1_000;
    private static final Duration REFRESH = Duration.ofSeconds(60);

    private final VirtualTimers timers = new VirtualTimers();
    private final PauseGuard guard = new PauseGuard();
    private final AnnouncementPacer pacer = new AnnouncementPacer(timers, guard, this, RATE);
    private final Set<Placement> gone = new HashSet<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<IpAddress> announced = new ArrayList<>();
    private boolean refusing;

    private record Sent(long atNanos, Placement placement, int frames) {}

    AnnouncementPacerTest() {
        guard.start(timers);
    }

    @Override
    public boolean carries(Placement placement) {
        return !gone.contains(placement);
    }

    @Override
    public boolean send(Placement placement, boolean both) {
        sent.add(new Sent(timers.nanoTime(), placement, both ? 2 : 1));
        return !refusing;
    }

    @Override
    public void announced(Announcement claim) {
        announced.add(claim.placement().address().address());
    }

    @Test
    void claimsThatWaitedWhileTheLoopWasBusyShouldCatchUpAndNotFlood() {
        for (int i = 1; i <= 200; i++) {
            announce(i, Urgency.CLAIM);
        }
        int before = sent.size();
        timers.pause(Duration.ofMillis(8));
        timers.pass(Duration.ofMillis(1));
        assertThat(sent.size() - before).as("of 8 ms, four frames each").isBetween(12, 40);
    }

    @Test
    void claimWhenItHasLeftShouldBeReportedOnce() {
        announce(1, Urgency.CLAIM);
        assertThat(announced).containsExactly(alias(1).address().address());

        announce(1, Urgency.REPEAT);
        announce(1, Urgency.REFRESH);
        refusing = true;
        announce(2, Urgency.CLAIM);
        timers.pass(Duration.ofSeconds(1));
        assertThat(announced).hasSize(1);
    }

    /** As they are handed over: never many of them wait. */
    @Test
    void claimsWhenTheyComeOneAfterTheOtherShouldAllBeToldWithinASecondToo() {
        long begun = timers.nanoTime();
        for (int i = 0; i < 960; i++) {
            announce(i, Urgency.CLAIM);
            timers.pass(Duration.ofNanos(500_000));
        }
        assertThat(announced).hasSize(960);
        assertThat(timers.nanoTime() - begun).isLessThan(500_000_000L);
        assertThat(sent.get(0).frames()).isEqualTo(2);
    }

    @Test
    void oneAliasAloneShouldNeverBeDelayed() {
        for (int i = 0; i < 5; i++) {
            long asked = timers.nanoTime();
            announce(1, i == 0 ? Urgency.CLAIM : Urgency.REPEAT);
            assertThat(sent).hasSize(i + 1);
            assertThat(sent.get(i)).isEqualTo(new Sent(asked, alias(1), 2));
            timers.pass(Duration.ofMillis(200));
        }
        announce(1, Urgency.REFRESH);
        assertThat(sent).hasSize(6);
    }

    @Test
    void thousandClaimsShouldAllBeToldSoonAndNoSecondShouldHaveMoreFramesThanTheRate() {
        long begun = timers.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            announce(i, Urgency.CLAIM);
        }
        for (int round = 0; round < 4; round++) {
            timers.pass(Duration.ofMillis(200));
            for (int i = 0; i < 1_000; i++) {
                announce(i, Urgency.REPEAT);
            }
        }
        timers.pass(Duration.ofSeconds(20));

        Set<Placement> told = new HashSet<>();
        sent.stream().filter(one -> one.atNanos() - begun < 300_000_000L).forEach(one -> told.add(one.placement()));
        assertThat(told).hasSizeGreaterThan(990);
        assertThat(sent).hasSizeBetween(1_990, 2_010);
        for (int i = 0; i < sent.size(); i++) {
            int frames = 0;
            for (int j = i;
                    j < sent.size() && sent.get(j).atNanos() - sent.get(i).atNanos() < 1_000_000_000L;
                    j++) {
                frames += sent.get(j).frames();
            }
            assertThat(frames).isLessThanOrEqualTo(RATE);
        }
    }

    @Test
    void claimShouldGoBeforeRepetitionsAndRefreshesThatWait() {
        for (int i = 0; i < 50; i++) {
            announce(i, Urgency.REFRESH);
            announce(100 + i, Urgency.REPEAT);
        }
        int before = sent.size();
        announce(200, Urgency.CLAIM);
        timers.pass(Duration.ofMillis(5));

        assertThat(sent.get(before).placement()).isEqualTo(alias(200));
        timers.pass(Duration.ofMillis(150));
        assertThat(sent.subList(before + 1, before + 40)).allMatch(one -> lastByte(one.placement()) >= 100);
    }

    @Test
    void refreshesShouldBeSpreadOverHalfOfTheirInterval() {
        long begun = timers.nanoTime();
        for (int i = 0; i < 100; i++) {
            announce(i, Urgency.REFRESH);
        }
        timers.pass(REFRESH);

        assertThat(sent).hasSize(100);
        Duration last = Duration.ofNanos(sent.get(99).atNanos() - begun);
        assertThat(last).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        for (int second = 0; second < 30; second++) {
            long from = begun + second * 1_000_000_000L;
            assertThat(sent.stream().filter(one -> one.atNanos() >= from && one.atNanos() < from + 1_000_000_000L))
                    .hasSizeLessThanOrEqualTo(6);
        }
    }

    @Test
    void aliasThatIsReleasedWhileItWaitsShouldNotBeAnnounced() {
        announce(1, Urgency.CLAIM);
        announce(2, Urgency.CLAIM);
        announce(3, Urgency.CLAIM);
        pacer.forget(alias(2).address().address());
        gone.add(alias(3));
        timers.pass(Duration.ofSeconds(1));

        assertThat(sent).extracting(Sent::placement).containsExactly(alias(1));
    }

    @Test
    void whatWaitsWhenTheProcessIsPausedShouldNotBeSaidAfterwards() {
        announce(1, Urgency.CLAIM);
        announce(2, Urgency.CLAIM);
        timers.pause(Duration.ofSeconds(8));
        timers.pass(Duration.ofSeconds(1));
        assertThat(sent).hasSize(1);

        timers.pause(Duration.ofSeconds(8));
        announce(2, Urgency.REPEAT);
        assertThat(sent).as("decided before the pause").hasSize(1);

        announce(2, Urgency.REPEAT);
        assertThat(sent).hasSize(2);
    }

    @Test
    void announcementOfAnAliasThatWaitsShouldTakeThatPlace() {
        announce(1, Urgency.CLAIM);
        announce(2, Urgency.REPEAT);
        announce(3, Urgency.REPEAT);
        announce(3, Urgency.REPEAT);
        announce(3, Urgency.REFRESH);
        announce(3, Urgency.CLAIM);
        timers.pass(Duration.ofSeconds(1));

        assertThat(sent).extracting(Sent::placement).containsExactly(alias(1), alias(3), alias(2));
    }

    @Test
    void rateShouldCountFromNowOn() {
        pacer.rate(10);
        long begun = timers.nanoTime();
        for (int i = 0; i < 10; i++) {
            announce(i, Urgency.REPEAT);
        }
        timers.pass(Duration.ofSeconds(10));

        assertThat(sent).hasSize(10);
        assertThat(Duration.ofNanos(sent.get(9).atNanos() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(1_800));
    }

    private void announce(int number, Urgency urgency) {
        pacer.announce(new Announcement(alias(number), urgency, REFRESH));
    }

    private static int lastByte(Placement placement) {
        byte[] bytes = placement.address().address().toBytes();
        return bytes[3] & 0xff;
    }

    private static Placement alias(int number) {
        return new Placement(
                new Cidr(IpAddress.of("192.0." + (2 + number / 250) + "." + number % 250), 24),
                "eth0",
                Optional.empty());
    }
}
