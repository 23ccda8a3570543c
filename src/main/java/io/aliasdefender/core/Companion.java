package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Another alias of the same group, as it stands on this host.
 *
 * @param since when it began to stand so
 * @param failedClaims how often adding it failed in a row
 * @param holder who answers for it, where that is known
 */
public record Companion(
        IpAddress address, Standing standing, Duration since, int failedClaims, Optional<MacAddress> holder) {

    /** How it stands. */
    public enum Standing {
        /** On this host, or about to be. */
        HERE,
        /** Silent for certain, and this host would take it. */
        READY,
        /** It missed a round, and is asked quickly now. */
        ASKING,
        /** Nothing is decided. */
        OPEN,
        /** Another host has it. */
        ELSEWHERE,
        /** On its way off this host, or kept off it by an operator. */
        LEAVING,
        /** Its interface does not exist, is down or has no carrier. */
        BLOCKED,
        /** Its defender has ended, or defends nothing for now. */
        OUT
    }

    /** An alias as those of its group see it. */
    public static Companion of(IpAddress address, AliasState state) {
        int failedClaims = state.vacancy().map(Vacancy::failedClaims).orElse(0);
        Optional<MacAddress> holder = state.answer().flatMap(Answer::mac);
        return new Companion(address, standing(state), state.phase().since(), failedClaims, holder);
    }

    private static Standing standing(AliasState state) {
        Phase phase = state.phase();
        if (phase instanceof Phase.Holding || phase instanceof Phase.Claiming || phase instanceof Phase.Restoring) {
            return Standing.HERE;
        }
        if (phase instanceof Phase.Releasing releasing) {
            // The configuration moves it to another place on this host.
            return releasing.then() == Phase.After.RESTORE ? Standing.HERE : Standing.LEAVING;
        }
        if (phase instanceof Phase.StandingAside) {
            return Standing.LEAVING;
        }
        if (phase instanceof Phase.Suspended || phase instanceof Phase.Stopped) {
            return Standing.OUT;
        }
        if (state.observed().isPresent() && !state.linkUsable()) {
            return Standing.BLOCKED;
        }
        if (phase instanceof Phase.Ready) {
            return Standing.READY;
        }
        if (phase instanceof Phase.Confirming confirming) {
            return confirming.joined() ? Standing.OPEN : Standing.ASKING;
        }
        boolean answers = state.answer()
                .filter(answer -> answer.at().compareTo(phase.since()) >= 0)
                .isPresent();
        return phase instanceof Phase.Watching && answers ? Standing.ELSEWHERE : Standing.OPEN;
    }
}
