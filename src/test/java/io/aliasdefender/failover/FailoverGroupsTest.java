package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Aliases that move together, by the engine and its queue. */
class FailoverGroupsTest {
    @Test
    void groupOfAThousandShouldBeTakenTogether() {
        int size = 1_000;
        EngineRig rig = new EngineRig(group(size), ROUTER);
        long begun = rig.timers.nanoTime();
        rig.round();
        rig.timers.pass(Duration.ofSeconds(1));

        List<EngineRig.Said> adds = rig.said.stream()
                .filter(said -> said.what() instanceof AddressAction)
                .toList();
        assertThat(adds).hasSize(size);
        assertThat(Duration.ofNanos(adds.get(size - 1).atNanos() - begun)).isLessThan(Duration.ofMillis(400));
        assertThat(rig.said(BurstRequest.class).stream()
                        .filter(burst -> !rig.answering.contains(burst.alias()))
                        .count())
                .isLessThan(4L * size);
    }

    @Test
    void aliasOfAGroupShouldNotBeTakenAsIfItWereAloneWhileAnotherConfigurationComes() {
        Settings before = group(3);
        EngineRig rig = new EngineRig(before, ROUTER);
        before.aliases().forEach(spec -> rig.answering.add(spec.address()));
        rig.round();
        rig.timers.pass(Duration.ofSeconds(1));
        before.aliases().forEach(spec -> rig.answering.remove(spec.address()));
        rig.bursting = false;
        rig.round();
        assertThat(rig.open).hasSize(3);
        rig.answer(rig.open.get(0));
        assertThat(rig.phase(before.aliases().get(0).placement())).isEqualTo("ready");

        rig.engine.reconfigured(group(3, Duration.ofMillis(500)));
        rig.timers.pass(Duration.ofMillis(50));

        assertThat(rig.said(AddressAction.class)).isEmpty();
    }

    private static Settings group(int size) {
        return group(size, Duration.ofSeconds(1));
    }

    /** @param grace for which a better-ranked host is waited */
    private static Settings group(int size, Duration grace) {
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            placements.add(new Placement(
                    new Cidr(IpAddress.of("192.0." + (10 + i / 250) + "." + (1 + i % 250)), 32),
                    "eth0",
                    Optional.empty()));
        }
        Settings alone = Site.seenFrom(WEB1, placements.toArray(Placement[]::new));
        List<AliasSpec> specs = alone.aliases().stream()
                .map(spec -> new AliasSpec(
                        spec.placement(),
                        spec.ranking(),
                        spec.self(),
                        withGrace(spec.policy(), grace),
                        Optional.of("pair")))
                .toList();
        return new Settings(
                alone.self(),
                alone.nodes(),
                specs,
                alone.interval(),
                alone.witnesses(),
                alone.addressTool(),
                alone.web());
    }

    private static Policy withGrace(Policy policy, Duration grace) {
        return new Policy(
                policy.interval(),
                policy.confirmProbes(),
                policy.confirmSpacing(),
                Optional.of(grace),
                policy.failback(),
                policy.onStop(),
                policy.onIsolation(),
                policy.announce());
    }
}
