package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Taking;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Word.Outcome;

/** What has become of the newest offer of another node; {@link Offers} decides about offers. */
final class Takings {
    private Takings() {}

    /**
     * Whether a host may have the alias beside this one for now: it is the one that handed it over. One that is not known yet
     * is not: it may be a third one.
     */
    static boolean expects(Step step, MacAddress mac) {
        return step.taking
                .filter(taking -> step.now.compareTo(taking.until()) <= 0)
                .filter(taking -> taking.open() || taking.outcome().get() == Outcome.TAKEN)
                .filter(taking -> step.evidence
                        .whose(mac, step.spec.others())
                        .node()
                        .filter(taking.from()::equals)
                        .isPresent())
                .isPresent();
    }

    /** Whoever has the alias beside this host from now on has not merely not let go yet. */
    static void expectNoMore(Step step) {
        step.taking = step.taking
                .filter(taking -> step.now.compareTo(taking.until()) <= 0)
                .map(taking -> new Taking(taking.from(), taking.id(), step.now.minusNanos(1), taking.outcome()))
                .or(() -> step.taking);
    }

    /** Whether the alias is being taken because it was offered. */
    static boolean open(Step step) {
        return step.taking.filter(Taking::open).isPresent();
    }

    /** Whether the offer still stands. */
    static boolean stands(Step step) {
        return step.taking
                .filter(taking -> taking.open() && step.now.compareTo(taking.until()) <= 0)
                .isPresent();
    }

    /** What is offered is not being taken any more. */
    static void end(Step step, Outcome how) {
        step.taking = step.taking.map(taking -> taking.open() ? taking.ended(how) : taking);
    }
}
