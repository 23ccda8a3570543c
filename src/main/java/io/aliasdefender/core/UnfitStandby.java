package io.aliasdefender.core;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Optional;

/**
 * The rule for a host that found the alias silent while its own checks do not pass: it is left to a node that is fit, but not
 * for ever, for rather a host whose service fails than none. What nobody knows better than by rank, rank decides.
 */
final class UnfitStandby {
    /** The checks have a result by then in any case: without one for so long they are taken to fail. */
    private static final Duration FIRST_RESULTS = Duration.ofSeconds(30);

    private UnfitStandby() {}

    /** Why this host does not take it now; empty: nothing of the checks keeps it from that. */
    static Optional<TakeoverVerdict> judge(AliasSpec spec, Evidence evidence, Circumstances given, String silent) {
        boolean follows = spec.policy().onFailure() == OnFailure.RELEASE;
        if (evidence.fitness().fit() == Known.YES) {
            return follows && !UnfitHolder.groupIsHere(evidence) ? tooSoon(given, silent) : Optional.empty();
        }
        if (follows) {
            return Optional.of(new TakeoverVerdict.Unfit(
                    silent + ", but " + why(evidence) + "; not taking over (on-failure: release)", Optional.empty()));
        }
        if (UnfitHolder.groupIsHere(evidence)) {
            return Optional.empty();
        }
        Optional<Node> fitter = fitter(spec, evidence, given.now());
        boolean unknown = evidence.fitness().fit() == Known.UNKNOWN;
        if (fitter.isEmpty() && !unknown) {
            return Optional.empty();
        }
        Duration patience = patience(spec, given);
        Duration wait = unknown && patience.compareTo(FIRST_RESULTS) < 0 ? FIRST_RESULTS : patience;
        Duration left = wait.minus(given.vacantFor());
        return left.isZero() || left.isNegative()
                ? Optional.empty()
                : Optional.of(new TakeoverVerdict.Unfit(
                        silent + ", but " + why(evidence)
                                + fitter.map(node -> ", and " + Wording.of(node, spec) + " is fit for it; waiting "
                                                + Wording.of(left) + " for it")
                                        .orElse("; not taking over yet"),
                        Optional.of(left)));
    }

    /** Why this host is not fit for it. */
    static String why(Evidence evidence) {
        return evidence.fitness().fit() == Known.UNKNOWN
                ? "the checks of this host have no result yet"
                : evidence.fitness().why();
    }

    /**
     * A node whose service is fit and that would take the alias. It need not have said so in the burst: what is left to it is
     * so for a bounded time only.
     */
    private static Optional<Node> fitter(AliasSpec spec, Evidence evidence, Duration now) {
        return spec.others().stream()
                .filter(node -> Optional.ofNullable(evidence.words().get(node))
                        .filter(word -> now.minus(word.provedAt()).compareTo(NodeFitness.FRESH) <= 0)
                        .filter(word -> word.said().wouldServe())
                        .isPresent())
                .findFirst();
    }

    /** Longer than any fit host waits for better-ranked ones, and another time for each rank. */
    private static Duration patience(AliasSpec spec, Circumstances given) {
        Duration grace = given.grace().orElse(Policy.autoGrace(spec.policy().interval()));
        return grace.multipliedBy(spec.ranking().size() - 1L + spec.rank());
    }

    /** This host let go of it because of checks that flapped. */
    private static Optional<TakeoverVerdict> tooSoon(Circumstances given, String silent) {
        Duration left = given.fitness().untilAgain(given.now());
        return left.isZero()
                ? Optional.empty()
                : Optional.of(new TakeoverVerdict.Unfit(
                        silent + ", but the checks of this host flapped; it may have it again in " + Wording.of(left),
                        Optional.of(left)));
    }
}
