package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.HAS_IT;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two holders that know of each other over the node link alone. */
class LinkedHoldersTest {
    private static final Said UNSURE = new Said(Known.YES, false, true, true, true, Known.YES);
    private static final Said CUT_OFF = new Said(Known.YES, true, true, true, true, Known.NO);
    private static final Said SILENT = new Said(Known.NO, false, true, true, false, Known.YES);

    private static Rehearsal secondary() {
        return Rehearsal.secondary().holding().after(Duration.ofSeconds(5));
    }

    private static Rehearsal primary() {
        return Rehearsal.primary().holding().after(Duration.ofSeconds(5));
    }

    @Test
    void worseRankShouldLetGoOfWhatTheBetterOneHoldsForCertain() {
        Rehearsal host = secondary().says(WEB1, HAS_IT);
        assertThat(host.removes()).isTrue();
        assertThat(host.state.why().cause()).isEqualTo(Cause.YIELDING);
    }

    @Test
    void betterRankShouldKeepIt() {
        assertThat(primary().says(WEB2, HAS_IT).removes()).isFalse();
    }

    @Test
    void worseRankShouldKeepWhatTheBetterOneHasJustFoundOnItself() {
        assertThat(secondary().says(WEB1, UNSURE).removes())
                .as("that one asks, and lets go when it is answered")
                .isFalse();
    }

    @Test
    void worseRankShouldKeepWhatTheBetterOneHasWhereNoWitnessHearsIt() {
        assertThat(secondary().says(WEB1, CUT_OFF).removes()).isFalse();
    }

    @Test
    void holderThatIsCutOffShouldLetGoWhateverItsRank() {
        Rehearsal host = Rehearsal.primary().kernelHasIt().burstEnds();
        assertThat(host.state.doubt().isolated()).isTrue();
        assertThat(host.says(WEB2, CUT_OFF).removes())
                .as("two that hear nobody: neither is better")
                .isFalse();
        assertThat(host.after(Duration.ofMillis(1)).says(WEB2, HAS_IT).removes())
                .isTrue();
    }

    private static Rehearsal filtered(Rehearsal host) {
        host.state = ChangedState.of(host.state)
                .filtering(Filtering.NONE.beginning(host.now))
                .state();
        return host;
    }

    @Test
    void holderWhoseFramesAreDroppedShouldLetGoWhateverItsRank() {
        assertThat(filtered(primary()).says(WEB2, HAS_IT).removes()).isTrue();
    }

    @Test
    void worseRankShouldLetGoWhereTheFramesOfBothAreDropped() {
        Said filtered = new Said(Known.YES, true, true, false, true, Known.YES);
        assertThat(filtered(primary()).says(WEB2, filtered).removes()).isFalse();
        assertThat(filtered(secondary()).says(WEB1, filtered).removes()).isTrue();
        assertThat(secondary().says(WEB1, filtered).removes())
                .as("clients can have it from here")
                .isFalse();
    }

    @Test
    void whatWasSaidBeforeItCameHereShouldNotCount() {
        Rehearsal host = secondary();
        Word earlier = new Word(
                HAS_IT, Optional.empty(), Optional.empty(), host.state.phase().since());
        assertThat(host.told(WEB1, earlier).removes()).isFalse();
    }

    @Test
    void holderThatNoOtherNodeHearsShouldSaySo() {
        Rehearsal host = secondary().says(WEB1, SILENT);
        assertThat(host.state.why().cause()).isEqualTo(Cause.UNHEARD);
        assertThat(host.removes()).isFalse();
        assertThat(Rehearsal.secondary()
                        .holding()
                        .says(WEB1, SILENT)
                        .state
                        .why()
                        .cause())
                .as("it has hardly come here")
                .isNotEqualTo(Cause.UNHEARD);
    }
}
