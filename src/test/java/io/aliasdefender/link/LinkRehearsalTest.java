package io.aliasdefender.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.payload.Settings.Link;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkRehearsalTest {
    @Test
    void rehearsalShouldGoThroughAWholePlannedMove() throws Exception {
        assertThat(LinkRehearsal.play(
                        LinkSettings.of(LinkPair.WEB1, List.of(LinkPair.WEB1), Duration.ofSeconds(1), Link.OFF)))
                .hasValueSatisfying(reply -> assertThat(reply.outcome()).isEqualTo(Outcome.TAKEN));
    }
}
