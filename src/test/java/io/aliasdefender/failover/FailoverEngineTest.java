package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.ProbePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FailoverEngineTest {
    private static final Duration TWO_MS = Duration.ofMillis(2);
    private static final Placement BACK = new Placement(Cidr.of("198.51.100.100/24"), "eth1", Optional.empty());

    private static EngineRig holding(Placement... aliases) {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, aliases), ROUTER, EngineRig.ROUTER1);
        rig.round();
        rig.timers.pass(Duration.ofMillis(200));
        assertThat(aliases).allMatch(rig::carries);
        return rig;
    }

    @Test
    void holderShouldLetGoOfWhatABetterOneProvesToHaveWithoutTellingItAnew() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB2, ALIAS), ROUTER, EngineRig.ROUTER1);
        Said hasIt = new Said(Known.YES, true, true, true, true, Known.YES);
        long before = rig.timers.nanoTime();
        rig.timers.pass(Duration.ofMillis(1));
        rig.engine.linked(new LinkNews(
                "web1",
                before,
                Map.of(ALIAS.address().address(), new LinkNews.Entry(hasIt, Optional.empty(), Optional.empty())),
                true));
        rig.timers.pass(Duration.ofSeconds(2));
        rig.round();
        rig.timers.pass(Duration.ofMillis(200));
        assertThat(rig.carries(ALIAS)).isTrue();

        rig.engine.linked(new LinkNews("web1", before, Map.of(), true));
        rig.engine.linked(new LinkNews("web1", rig.timers.nanoTime(), Map.of(), false));
        rig.timers.pass(Duration.ofMillis(10));
        assertThat(rig.carries(ALIAS)).isTrue();

        rig.engine.linked(new LinkNews("web1", rig.timers.nanoTime(), Map.of(), true));
        rig.timers.pass(Duration.ofMillis(10));
        assertThat(rig.carries(ALIAS)).isFalse();
    }

    @Test
    void announcementsShouldBeNoMoreThanTwoMillisecondsLate() {
        EngineRig rig = holding(ALIAS, OTHER);
        rig.timers.pass(Duration.ofSeconds(5));

        List<Long> at = rig.said.stream()
                .filter(said -> said.what() instanceof Announcement announcement
                        && announcement.placement().equals(ALIAS))
                .map(EngineRig.Said::atNanos)
                .toList();

        assertThat(at).hasSize(5);
        for (int i = 1; i < at.size(); i++) {
            Duration gap = Duration.ofNanos(at.get(i) - at.get(i - 1));
            assertThat(gap)
                    .isBetween(Duration.ofMillis(200), Duration.ofMillis(200).plus(TWO_MS));
        }
    }

    @Test
    void deadlineThatIsNoWholeMillisecondShouldBeMetAtItsTime() {
        EngineRig rig = holding(ALIAS);
        rig.timers.pass(Duration.ofNanos(123_456));
        int timers = (int) rig.timers.set();

        rig.timers.pass(Duration.ofSeconds(2));

        assertThat(timers).as("the guard's and one for all deadlines").isEqualTo(2);
        assertThat(rig.said(Announcement.class)).hasSize(5);
    }

    @Test
    void announcementThatIsDueWhenTheClockJumpsShouldNotGoOutBeforeItIsAskedAnew() {
        EngineRig rig = holding(ALIAS);
        long last = rig.said.stream()
                .filter(said -> said.what() instanceof Announcement)
                .mapToLong(EngineRig.Said::atNanos)
                .max()
                .orElseThrow();
        // The guard's own beat has just been and would else look first.
        rig.timers.pass(Duration.ofNanos(last + 199_900_000 - rig.timers.nanoTime()));
        rig.said.clear();

        rig.timers.pause(Duration.ofSeconds(8));
        rig.timers.pass(Duration.ZERO);

        assertThat(rig.said(Announcement.class)).isEmpty();
        assertThat(rig.said(BurstRequest.class)).hasSize(1);

        rig.timers.pass(Duration.ofMillis(500));
        assertThat(rig.said(Announcement.class)).isNotEmpty();
    }

    @Test
    void everyInputShouldLookForAPauseFirst() {
        List<Consumer<EngineRig>> inputs = List.of(
                rig -> rig.engine.kernel(rig.kernel()),
                rig -> rig.round(),
                rig -> rig.engine.sighted(
                        new Sighting(ALIAS.address().address(), "eth0", EngineRig.MAC2, Sighting.Kind.REQUEST)),
                rig -> rig.engine.reconfigured(Site.seenFrom(WEB1, ALIAS)),
                rig -> rig.engine.order(new OrderRequest(Order.ADD, Optional.empty()), answer -> {}));
        for (int i = 0; i < inputs.size(); i++) {
            EngineRig rig = holding(ALIAS);
            rig.said.clear();
            rig.timers.pause(Duration.ofSeconds(8));

            inputs.get(i).accept(rig);

            assertThat(rig.said(BurstRequest.class)).as("input %d", i).hasSize(1);
            assertThat(rig.said(Announcement.class)).as("input %d", i).isEmpty();
        }
    }

    @Test
    void findingFromBeforeAPauseShouldNotCountAfterIt() {
        EngineRig rig = new EngineRig(
                Site.seenFrom(WEB2, ALIAS), ROUTER, ALIAS.address().address());
        rig.round();
        rig.answering.clear();
        rig.said.clear();
        rig.timers.pause(Duration.ofSeconds(8));

        rig.silent(ALIAS);

        assertThat(rig.said(BurstRequest.class)).isEmpty();
    }

    @Test
    void routerOfAnotherLinkShouldProveNothingForAnAliasOnThisOne() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, BACK), ROUTER);
        rig.round();
        rig.timers.pass(Duration.ofSeconds(3));

        assertThat(rig.carries(BACK)).isFalse();
        assertThat(rig.phase(BACK)).isEqualTo("vacant");
    }

    @Test
    void nodeShouldBeAskedForItsIdentityOnTheLinkOfTheAlias() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, BACK));

        assertThat(rig.questions())
                .containsExactlyInAnyOrder(
                        "198.51.100.100 on eth1 TAKE",
                        "192.0.2.12 on eth0 HOST",
                        "192.0.2.12 on eth1 IDENTITY",
                        "198.51.100.1 on eth1 WITNESS");
    }

    @Test
    void burstOfAnotherLinkShouldCountForNothingAfterAMove() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, ALIAS), ROUTER, EngineRig.ROUTER1);
        rig.bursting = false;
        rig.silent(ALIAS);
        BurstRequest before = rig.open.get(0);
        Placement moved = new Placement(ALIAS.address(), "eth1", Optional.empty());

        rig.engine.reconfigured(Site.seenFrom(WEB1, moved));
        rig.answer(before);
        rig.timers.pass(Duration.ofMillis(10));

        assertThat(rig.said(AddressAction.class)).isEmpty();
        assertThat(rig.open)
                .last()
                .satisfies(burst -> assertThat(burst.linkName()).isEqualTo("eth1"));
    }

    @Test
    void sightingOnAnotherLinkShouldBeNoConflict() {
        EngineRig rig = holding(ALIAS);
        rig.said.clear();

        rig.engine.sighted(new Sighting(ALIAS.address().address(), "eth1", EngineRig.MAC2, Sighting.Kind.ANNOUNCEMENT));
        assertThat(rig.causes()).isEmpty();

        rig.engine.sighted(new Sighting(ALIAS.address().address(), "eth0", EngineRig.MAC2, Sighting.Kind.ANNOUNCEMENT));
        assertThat(rig.causes()).isNotEmpty();
    }

    @Test
    void resultOfAnEarlierLifeOfAnAliasShouldCountForNothing() {
        EngineRig rig = holding(ALIAS, OTHER);
        rig.engine.reconfigured(Site.seenFrom(WEB1, OTHER));
        rig.timers.pass(Duration.ofMillis(50));
        assertThat(rig.carries(ALIAS)).isFalse();
        List<BurstRequest> earlier = rig.said(BurstRequest.class).stream()
                .filter(burst -> burst.alias().equals(ALIAS.address().address()))
                .toList();
        rig.engine.reconfigured(Site.seenFrom(WEB1, OTHER));
        rig.bursting = false;
        rig.said.clear();

        rig.engine.reconfigured(Site.seenFrom(WEB1, ALIAS, OTHER));
        rig.silent(ALIAS);
        rig.silent(ALIAS);
        earlier.forEach(rig::answer);
        rig.timers.pass(Duration.ofMillis(10));

        assertThat(rig.said(BurstRequest.class)).isNotEmpty();
        assertThat(rig.said(AddressAction.class)).isEmpty();
    }

    @Test
    void aliasThatStandsAsideShouldBeAskedWithoutTheMark() {
        EngineRig rig = holding(ALIAS);
        List<OrderAnswer> answers = new ArrayList<>();

        rig.engine.order(
                new OrderRequest(Order.REMOVE, Optional.of(ALIAS.address().address())), answers::add);
        rig.timers.pass(Duration.ofMillis(50));

        assertThat(answers).hasSize(1).allMatch(OrderAnswer::done);
        assertThat(rig.questions()).contains("192.0.2.100 on eth0 SHOW");

        rig.engine.order(new OrderRequest(Order.ADD, Optional.of(ALIAS.address().address())), answers::add);
        rig.timers.pass(Duration.ofMillis(200));

        assertThat(rig.questions()).contains("192.0.2.100 on eth0 TAKE");
    }

    @Test
    void orderWhenNothingComesOfItShouldBeAnsweredInTime() {
        EngineRig rig = holding(ALIAS);
        rig.commands = false;
        List<OrderAnswer> answers = new ArrayList<>();

        rig.engine.order(new OrderRequest(Order.REMOVE, Optional.empty()), answers::add);
        rig.timers.pass(Duration.ofMillis(3_999));
        assertThat(answers).isEmpty();
        rig.timers.pass(TWO_MS);

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.done()).isFalse();
            assertThat(answer.sentences()).singleElement().asString().startsWith("not done yet: ");
        });
    }

    @Test
    void stopShouldEndWhenAllIsReleased() {
        EngineRig rig = holding(ALIAS, OTHER);
        List<String> ended = new ArrayList<>();

        rig.engine.stop(Order.STOP, () -> ended.add("stopped"));
        assertThat(ended).isEmpty();
        rig.timers.pass(Duration.ofMillis(50));

        assertThat(ended).hasSize(1);
        assertThat(rig.carries(ALIAS)).isFalse();
        assertThat(rig.timers.set()).as("the guard's").isEqualTo(1);
    }

    @Test
    void planShouldNotBeSaidAgainWhenNothingIsNew() {
        EngineRig rig = holding(ALIAS);
        int plans = rig.said(ProbePlan.class).size();

        rig.engine.kernel(rig.kernel());
        rig.engine.reconfigured(Site.seenFrom(WEB1, ALIAS));

        assertThat(rig.said(ProbePlan.class)).hasSize(plans);
    }

    @Test
    void hostThatIsAskedOnAnotherLinkShouldBeShown() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, BACK), WEB2.address());
        rig.probe(Question.on("eth0", WEB2.address()));

        assertThat(rig.engine.status().hosts())
                .filteredOn(host -> host.address().equals(WEB2.address()))
                .singleElement()
                .satisfies(host -> assertThat(host.state().toString()).isEqualToIgnoringCase("answering"));
    }
}
