package io.aliasdefender.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.payload.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DressRehearsalTest {
    @Test
    void rehearsalShouldGoThroughAWholeTakeoverAndAPlannedMoveThereAndBack() throws Exception {
        Settings settings = Site.settings(List.of(new Witness.DefaultRouter()));

        AliasState end = DressRehearsal.play(settings, KernelView.EMPTY);

        assertThat(end.phase()).isInstanceOf(Phase.Holding.class);
        assertThat(end.offers()).as("it was offered").isEqualTo(1);
        assertThat(end.taking())
                .hasValueSatisfying(taking -> assertThat(taking.outcome()).contains(Outcome.TAKEN));
    }
}
