package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two holders that know each other: who keeps the alias. */
class ConflictTest {
    private static final Duration BEGIN = Duration.ofSeconds(100);

    @ParameterizedTest
    @CsvSource({
        // this host, it has announced, its defender was seen, for; what follows, the cause, a part of the sentence
        "web2, false, false, PT0S,  Keeps,  CONFLICT,   letting go unless it yields",
        "web2, false, false, PT2S,  Keeps,  UNDEFENDED, no defender is seen there",
        "web2, false, false, PT1H,  Keeps,  UNDEFENDED, no defender is seen there",
        "web2, false, true,  PT0S,  Keeps,  CONFLICT,   letting go unless it yields",
        "web2, false, true,  PT2S,  Yields, ,           has 192.0.2.100 too and the better rank",
        "web2, true,  false, PT0S,  Yields, ,           announces it and has the better rank",
        "web1, true,  true,  PT0S,  Keeps,  CONFLICT,   this host has the better rank",
        "web1, true,  true,  PT4S,  Keeps,  CONFLICT,   this host has the better rank",
        "web1, true,  true,  PT5S,  Keeps,  SAME_RANK,  keeping it",
        "web1, false, true,  PT1H,  Keeps,  CONFLICT,   this host has the better rank",
        "web1, true,  false, PT1H,  Keeps,  CONFLICT,   this host has the better rank"
    })
    void holderWhenAnotherNodeHasItTooShouldKeepItOrYield(
            String self, boolean announced, boolean watched, Duration age, String verdict, Cause cause, String words) {
        Conflict.Verdict found = judge(self.equals("web1") ? WEB1 : WEB2, MAC1, announced, watched, age);

        assertThat(found.getClass().getSimpleName()).isEqualTo(verdict);
        if (found instanceof Conflict.Verdict.Keeps keeps) {
            assertThat(keeps.cause()).isEqualTo(cause);
            assertThat(keeps.because()).contains(words);
        } else if (found instanceof Conflict.Verdict.Yields yields) {
            assertThat(yields.because()).contains(words);
        }
    }

    /**
     * A round that nobody answered is no sign of a cut: it goes by rank, as if it had been answered. Only a burst can find
     * out about a cut, and is waited for before anything is announced.
     */
    @ParameterizedTest
    @CsvSource({
        // this host, who it is (web1, web2, unknown or a stranger), it has answered; what follows
        "web1, node,     true,  Keeps",
        "web1, node,     false, Asks",
        "web2, node,     true,  Keeps",
        "web2, node,     false, Asks",
        "web1, unknown,  true,  Keeps",
        "web1, unknown,  false, Asks",
        "web1, stranger, true,  Keeps",
        "web1, stranger, false, Keeps"
    })
    void holderThatNobodyAnsweredInOneRoundShouldNotYieldForThat(
            String self, String who, boolean answered, String verdict) {
        boolean one = self.equals("web1");
        MacAddress other = one ? MAC2 : MAC1;
        Identity identity = Identity.of(Optional.of(one ? MAC1 : MAC2));
        Identity known = switch (who) {
            case "node" -> identity.learnt(one ? WEB2 : WEB1, other);
            case "unknown" -> identity;
            default -> identity.learnt(WEB2, new MacAddress(MAC2.bits() + 1));
        };
        Evidence evidence = Evidence.none(Duration.ZERO)
                .knowing(known)
                .heard(Rehearsal.ROUTER, new ProbeOutcome.Silence(Duration.ofMillis(10)), BEGIN, true);
        AliasSpec spec = new AliasSpec(ALIAS, List.of(WEB1, WEB2), one ? WEB1 : WEB2, POLICY);
        Conflicts conflicts = Conflicts.NONE.and(other, false, BEGIN);

        Conflict.Verdict found =
                Conflict.judge(spec, evidence, Doubt.NONE, new Conflict.Seen(other, answered, conflicts), BEGIN);

        assertThat(evidence.everybodySilent()).isTrue();
        assertThat(found.getClass().getSimpleName()).isEqualTo(verdict);
    }

    /** Each takes itself for the primary: the lower link-layer address keeps it. */
    @ParameterizedTest
    @CsvSource({"false, Keeps", "true, Yields"})
    void twoThatBothBelieveToBeFirstShouldTakeTheOrderOfTheirLinkLayerAddresses(boolean higher, String verdict) {
        MacAddress other = higher ? new MacAddress(MAC1.bits() - 1) : MAC2;
        AliasSpec spec = new AliasSpec(ALIAS, List.of(WEB1, WEB2), WEB1, POLICY);
        Evidence evidence = Evidence.none(Duration.ZERO)
                .knowing(Identity.of(Optional.of(MAC1)).learnt(WEB2, other));
        Conflicts conflicts = Conflicts.NONE.and(other, true, BEGIN).watching(other, BEGIN);

        Conflict.Verdict found = Conflict.judge(
                spec,
                evidence,
                Doubt.NONE,
                new Conflict.Seen(other, true, conflicts),
                BEGIN.plus(Timing.claimPatience(spec)));

        assertThat(found.getClass().getSimpleName()).isEqualTo(verdict);
        Level level = found instanceof Conflict.Verdict.Keeps keeps
                ? keeps.level()
                : ((Conflict.Verdict.Yields) found).level();
        assertThat(level).isEqualTo(Level.ERROR);
        assertThat(found.toString()).contains("web2", "write the same order of nodes on both hosts");
    }

    /** @param first the link-layer address of web1, the lower one */
    private static Conflict.Verdict judge(
            Node self, MacAddress first, boolean announced, boolean watched, Duration age) {
        boolean one = self.equals(WEB1);
        MacAddress other = one ? MAC2 : first;
        AliasSpec spec = new AliasSpec(ALIAS, List.of(WEB1, WEB2), self, POLICY);
        Evidence evidence = Evidence.none(Duration.ZERO)
                .knowing(Identity.of(Optional.of(one ? first : MAC2)).learnt(one ? WEB2 : WEB1, other));
        Conflicts conflicts = Conflicts.NONE.and(other, announced, BEGIN);
        return Conflict.judge(
                spec,
                evidence,
                Doubt.NONE,
                new Conflict.Seen(other, true, watched ? conflicts.watching(other, BEGIN) : conflicts),
                BEGIN.plus(age));
    }
}
