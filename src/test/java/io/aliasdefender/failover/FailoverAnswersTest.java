package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the verticle tells those who ask, and what it makes of what nobody should have sent. */
class FailoverAnswersTest extends VerticleRig {
    @Test
    void statusWhenNothingIsHeardForLongShouldTurnToUnknown() throws Exception {
        watchAsSecondary();
        world.probe(ROUTER);
        world.probe(WEB1.address());
        assertThat(host(ROUTER).state()).isEqualTo(HostState.ANSWERING);
        assertThat(host(WEB1.address()).state()).isEqualTo(HostState.ANSWERING);
        assertThat(status(ALIAS).holder()).contains("web1");

        ahead.set(Duration.ofSeconds(10));

        assertThat(host(ROUTER).state()).isEqualTo(HostState.UNKNOWN);
        assertThat(host(ROUTER).age()).hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(9)));
        assertThat(status(ALIAS).holder()).isEmpty();
        assertThat(status(ALIAS).answerAge())
                .hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(9)));
    }

    @Test
    void statusWhenAHostIsSilentShouldSaySo() throws Exception {
        watchAsSecondary();
        world.answering();
        world.probe(ROUTER);

        assertThat(host(ROUTER).state()).isEqualTo(HostState.SILENT);
    }

    @Test
    void outcomeWhenItIsAboutAHostThatIsNotAskedAnyMoreShouldBeForgotten() throws Exception {
        world.answering(ROUTER, IpAddress.of("192.0.2.53"));
        start(Site.settings(
                WEB1, Policy.OnStop.RELEASE, List.of(new Witness.Fixed(IpAddress.of("192.0.2.53"))), ALIAS));
        awaitReport("took-over");
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, ALIAS));
        world.await(
                ProbePlan.class,
                plan -> plan.targets().stream()
                        .anyMatch(target -> target.address().equals(ROUTER)));

        // A late answer of the former witness would prove for ever that somebody is heard.
        world.probe(IpAddress.of("192.0.2.53"));
        world.answering();
        world.probe(ROUTER);
        world.probe(WEB2.address());

        awaitReport("isolated");
    }

    @Test
    void orderShouldBeAnsweredWhenItIsDone() throws Exception {
        holdAsPrimary(ALIAS);

        OrderAnswer removed = order(Order.REMOVE, ALIAS);
        assertThat(removed.done()).isTrue();
        assertThat(world.carries(ALIAS)).isFalse();
        assertThat(state(ALIAS)).isEqualTo("standing-aside");

        assertThat(order(Order.ADD, ALIAS).done()).isTrue();
        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void orderWhenItIsAboutAnUnknownAddressShouldNameTheKnownOnes() throws Exception {
        holdAsPrimary(ALIAS, OTHER);

        assertThat(order(Order.ADD, Site.placement("192.0.2.77/24")))
                .isEqualTo(new OrderAnswer(
                        false,
                        List.of("192.0.2.77 is no alias of the configuration, which has"
                                + " 192.0.2.100, 192.0.2.101")));
    }

    @Test
    void errorOfOurOwnAboutOneAliasShouldBeOneLineAndCostTheOthersNothing() throws Exception {
        world.answering(ROUTER);
        start(Site.seenFrom(WEB1, ALIAS, OTHER));
        awaitAction(Kind.ADD, ALIAS);
        awaitAction(Kind.ADD, OTHER);
        awaitReport("took-over");
        awaitReport("took-over");
        order(Order.REMOVE, ALIAS);
        world.command = action -> Optional.empty();
        world.answering();
        Channels.ORDER.ask(
                vertx, new OrderRequest(Order.ADD, Optional.of(ALIAS.address().address())));
        // Nothing in the program sends such a result.
        for (long id = 1; id < 20; id++) {
            Channels.BURST_RESULT.publish(
                    vertx, new BurstResult(id, ALIAS.address().address(), "eth0", null, Map.of()));
        }

        Report report = awaitReport("internal-error");

        assertThat(report.level()).isEqualTo(Level.ERROR);
        assertThat(report.alias()).contains(ALIAS.address().address());
        assertThat(report.sentence())
                .startsWith("an error inside while deciding about 192.0.2.100, which stays as it is: "
                        + "java.lang.NullPointerException")
                .doesNotContain("\n")
                .matches(".*\\(\\w+\\.java:\\d+\\)");
        assertThat(state(OTHER)).isEqualTo("holding");
    }
}
