package io.aliasdefender.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DressRehearsalTest {
    @Test
    void rehearsalShouldGoThroughAWholeTakeover() throws Exception {
        Settings settings = Site.settings(List.of(new Witness.DefaultRouter()));

        assertThat(DressRehearsal.play(settings, KernelView.EMPTY).phase()).isInstanceOf(Phase.Holding.class);
    }
}
