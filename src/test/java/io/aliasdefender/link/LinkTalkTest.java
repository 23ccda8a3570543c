package io.aliasdefender.link;

import static io.aliasdefender.link.LinkPair.HOLDS;
import static io.aliasdefender.link.LinkPair.STANDS_BY;
import static io.aliasdefender.link.LinkPair.alias;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.core.told.Word.Reply;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.payload.LinkNews;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two engines say to each other alone: questions, offers, replies. */
class LinkTalkTest {
    private static final IpAddress ALIAS = alias(1);
    private static final long MILLI = 1_000_000;

    private final LinkPair pair = new LinkPair();

    @Test
    void whatIsToldShouldBeNewsOnceAndThenBeProvedAgain() {
        pair.tell(pair.web1, ALIAS, HOLDS);
        pair.run(2_500);
        assertThat(LinkPair.said(pair.news2, ALIAS, 0)).containsExactly(HOLDS);
        LinkNews last = pair.news2.get(pair.news2.size() - 1);
        assertThat(last.told()).isEmpty();
        assertThat(last.restStands()).isTrue();
        assertThat(pair.now - last.provedNanos())
                .isLessThan(Duration.ofSeconds(2).toNanos());
    }

    /** A daemon that ends has no time to say so of each of thousands of aliases. */
    @Test
    void lastWordShouldSayOfAllAliasesThatTheNodeTakesNothing() {
        Said ready = new Said(Known.NO, false, true, true, true, Known.YES);
        pair.tell(pair.web1, ALIAS, ready);
        pair.run(2_500);
        pair.web1.farewell(pair.now);
        pair.run(20);
        assertThat(LinkPair.said(pair.news2, ALIAS, 0)).containsExactly(ready, ready.takingNothing());

        pair.news2.clear();
        pair.web1 = pair.engine(17, LinkPair.WEB1, pair.news1);
        pair.tell(pair.web1, ALIAS, ready);
        pair.run(2_500);
        assertThat(LinkPair.said(pair.news2, ALIAS, 0)).endsWith(ready);
    }

    @Test
    void linkLayerAddressesShouldBeNewsWhenTheyAreOtherOnes() {
        Cidr own = Cidr.of("192.0.2.11/24");
        for (String mac : List.of("02:00:00:00:00:01", "02:00:00:00:00:02")) {
            pair.news2.clear();
            pair.web1.macs(List.of(new MacTold(own, MacAddress.of(mac))));
            pair.run(3_000);
            assertThat(pair.news2.stream().map(LinkNews::macs).filter(macs -> !macs.isEmpty()))
                    .containsExactly(Map.of(own, MacAddress.of(mac)));
        }
    }

    @Test
    void questionShouldBeAnsweredAtOnceByAWordOfNow() {
        pair.tell(pair.web1, ALIAS, HOLDS);
        pair.run(2_500);
        long asked = pair.now;
        pair.web2.ask(ALIAS, 5, Duration.ofMillis(5), asked);
        pair.web2.ask(alias(9), 5, Duration.ofMillis(5), asked);
        int before = pair.sentBy2;
        pair.run(4);

        assertThat(LinkPair.said(pair.news2, ALIAS, asked)).containsExactly(HOLDS);
        // What the other one does not have in its configuration.
        assertThat(LinkPair.said(pair.news2, alias(9), asked)).containsExactly(Said.NOTHING);
        pair.run(30);
        assertThat(pair.sentBy2 - before).isLessThanOrEqualTo(2);
    }

    @Test
    void whoeverHasTakenShouldBeToldAtOnceWhoElseHasIt() {
        pair.tell(pair.web1, ALIAS, HOLDS);
        pair.run(2_500);
        long taken = pair.now;
        pair.tell(pair.web2, ALIAS, HOLDS);
        pair.run(10);
        assertThat(LinkPair.said(pair.news2, ALIAS, taken)).containsExactly(HOLDS);
    }

    @Test
    void questionWhenNotAnsweredShouldBeAskedAgainAtEachSpacingUntilItIsOver() {
        pair.loses = LinkPair.Datagram::by1;
        int before = pair.sentBy2;
        pair.web2.ask(ALIAS, 5, Duration.ofMillis(10), pair.now);
        pair.run(500);

        assertThat(pair.sentBy2 - before).isBetween(5, 7);
    }

    @Test
    void offerShouldBeRepeatedUntilItIsRepliedTo() {
        pair.tell(pair.web2, ALIAS, STANDS_BY);
        pair.loses = LinkPair.Datagram::by1;
        pair.offer(ALIAS, 3);
        int before = pair.sentBy1;
        pair.run(201);
        assertThat(pair.sentBy1 - before).isBetween(10, 13);

        pair.loses = one -> false;
        pair.run(30);
        LinkPair.Offered offered = pair.offered(ALIAS).get(0);
        pair.loses = one -> !one.by1();
        pair.reply(ALIAS, new Reply(offered.id(), Outcome.TAKEN));
        pair.run(50);
        pair.loses = one -> false;
        pair.run(50);
        assertThat(pair.replies(ALIAS)).containsExactly(new Reply(3, Outcome.TAKEN));

        before = pair.sentBy1;
        pair.run(400);
        assertThat(pair.sentBy1 - before).isLessThanOrEqualTo(2);
        assertThat(pair.replies(ALIAS)).hasSize(1);
    }

    @Test
    void offerShouldBeOverAtItsTime() {
        pair.loses = LinkPair.Datagram::by1;
        pair.offer(ALIAS, 3);
        pair.run(1_100);
        int before = pair.sentBy1;
        pair.loses = one -> false;
        pair.run(900);

        assertThat(pair.offered(ALIAS)).isEmpty();
        assertThat(pair.sentBy1 - before).isLessThan(5);
    }

    /** At whatever moment between two regular messages: its own proof may be almost a second old. */
    @ParameterizedTest
    @ValueSource(ints = {0, 150, 300, 450, 600, 750, 900})
    void offerWhenItsProofIsOldShouldLeadToAFreshOneARoundTripLater(int after) {
        pair.run(after);
        pair.offer(ALIAS, 3);
        long offered = pair.now;
        pair.run(8);

        assertThat(pair.offered(ALIAS))
                .last()
                .satisfies(last -> assertThat(last.provedNanos()).isGreaterThan(offered - 100 * MILLI));
    }

    @Test
    void questionsWhenAFloodShouldBeAnsweredTwoHundredTimesASecondAtTheMost() {
        pair.run(1_000);
        int before = pair.sentBy1;
        for (int i = 0; i < 1_000; i++) {
            pair.web2.ask(alias(i), 1, Duration.ofMillis(1), pair.now);
            pair.run(1);
        }
        assertThat(pair.sentBy1 - before).isBetween(190, 420);
    }

    @Test
    void lifeWhenAnotherOneShouldNotTakeTheReplyToAnOfferOfTheOneBefore() {
        pair.offer(ALIAS, 1);
        pair.run(10);
        pair.reply(ALIAS, new Reply(pair.offered(ALIAS).get(0).id(), Outcome.TAKEN));
        pair.run(10);
        assertThat(pair.replies(ALIAS)).hasSize(1);

        pair.news1.clear();
        pair.news2.clear();
        pair.web1 = pair.engine(17, LinkPair.WEB1, pair.news1);
        pair.run(1_500);
        // What the one before had told is void.
        assertThat(LinkPair.said(pair.news2, ALIAS, 0)).containsExactly(Said.NOTHING);
        pair.offer(ALIAS, 1);
        pair.run(300);
        assertThat(pair.offered(ALIAS)).isNotEmpty();
        assertThat(pair.replies(ALIAS)).isEmpty();
    }

    @Test
    void messagesWhenOfBeforeAPauseShouldProveNothing() {
        pair.run(990);
        pair.tell(pair.web1, ALIAS, HOLDS);
        pair.run(1);
        pair.web2.paused();
        pair.run(2);
        assertThat(LinkPair.said(pair.news2, ALIAS, 0)).isEmpty();
        pair.run(1_500);
        assertThat(LinkPair.said(pair.news2, ALIAS, 0)).containsExactly(HOLDS);
    }

    /** Also where each message may be lost. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 5_000})
    void aliasesWhenThousandsAreOfferedShouldAllBeTakenWithinASecond(int count) {
        for (int i = 0; i < count; i++) {
            pair.tell(pair.web2, alias(i), STANDS_BY);
            pair.tell(pair.web1, alias(i), HOLDS);
        }
        pair.run(5_000);
        pair.loses = one -> one.bytes()[one.bytes().length - 1] % 10 == 0;
        int before = pair.sentBy1 + pair.sentBy2;
        for (int i = 0; i < count; i++) {
            pair.offer(alias(i), i + 1);
        }
        Set<IpAddress> taken = new HashSet<>();
        long fresh = pair.now;
        for (int millis = 0; millis < 700; millis++) {
            int known = pair.news2.size();
            pair.run(1);
            for (LinkNews news : pair.news2.subList(known, pair.news2.size())) {
                news.told()
                        .forEach((alias, entry) -> entry.offer()
                                .filter(offer -> pair.now - news.provedNanos() < 250 * MILLI)
                                .filter(offer -> taken.add(alias))
                                .ifPresent(offer -> pair.reply(alias, new Reply(offer.id(), Outcome.TAKEN))));
            }
        }
        Set<IpAddress> replied = new HashSet<>();
        pair.news1.stream()
                .filter(news -> news.provedNanos() >= fresh)
                .forEach(news ->
                        news.told().forEach((alias, entry) -> entry.reply().ifPresent(any -> replied.add(alias))));
        assertThat(taken).hasSize(count);
        assertThat(replied).hasSize(count);
        System.out.printf("%d offers: %d messages%n", count, pair.sentBy1 + pair.sentBy2 - before);
    }
}
