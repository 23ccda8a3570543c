package io.aliasdefender.failover;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two hosts and their aliases, as seen from the first. */
final class Site {
    static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));
    static final Placement ALIAS = placement("192.0.2.100/24");
    static final Placement OTHER = placement("192.0.2.101/24");

    private Site() {}

    static Settings settings(List<Witness> witnesses) {
        return settings(WEB1, Policy.OnStop.RELEASE, witnesses, ALIAS);
    }

    /** Seen from this node, with the default router as witness. */
    static Settings seenFrom(Node self, Placement... aliases) {
        return settings(self, Policy.OnStop.RELEASE, List.of(new Witness.DefaultRouter()), aliases);
    }

    static Settings settings(Node self, Policy.OnStop onStop, List<Witness> witnesses, Placement... aliases) {
        Policy policy = new Policy(
                Duration.ofSeconds(1),
                10,
                Duration.ofMillis(5),
                Optional.of(Duration.ofSeconds(3)),
                Optional.empty(),
                onStop,
                Policy.OnIsolation.HOLD,
                Policy.Announce.DEFAULT);
        List<AliasSpec> specs = new ArrayList<>();
        for (Placement alias : aliases) {
            specs.add(new AliasSpec(alias, List.of(WEB1, WEB2), self, policy));
        }
        return new Settings(
                self,
                List.of(WEB1, WEB2),
                specs,
                policy.interval(),
                witnesses,
                Settings.AddressTool.AUTO,
                Settings.Web.DEFAULT);
    }

    static Placement placement(String address) {
        return new Placement(Cidr.of(address), "eth0", Optional.empty());
    }
}
