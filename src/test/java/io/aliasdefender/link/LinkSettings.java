package io.aliasdefender.link;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.List;

/** Configurations of which only the nodes and the link between them matter. */
final class LinkSettings {
    private LinkSettings() {}

    static Settings of(Node self, List<Node> nodes, Duration interval, Settings.Link link) {
        return new Settings(
                self,
                nodes,
                List.of(),
                interval,
                List.of(new Witness.DefaultRouter()),
                Settings.AddressTool.AUTO,
                Settings.Web.DEFAULT,
                Log.DEFAULT,
                Settings.DEFAULT_ANNOUNCE_RATE,
                link);
    }
}
