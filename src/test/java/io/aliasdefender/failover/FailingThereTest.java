package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.FailingCheck;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why an alias is here: the check that fails on the other node, by its name and its sentence. */
class FailingThereTest {
    private static final IpAddress IP = ALIAS.address().address();
    private static final Said STANDS_BY = new Said(Known.NO, false, true, true, true, Known.YES);
    private static final Said HAS_IT = new Said(Known.YES, true, true, true, true, Known.YES);

    private static void says(EngineRig rig, LinkNews.Entry entry, FailingChecks failing) {
        rig.engine.linked(new LinkNews("web2", rig.timers.nanoTime(), Map.of(IP, entry), true, Map.of(), failing));
        rig.timers.pass(Duration.ofMillis(1));
    }

    private static LinkNews.Entry unfit(Blame blame) {
        return new LinkNews.Entry(STANDS_BY.serving(Known.NO), Optional.empty(), Optional.empty(), blame);
    }

    private static FailingChecks failing(EngineRig rig, String... names) {
        long since = rig.timers.nanoTime();
        return FailingChecks.of(List.of(names).stream()
                .map(name -> new FailingCheck(name, "connection refused", since))
                .toList());
    }

    private static EngineRig holding() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, ALIAS), ROUTER);
        rig.round();
        rig.timers.pass(Duration.ofMillis(500));
        assertThat(rig.phase(ALIAS)).isEqualTo("holding");
        return rig;
    }

    private static String why(EngineRig rig) {
        return rig.engine.status().aliases().get(0).reason().sentence();
    }

    @Test
    void statusShouldNameTheCheckThatFailsThereSinceWhenAndHow() {
        EngineRig rig = holding();
        says(rig, unfit(FailingCheck.blame(List.of("squid", "uplink", "disk"))), failing(rig, "other", "squid"));
        rig.timers.pass(Duration.ofSeconds(12));

        assertThat(why(rig))
                .endsWith("; squid on web2 has failed for 12 s (connection refused), and 2 more checks of the alias");
    }

    @Test
    void statusShouldSayWhatIsKnownWhereTheNodeDoesNotTellWhichCheckFails() {
        EngineRig rig = holding();
        says(rig, unfit(Blame.NONE), FailingChecks.NONE);
        rig.timers.pass(Duration.ofSeconds(12));
        assertThat(why(rig)).as("of an earlier version").endsWith("; the checks of web2 have failed for 12 s");

        says(rig, unfit(Blame.NONE), failing(rig, "squid"));
        assertThat(why(rig))
                .as("there is no other")
                .endsWith("; squid on web2 has failed for 0 s (connection refused)");
        says(rig, unfit(Blame.NONE), failing(rig, "squid", "disk"));
        assertThat(why(rig)).endsWith("; the checks of web2 have failed for 12 s");

        says(
                rig,
                new LinkNews.Entry(STANDS_BY.serving(Known.YES), Optional.empty(), Optional.empty()),
                failing(rig, "a"));
        assertThat(why(rig)).doesNotContain("fail");
    }

    @Test
    void historyOfTheMoveShouldSayWhichCheckFailedThere() {
        EngineRig rig = new EngineRig(Site.seenFrom(WEB1, ALIAS), ROUTER, IP);
        rig.round();
        rig.timers.pass(Duration.ofMillis(500));
        assertThat(rig.phase(ALIAS)).isEqualTo("watching");

        LinkNews.Entry offer = new LinkNews.Entry(
                HAS_IT.serving(Known.NO),
                Optional.of(new Word.Offer(3, Duration.ofSeconds(1))),
                Optional.empty(),
                FailingCheck.blame(List.of("squid")));
        says(rig, offer, failing(rig, "squid"));

        assertThat(rig.said(Report.class))
                .anySatisfy(
                        report -> assertThat(report.sentence())
                                .contains(
                                        " hands over 192.0.2.100, because its checks fail (squid: connection refused); taking it"));
    }
}
