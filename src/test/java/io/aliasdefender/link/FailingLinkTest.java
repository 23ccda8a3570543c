package io.aliasdefender.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.payload.FailingCheck;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.LinkNews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which checks fail travels with what is sent anyway. */
class FailingLinkTest {
    private static final long MILLI = 1_000_000;
    private static final int MOST_BYTES = 1_232;
    private static final Said UNFIT = LinkPair.STANDS_BY.serving(Known.NO);
    private static final Blame SQUID = FailingCheck.blame(List.of("squid"));

    private final LinkPair pair = new LinkPair();

    private void fail(String... sentences) {
        List<FailingCheck> checks = new ArrayList<>();
        for (String sentence : sentences) {
            checks.add(new FailingCheck(checks.isEmpty() ? "squid" : "check" + checks.size(), sentence, pair.now));
        }
        pair.web1.failing(FailingChecks.of(checks));
    }

    private LinkNews newest() {
        return pair.news2.get(pair.news2.size() - 1);
    }

    @Test
    void nodeShouldKnowWhichCheckFailsElsewhereSinceWhenAndHow() {
        IpAddress alias = LinkPair.alias(1);
        fail("connection refused");
        long since = pair.now;
        pair.web1.blame(alias, SQUID);
        pair.tell(pair.web1, alias, UNFIT);
        pair.run(200);

        LinkNews told = pair.news2.stream()
                .filter(news -> news.told().containsKey(alias))
                .findFirst()
                .orElseThrow();
        FailingCheck check = told.failing().find(told.told().get(alias).blame()).orElseThrow();
        assertThat(check.name()).isEqualTo("squid");
        assertThat(check.sentence()).isEqualTo("connection refused");
        assertThat(check.sinceNanos()).isBetween(since - MILLI, since + 5 * MILLI);
        assertThat(pair.web2
                        .view(Optional.empty(), pair.now)
                        .nodes()
                        .get(0)
                        .word()
                        .orElseThrow()
                        .failing()
                        .checks())
                .extracting(FailingCheck::name)
                .containsExactly("squid");
    }

    /** A check that finds something else each time sends nothing. */
    @Test
    void sentenceThatChangesAllTheTimeShouldMakeNoMessages() {
        fail("0");
        pair.web1.blame(LinkPair.alias(1), SQUID);
        pair.tell(pair.web1, LinkPair.alias(1), UNFIT);
        pair.run(2_000);
        int before = pair.sentBy1;
        pair.run(10_000);
        int quiet = pair.sentBy1 - before;

        for (int i = 0; i < 100; i++) {
            fail("no answer for " + i + " ms");
            pair.run(100);
        }
        assertThat(pair.sentBy1 - before - quiet).isBetween(quiet - 1, quiet + 1);
        assertThat(newest().failing().checks().get(0).sentence()).startsWith("no answer for 9");
    }

    @Test
    void fiveThousandAliasesAndManyChecksShouldBeToldInMessagesOfTheUsualSize() {
        pair.loses = one -> {
            assertThat(one.bytes().length).isLessThanOrEqualTo(MOST_BYTES);
            return false;
        };
        String[] sentences = new String[150];
        Arrays.fill(sentences, "ü".repeat(200));
        fail(sentences);
        for (int i = 0; i < 5_000; i++) {
            pair.web1.blame(LinkPair.alias(i), SQUID);
            pair.tell(pair.web1, LinkPair.alias(i), UNFIT);
        }
        pair.run(15_000);

        List<IpAddress> blamed = pair.news2.stream()
                .flatMap(news -> news.told().entrySet().stream())
                .filter(told -> told.getValue().blame().equals(SQUID))
                .map(told -> told.getKey())
                .distinct()
                .toList();
        assertThat(blamed).hasSize(5_000);
        assertThat(newest().failing().total()).isEqualTo(150);
        assertThat(newest().failing().checks()).isNotEmpty();
        assertThat(newest().restStands()).isTrue();
    }

    @Test
    void checksThatFailNoMoreShouldBeForgotten() {
        fail("a", "b", "c");
        pair.tell(pair.web1, LinkPair.alias(1), UNFIT);
        pair.run(1_500);
        assertThat(newest().failing().total()).isEqualTo(3);

        pair.web1.failing(FailingChecks.NONE);
        pair.run(3_000);
        assertThat(newest().failing()).isEqualTo(FailingChecks.NONE);
    }
}
