package io.aliasdefender.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DressRehearsalTest {
    @Test
    void rehearsalShouldGoThroughAWholeTakeover() {
        Node web1 = new Node("web1", IpAddress.of("192.0.2.11"));
        Node web2 = new Node("web2", IpAddress.of("192.0.2.12"));
        Policy policy = new Policy(
                Duration.ofSeconds(1),
                10,
                Duration.ofMillis(5),
                Optional.empty(),
                Optional.empty(),
                Policy.OnStop.RELEASE,
                Policy.OnIsolation.HOLD,
                Policy.Announce.DEFAULT);
        Placement alias = new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.empty());

        assertThat(DressRehearsal.play(new AliasSpec(alias, List.of(web1, web2), web2, policy))
                        .phase())
                .isInstanceOf(Phase.Holding.class);
    }
}
