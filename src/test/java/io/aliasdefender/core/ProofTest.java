package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Witnesses;
import io.aliasdefender.core.spec.Witnesses.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What proves that our own network works, where no witness is named. */
class ProofTest {
    private static final AliasSpec SPEC = new AliasSpec(ALIAS, List.of(WEB1, WEB2), WEB1, POLICY);
    private static final Duration NOW = Duration.ofSeconds(9);
    private static final Tally SILENT = new Tally(10, 0, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(45));

    @ParameterizedTest
    @CsvSource({
        // proof, the other node (silent, here, elsewhere, early), a frame is overheard; taken, because, isolated
        "ANSWER,     silent,    false, NoWitness,   no default router is known,      CUT_OFF",
        "ANSWER,     here,      true,  NoWitness,   no default router is known,      HEARD",
        "ANY_HOST,   silent,    false, NetworkDown, nobody is heard on eth0,         CUT_OFF",
        "ANY_HOST,   silent,    true,  Take,        others are heard on eth0,        HEARD",
        "ANY_HOST,   here,      false, Take,        partner web2 (192.0.2.12) answers,         HEARD",
        "ANY_HOST,   elsewhere, false, NetworkDown, nobody is heard on eth0,         CUT_OFF",
        "ANY_HOST,   early,     false, NetworkDown, nobody is heard on eth0,         HEARD",
        "NOT_NEEDED, silent,    false, Take,        our own network needs no proof,  NOT_KNOWN",
        "NOT_NEEDED, here,      false, Take,        our own network needs no proof,  HEARD"
    })
    void silentAliasShouldBeTakenWhereTheNetworkIsProved(
            Proof proof, String other, boolean overheard, String verdict, String because, Isolation.Verdict isolation) {
        Evidence evidence = Evidence.none(Duration.ZERO)
                .with(new Witnesses(Map.of(), proof))
                .heard(WEB2.address(), Rehearsal.reply(Optional.empty()), Duration.ofSeconds(1), true);
        BurstResult burst =
                new BurstResult(1, SPEC.address(), "eth0", SILENT, Map.of(WEB2.address(), tally(other)), overheard);

        TakeoverVerdict found = Takeover.judge(
                SPEC,
                evidence,
                burst,
                new Circumstances(
                        false,
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        Set.of(),
                        Map.of(),
                        FitnessHistory.beginning(NOW),
                        NOW));

        assertThat(found.getClass().getSimpleName()).isEqualTo(verdict);
        assertThat(found.because()).contains(because);
        assertThat(Isolation.judge(evidence, burst)).isEqualTo(isolation);
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWER, false, NotKnown",
        "ANY_HOST, false, NotKnown",
        "ANY_HOST, true, PutBack",
        "NOT_NEEDED, false, PutBack"
    })
    void deletedAliasShouldBePutBackWhereTheNetworkIsProved(Proof proof, boolean overheard, String verdict) {
        Evidence evidence = Evidence.none(Duration.ZERO).with(new Witnesses(Map.of(), proof));
        BurstResult burst =
                new BurstResult(1, SPEC.address(), "eth0", SILENT, Map.of(WEB2.address(), SILENT), overheard);

        assertThat(Restore.judge(SPEC, evidence, Doubt.NONE, burst, true, NOW)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }

    private static Tally tally(String how) {
        Optional<Duration> rtt = Optional.of(Duration.ofMillis(1));
        return switch (how) {
            case "here" -> new Tally(2, 0, 2, 1, 2, 0, rtt, Optional.empty(), Duration.ofMillis(1));
            case "elsewhere" -> new Tally(2, 0, 2, 2, 0, 0, rtt, Optional.empty(), Duration.ofMillis(1));
            case "early" -> new Tally(2, 0, 1, 0, 1, 0, rtt, Optional.empty(), Duration.ofMillis(1));
            default -> SILENT;
        };
    }
}
