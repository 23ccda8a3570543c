package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.MacAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose ARP answer is taken for a dead host's name, and whose is not. */
class EchoProofTest {
    private static final MacAddress WEB2 = MacAddress.of("02:00:00:00:00:12");
    private static final MacAddress OTHER = MacAddress.of("02:00:00:00:00:66");
    private static final long SECOND = 1_000_000_000;

    private final EchoProof proof = new EchoProof();
    private long now;

    private void round(MacAddress answerer, boolean echo) {
        now += SECOND / 100;
        proof.echoAsked();
        if (echo) {
            proof.echoAnswered();
        }
        proof.roundEnded(Optional.of(answerer), now);
    }

    private void rounds(int count, MacAddress answerer, boolean echo) {
        for (int i = 0; i < count; i++) {
            round(answerer, echo);
        }
    }

    @Test
    void hostWhenItAnswersEchoesNoMoreShouldNotBeBelievedByArpAlone() {
        rounds(300, WEB2, true);
        rounds(5, WEB2, false);
        assertThat(proof.isAnotherOnesWord(WEB2)).isTrue();
    }

    @Test
    void hostWhenAnotherOneHadTheAliasTooAMomentAgoShouldBeBelieved() {
        rounds(300, OTHER, true);
        round(WEB2, true);
        round(OTHER, true);
        rounds(100, OTHER, false);
        assertThat(proof.isAnotherOnesWord(OTHER))
                .as("the kernel may still send its echo requests to the other one")
                .isFalse();
        rounds(150, OTHER, false);
        assertThat(proof.isAnotherOnesWord(OTHER)).isTrue();
    }
}
