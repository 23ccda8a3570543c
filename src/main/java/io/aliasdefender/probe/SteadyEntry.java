package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import java.util.Optional;
import java.util.function.Consumer;

/** One steadily probed question with its timers. */
final class SteadyEntry {
    /** In one of so many rounds everybody on the link is asked, and not only who answered: others may have it too. */
    private static final int ROUNDS_OF_ONE = 8;

    static final Timers.Registration NO_TIMER = () -> {};

    final SteadyTarget target;
    /** Made once, and not at every round. */
    final Runnable round;

    final Runnable conclusion;
    final Runnable otherWay;
    long nextRoundNanos;
    Timers.Registration roundTimer = NO_TIMER;
    Timers.Registration timeoutTimer = NO_TIMER;
    /** Whether this round was made up for once. */
    boolean askedAgain;
    /** A pause has ended the round, which is to be made up for. */
    boolean toAskAgain;

    int rounds;
    long lateNanos = ProbeResult.TOLD;

    SteadyEntry(
            ProbeTarget definition,
            SteadyTarget.Open open,
            Consumer<SteadyEntry> round,
            Consumer<SteadyEntry> conclusion,
            Consumer<SteadyEntry> otherWay) {
        target = new SteadyTarget(definition, open);
        this.round = () -> round.accept(this);
        this.conclusion = () -> conclusion.accept(this);
        this.otherWay = () -> otherWay.accept(this);
    }

    Optional<MacAddress> answerer() {
        return rounds % ROUNDS_OF_ONE == 0 ? Optional.empty() : target.answerer();
    }

    void stop() {
        roundTimer.cancel();
        timeoutTimer.cancel();
        target.leave();
    }
}
