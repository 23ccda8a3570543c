package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the checks say, by the engine: kept by alias, shared by a group, told to the others, shown. */
class FailoverFitnessTest {
    private static final Fitness FAILING = new Fitness(Known.NO, "squid fails: connection refused");

    private static Settings with(UnaryOperator<AliasSpec> change, Placement... aliases) {
        Settings plain = Site.seenFrom(WEB1, aliases);
        return new Settings(
                plain.self(),
                plain.nodes(),
                plain.aliases().stream().map(change).toList(),
                plain.interval(),
                plain.witnesses(),
                plain.addressTool(),
                plain.web());
    }

    private static AliasSpec checked(AliasSpec spec) {
        return spec.fitBy(List.of("squid"));
    }

    private static AliasSpec grouped(AliasSpec spec) {
        return new AliasSpec(spec.placement(), spec.ranking(), spec.self(), spec.policy(), Optional.of("pair"));
    }

    private static IpAddress address(Placement alias) {
        return alias.address().address();
    }

    private static void say(EngineRig rig, Placement alias, Fitness fitness) {
        rig.engine.fitness(new AliasFitness(address(alias), fitness));
    }

    private static EngineRig begun(Settings settings) {
        EngineRig rig = new EngineRig(settings, ROUTER);
        rig.round();
        rig.timers.pass(Duration.ofMillis(200));
        return rig;
    }

    /** What the other nodes were told of it last. */
    private static Known told(EngineRig rig, Placement alias) {
        return rig.told.stream()
                .filter(telling -> telling.alias().equals(address(alias)))
                .reduce((first, last) -> last)
                .flatMap(telling -> telling.telling())
                .map(telling -> telling.said().service())
                .orElseThrow();
    }

    private static AliasStatus status(EngineRig rig, Placement alias) {
        return rig.engine.status().aliases().stream()
                .filter(one -> one.placement().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aliasWithChecksShouldWaitForTheirFirstResults() {
        EngineRig rig = begun(with(FailoverFitnessTest::checked, ALIAS));
        assertThat(rig.carries(ALIAS)).isFalse();
        assertThat(told(rig, ALIAS)).isEqualTo(Known.UNKNOWN);
        assertThat(status(rig, ALIAS).fitness().fit()).isEqualTo(Known.UNKNOWN);
        assertThat(rig.questions()).as("nobody is to rely on it").noneMatch(question -> question.endsWith("TAKE"));

        say(rig, ALIAS, Fitness.FIT);
        rig.timers.pass(Duration.ofMillis(200));
        assertThat(rig.carries(ALIAS)).isTrue();
        assertThat(told(rig, ALIAS)).isEqualTo(Known.YES);
        assertThat(rig.questions()).anyMatch(question -> question.endsWith("TAKE"));
    }

    @Test
    void aliasWithoutChecksShouldBeFitWhateverIsSaid() {
        EngineRig rig = begun(with(spec -> spec, ALIAS));
        say(rig, ALIAS, FAILING);
        assertThat(rig.carries(ALIAS)).isTrue();
        assertThat(told(rig, ALIAS)).isEqualTo(Known.YES);
        assertThat(status(rig, ALIAS).fit()).isTrue();
    }

    @Test
    void failingChecksShouldBeToldAndShownWithTheirSentence() {
        EngineRig rig = begun(with(FailoverFitnessTest::checked, ALIAS));
        say(rig, ALIAS, Fitness.FIT);
        rig.timers.pass(Duration.ofMillis(200));
        say(rig, ALIAS, FAILING);
        rig.timers.pass(Duration.ofSeconds(12));
        rig.round();

        assertThat(rig.causes()).contains("unfit");
        assertThat(told(rig, ALIAS)).isEqualTo(Known.NO);
        AliasStatus status = status(rig, ALIAS);
        assertThat(status.fit()).isFalse();
        assertThat(status.fitness()).isEqualTo(FAILING);
        assertThat(status.fitnessAge()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(13));
        assertThat(status.reason().sentence())
                .startsWith(
                        "primary: squid fails: connection refused, for 12 s; partner web2 (192.0.2.12) is not heard");
    }

    @Test
    void groupShouldBeAsFitAsItsLeastFitAlias() {
        EngineRig rig = begun(with(spec -> checked(grouped(spec)), ALIAS, OTHER));
        say(rig, ALIAS, Fitness.FIT);
        rig.timers.pass(Duration.ofMillis(300));
        assertThat(rig.carries(ALIAS))
                .as("the other one's checks have no result")
                .isFalse();

        say(rig, OTHER, Fitness.FIT);
        rig.timers.pass(Duration.ofSeconds(1));
        rig.round();
        rig.timers.pass(Duration.ofSeconds(1));
        assertThat(List.of(ALIAS, OTHER)).allMatch(rig::carries);

        say(rig, OTHER, FAILING);
        assertThat(told(rig, ALIAS)).isEqualTo(Known.NO);
        assertThat(status(rig, ALIAS).fitness()).isEqualTo(FAILING);
        say(rig, OTHER, Fitness.FIT);
        assertThat(told(rig, ALIAS)).isEqualTo(Known.YES);
    }

    @Test
    void reloadShouldKeepWhatTheChecksSay() {
        EngineRig rig = begun(with(FailoverFitnessTest::checked, ALIAS));
        say(rig, ALIAS, FAILING);
        // Of what comes with the next configuration, before that is known here.
        say(rig, OTHER, FAILING);
        rig.engine.reconfigured(with(FailoverFitnessTest::checked, ALIAS, OTHER));
        rig.timers.pass(Duration.ofMillis(200));
        assertThat(status(rig, ALIAS).fitness()).isEqualTo(FAILING);
        assertThat(status(rig, OTHER).fitness()).isEqualTo(FAILING);

        rig.engine.reconfigured(with(spec -> spec, ALIAS, OTHER));
        assertThat(status(rig, ALIAS).fit()).isTrue();

        rig.engine.reconfigured(with(spec -> spec, ALIAS));
        rig.timers.pass(Duration.ofMillis(200));
        rig.engine.reconfigured(with(FailoverFitnessTest::checked, ALIAS, OTHER));
        rig.timers.pass(Duration.ofMillis(200));
        assertThat(status(rig, OTHER).fitness().fit())
                .as("what was said is long ago")
                .isEqualTo(Known.UNKNOWN);
    }

    @Test
    void moveToThisHostShouldBeRefusedWhileItsChecksFail() {
        EngineRig rig = new EngineRig(with(FailoverFitnessTest::checked, ALIAS), ROUTER, address(ALIAS));
        rig.round();
        say(rig, ALIAS, FAILING);
        List<OrderAnswer> answers = new ArrayList<>();
        rig.engine.order(
                new OrderRequest(Order.MOVE, Optional.of(address(ALIAS)), Optional.empty(), Optional.of("web1")),
                answers::add);
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.done()).isFalse();
            assertThat(answer.sentences())
                    .containsExactly("192.0.2.100 is not moved to this host, which is not fit for it: its checks fail");
        });
    }
}
