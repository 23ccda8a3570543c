package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.LinkNews;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorrespondenceTest {
    private static final IpAddress IP = ALIAS.address().address();
    private static final Said HAS_IT = new Said(Known.YES, true, true, true, true, Known.YES);

    private final Correspondence correspondence = new Correspondence();

    private void hear(Duration provedAt, Map<IpAddress, LinkNews.Entry> told) {
        correspondence.heard(WEB2, new LinkNews("web2", provedAt.toNanos(), told, true), provedAt);
    }

    private Word word() {
        return correspondence.about(IP).get(WEB2);
    }

    @Test
    void pauseShouldVoidTheProofAndNotWhatANodeDoesNotSayAgain() {
        correspondence.nodes(List.of(WEB2));
        hear(
                Duration.ofSeconds(1),
                Map.of(
                        IP,
                        new LinkNews.Entry(
                                HAS_IT,
                                Optional.of(new Word.Offer(1, Duration.ofSeconds(1))),
                                Optional.of(new Word.Reply(2, Word.Outcome.TAKEN)))));

        correspondence.forget();
        assertThat(word().provedAt()).isNegative();
        assertThat(word().offer()).isEmpty();
        assertThat(word().reply()).isEmpty();

        hear(Duration.ofSeconds(3), Map.of());
        assertThat(word()).isEqualTo(new Word(HAS_IT, Optional.empty(), Optional.empty(), Duration.ofSeconds(3)));
    }
}
