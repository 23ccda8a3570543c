package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderAnswer.Moved;
import io.aliasdefender.payload.OrderRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An operator moves aliases to another node, or has them moved to this one. */
class MoveOrderTest {
    private static final IpAddress IP = ALIAS.address().address();
    private static final Said STANDS_BY = new Said(Known.NO, false, true, true, true, Known.YES);
    private static final Said HAS_IT = new Said(Known.YES, true, true, true, true, Known.YES);

    private final List<OrderAnswer> answers = new ArrayList<>();

    private static EngineRig holding(Placement... aliases) {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, aliases), ROUTER);
        rig.round();
        rig.timers.pass(Duration.ofMillis(500));
        for (Placement alias : aliases) {
            assertThat(rig.phase(alias)).isEqualTo("holding");
        }
        return rig;
    }

    private static EngineRig watching() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, ALIAS), ROUTER, IP);
        rig.round();
        rig.timers.pass(Duration.ofMillis(500));
        assertThat(rig.phase(ALIAS)).isEqualTo("watching");
        return rig;
    }

    private void move(EngineRig rig, Optional<IpAddress> alias, String node) {
        rig.engine.order(
                new OrderRequest(Order.MOVE, alias, Optional.empty(), Optional.ofNullable(node)), answers::add);
        rig.timers.pass(Duration.ofMillis(1));
    }

    private static void says(EngineRig rig, LinkNews.Entry entry, Placement... aliases) {
        Map<IpAddress, LinkNews.Entry> told = new HashMap<>();
        for (Placement alias : aliases) {
            told.put(alias.address().address(), entry);
        }
        rig.engine.linked(new LinkNews("web2", rig.timers.nanoTime(), told, true));
        rig.timers.pass(Duration.ofMillis(1));
    }

    private static LinkNews.Entry standsBy() {
        return new LinkNews.Entry(STANDS_BY, Optional.empty(), Optional.empty());
    }

    private static LinkNews.Entry reply(Said said, long id, Outcome outcome) {
        return new LinkNews.Entry(said, Optional.empty(), Optional.of(new Word.Reply(id, outcome)));
    }

    private static Telling told(EngineRig rig, Placement alias) {
        return rig.told.stream()
                .filter(told -> told.alias().equals(alias.address().address()))
                .reduce((first, second) -> second)
                .flatMap(LinkTelling::telling)
                .orElseThrow();
    }

    private static Telling.Offering offer(EngineRig rig, Placement alias) {
        return told(rig, alias).offer().orElseThrow();
    }

    private OrderAnswer answer() {
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    @Test
    void moveShouldBeDoneWhenTheAliasIsOffThisHost() {
        EngineRig rig = holding(ALIAS);
        says(rig, standsBy(), ALIAS);

        move(rig, Optional.of(IP), "web2");
        assertThat(answers).isEmpty();
        says(rig, reply(HAS_IT, offer(rig, ALIAS).id(), Outcome.TAKEN), ALIAS);
        rig.timers.pass(Duration.ofMillis(50));

        assertThat(answer().done()).isTrue();
        assertThat(answer().sentences()).containsExactly("primary: 192.0.2.100 is on web2 now");
        assertThat(answer().moves()).singleElement().satisfies(moved -> {
            assertThat(moved.holder()).contains("web2");
            assertThat(moved.took()).isBetween(Duration.ofMillis(4), Duration.ofMillis(100));
        });
        assertThat(rig.carries(ALIAS)).isFalse();
    }

    @Test
    void moveWhenTheNodeDoesNotTakeItShouldSayWhyAndWhereItIs() {
        EngineRig rig = holding(ALIAS);
        says(rig, standsBy(), ALIAS);

        move(rig, Optional.of(IP), null);
        says(rig, reply(STANDS_BY, offer(rig, ALIAS).id(), Outcome.COMMAND_FAILED), ALIAS);

        assertThat(answer().done()).isFalse();
        assertThat(answer().sentences())
                .containsExactly(
                        "primary: partner web2 (192.0.2.12) does not take 192.0.2.100: it could not add the address;"
                                + " it stays on this host");
        assertThat(answer().moves()).extracting(Moved::holder).containsExactly(Optional.of("web1"));
    }

    @Test
    void moveWhenTheSameRefusalIsSaidTwiceShouldBeAnsweredTwice() {
        EngineRig rig = holding(ALIAS);

        move(rig, Optional.of(IP), "web2");
        move(rig, Optional.of(IP), "web2");

        assertThat(answers).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.done()).isFalse();
            assertThat(answer.sentences())
                    .containsExactly(
                            "primary: cannot hand over 192.0.2.100: partner web2 (192.0.2.12) is not heard over the node link;"
                                    + " it stays on this host");
        });
    }

    @Test
    void moveWhenNobodyAnswersTheOfferShouldEndByItself() {
        EngineRig rig = holding(ALIAS);
        says(rig, standsBy(), ALIAS);

        move(rig, Optional.of(IP), null);
        rig.timers.pass(Duration.ofMillis(1_100));

        assertThat(answer().done()).isFalse();
        assertThat(answer().sentences().get(0))
                .contains("it has not said within 1 s")
                .contains("it stays on this host");
        assertThat(rig.carries(ALIAS)).isTrue();
    }

    @Test
    void moveWhileItIsNotCertainThatThisHostAloneHasItShouldWaitForThat() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, ALIAS), ROUTER);
        rig.bursting = false;
        rig.carried.put(ALIAS.address(), "eth0");
        rig.engine.kernel(rig.kernel());
        assertThat(rig.phase(ALIAS)).isEqualTo("holding");
        says(rig, standsBy(), ALIAS);

        move(rig, Optional.of(IP), "web2");
        assertThat(answers).isEmpty();
        assertThat(told(rig, ALIAS).offer()).isEmpty();
        rig.bursting = true;
        List.copyOf(rig.open).forEach(rig::answer);
        rig.timers.pass(Duration.ofMillis(200));

        assertThat(offer(rig, ALIAS).to().name()).isEqualTo("web2");
    }

    @Test
    void moveWhenThereIsNoSuchNodeShouldNameTheNodes() {
        EngineRig rig = holding(ALIAS);

        move(rig, Optional.of(IP), "web9");

        assertThat(answer())
                .isEqualTo(
                        new OrderAnswer(false, List.of("there is no node web9 for 192.0.2.100, which has web1, web2")));
    }

    @Test
    void moveToThisHostWhenItHasTheAliasShouldSaySo() {
        EngineRig rig = holding(ALIAS);

        move(rig, Optional.of(IP), "web1");

        assertThat(answer().sentences()).containsExactly("192.0.2.100 is on web1 already, which is this host");
    }

    @Test
    void moveOfAGroupThatIsNoneShouldNameTheGroups() {
        EngineRig rig = holding(ALIAS);

        rig.engine.order(
                new OrderRequest(Order.MOVE, Optional.empty(), Optional.of("web"), Optional.empty()), answers::add);

        assertThat(answer().sentences()).containsExactly("web is no group of the configuration, which has no group");
    }

    @Test
    void moveOfAnAliasThatIsElsewhereShouldSayWhereItIs() {
        EngineRig rig = watching();

        move(rig, Optional.of(IP), "web2");

        assertThat(answer().done()).isFalse();
        assertThat(answer().sentences().get(0)).startsWith("primary: 192.0.2.100 is not on this host; it is on ");
    }

    @Test
    void moveOfAllShouldLeaveOutWhatIsNotHere() {
        EngineRig rig = holding(ALIAS, OTHER);
        says(rig, standsBy(), ALIAS, OTHER);
        move(rig, Optional.of(IP), null);
        says(rig, reply(HAS_IT, offer(rig, ALIAS).id(), Outcome.TAKEN), ALIAS);
        rig.timers.pass(Duration.ofMillis(50));
        rig.answering.add(IP);
        rig.round();
        answers.clear();

        move(rig, Optional.empty(), null);
        says(rig, reply(HAS_IT, offer(rig, OTHER).id(), Outcome.TAKEN), OTHER);
        rig.timers.pass(Duration.ofMillis(50));
        move(rig, Optional.empty(), null);

        assertThat(answers).hasSize(2);
        assertThat(answers.get(0).done()).isTrue();
        assertThat(answers.get(0).moves())
                .extracting(Moved::alias)
                .containsExactly(OTHER.address().address());
        assertThat(answers.get(1)).isEqualTo(new OrderAnswer(false, List.of("no alias is on this host")));
    }

    @Test
    void moveToThisHostShouldAskTheHolderUntilItOffersTheAlias() {
        EngineRig rig = watching();
        says(rig, new LinkNews.Entry(HAS_IT, Optional.empty(), Optional.empty()), ALIAS);

        move(rig, Optional.of(IP), "web1");
        assertThat(told(rig, ALIAS).reply()).hasValueSatisfying(asked -> {
            assertThat(asked.to().name()).isEqualTo("web2");
            assertThat(asked.reply().outcome()).isEqualTo(Outcome.ASKED_FOR);
        });
        says(
                rig,
                new LinkNews.Entry(HAS_IT, Optional.of(new Word.Offer(7, Duration.ofSeconds(1))), Optional.empty()),
                ALIAS);
        rig.timers.pass(Duration.ofMillis(50));

        assertThat(rig.carries(ALIAS)).isTrue();
        assertThat(answer().done()).isTrue();
        assertThat(answer().moves()).extracting(Moved::holder).containsExactly(Optional.of("web1"));
        assertThat(told(rig, ALIAS).reply().map(reply -> reply.reply().outcome()))
                .isNotEqualTo(Outcome.ASKED_FOR);
    }

    @Test
    void moveToThisHostWhenTheHolderDoesNothingShouldEndAndAskNoMore() {
        EngineRig rig = watching();
        says(rig, new LinkNews.Entry(HAS_IT, Optional.empty(), Optional.empty()), ALIAS);

        move(rig, Optional.of(IP), "web1");
        rig.timers.pass(Duration.ofSeconds(4));

        assertThat(answer().sentences())
                .containsExactly("primary: web2 has not handed 192.0.2.100 over; its log says why");
        assertThat(told(rig, ALIAS).reply()).isEmpty();
    }

    @Test
    void requestOfAnotherNodeShouldBeObeyedOnceAndOnlyWhileItIsOfNow() {
        EngineRig rig = holding(ALIAS);
        LinkNews late = new LinkNews(
                "web2",
                rig.timers.nanoTime() - Duration.ofMillis(3_100).toNanos(),
                Map.of(IP, reply(STANDS_BY, 1L << 30, Outcome.ASKED_FOR)),
                false);
        rig.engine.linked(late);
        assertThat(told(rig, ALIAS).offer()).isEmpty();

        says(rig, reply(STANDS_BY, 1L << 30, Outcome.ASKED_FOR), ALIAS);
        assertThat(offer(rig, ALIAS).to().name()).isEqualTo("web2");
        rig.timers.pass(Duration.ofMillis(1_100));
        assertThat(told(rig, ALIAS).offer()).isEmpty();

        says(rig, reply(STANDS_BY, 1L << 30, Outcome.ASKED_FOR), ALIAS);
        assertThat(told(rig, ALIAS).offer()).isEmpty();
    }
}
