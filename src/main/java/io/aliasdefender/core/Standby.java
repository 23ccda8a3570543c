package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Rivals;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.Takeover.Verdict;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import java.time.Duration;
import java.util.Optional;

/** A host that does not have the alias: it watches, makes sure of a silence, and claims. */
final class Standby {
    private Standby() {}

    static void probed(Step step, ProbeOutcome outcome) {
        if (step.present() && mayBeVacant(step.phase)) {
            // However that came about: what the kernel has is what counts.
            Holder.adopt(step);
            return;
        }
        Strays.removeUnlessClaiming(step);
        outcome.fold(
                reply -> {
                    replied(step, reply);
                    return null;
                },
                silence -> {
                    missed(step);
                    return null;
                },
                broken -> {
                    if (step.phase instanceof Watching
                            || step.phase instanceof Vacant
                            || step.phase instanceof Starting) {
                        step.note(
                                Cause.CANNOT_PROBE,
                                Level.WARNING,
                                step.spec.role() + ": cannot ask for " + step.spec.address() + ": " + broken.why());
                    }
                    return null;
                });
    }

    private static void replied(Step step, ProbeOutcome.Reply reply) {
        if (step.phase instanceof Claiming claiming) {
            // An echo may have been answered by our own new address; an ARP answer never is.
            if (reply.mac().isPresent()) {
                step.phase = claiming.doubted();
            }
        } else if (!(step.phase instanceof Stopped) && !(step.phase instanceof Releasing) && !step.present()) {
            step.loss = Hearing.average(step.loss, 0);
            answered(step, new Answer(step.now, reply.mac(), reply.rtt()));
        }
    }

    /** One miss decides nothing; it only makes us ask again, quickly. */
    private static void missed(Step step) {
        if (step.phase instanceof Watching) {
            confirm(step, false, 0);
            step.loss = Hearing.average(step.loss, 1);
        } else if (step.phase instanceof Vacant && Deadlines.mayClaim(step.vacancy, step.now)) {
            confirm(step, false, 0);
        } else if (step.phase instanceof Starting && step.observed.isPresent()) {
            confirm(step, false, 0);
        }
    }

    static void tick(Step step) {
        Strays.removeUnlessClaiming(step);
        if (step.phase instanceof Vacant vacant) {
            boolean due =
                    vacant.retryAt().filter(at -> at.compareTo(step.now) <= 0).isPresent();
            if (due || betterFellSilent(step, vacant) && Deadlines.mayClaim(step.vacancy, step.now)) {
                confirm(step, false, 0);
            } else if (Company.asksForUs(step) && Deadlines.mayClaim(step.vacancy, step.now)) {
                join(step, false);
            }
        } else if (step.phase instanceof Watching watching && holderFellSilent(step, watching)) {
            confirm(step, false, 0);
        } else if (step.phase instanceof Watching && Company.asksForUs(step)) {
            join(step, false);
        } else if (step.phase instanceof Ready ready) {
            Company.tick(step, ready);
        } else if (step.phase instanceof Confirming confirming && isLost(step, confirming)) {
            confirm(step, confirming.ordered(), confirming.restarts());
        } else if (step.phase instanceof Claiming claiming
                && step.now.compareTo(Deadlines.claimLostAt(claiming)) >= 0) {
            Claims.failed(step, "the kernel does not show it, or something else took it off at once");
        }
    }

    /** A better-ranked host, for whom we left the alias, has just missed a round too. */
    private static boolean betterFellSilent(Step step, Vacant vacant) {
        return step.spec.better().stream()
                .map(node -> step.evidence.of(node.address()))
                .anyMatch(hearing -> hearing.missesInRow() == 1 && hearing.at().compareTo(vacant.since()) > 0);
    }

    /** The host that answers for the alias has just missed a round at its own address: no need to wait for ours. */
    private static boolean holderFellSilent(Step step, Watching watching) {
        return step.answer
                .flatMap(Answer::mac)
                .flatMap(mac -> step.evidence.nodeOf(mac, step.spec.others()))
                .map(node -> step.evidence.of(node.address()))
                .filter(hearing -> hearing.missesInRow() == 1 && hearing.at().compareTo(watching.since()) > 0)
                .isPresent();
    }

    private static boolean isLost(Step step, Phase phase) {
        return step.now.minus(phase.since()).compareTo(Deadlines.LOST) >= 0;
    }

    static void sighted(Step step, MacAddress mac, Sighting.Kind kind) {
        if (kind == Sighting.Kind.REPLY || kind == Sighting.Kind.ANNOUNCEMENT) {
            replied(step, new ProbeOutcome.Reply(Duration.ZERO, Optional.of(mac)));
        } else if (step.phase instanceof Confirming confirming && kind == Sighting.Kind.PROBE) {
            boolean better = step.evidence.nodeOf(mac, step.spec.better()).isPresent();
            step.phase = confirming.withRival(better);
        } else if (step.phase instanceof Ready && kind == Sighting.Kind.PROBE) {
            if (step.evidence.nodeOf(mac, step.spec.better()).isPresent() && !Company.isHere(step)) {
                Claims.backOffIfAllowed(step, step.vacancy.orElse(Vacancy.beginning(step.now)));
            }
        }
    }

    static void observed(Step step, boolean linkCameUp) {
        if (step.phase instanceof Stopped) {
            return;
        }
        if (step.phase instanceof Suspended) {
            Orders.keepSuspended(step);
            return;
        }
        if (step.present()) {
            if (step.phase instanceof Claiming claiming) {
                Holder.claimed(step, claiming);
            } else {
                Holder.adopt(step);
            }
        } else if (!step.strays().isEmpty()
                && !(step.phase instanceof Claiming)
                && !(step.phase instanceof StandingAside)) {
            Strays.found(step);
        } else if (step.phase instanceof Starting || linkCameUp && mayBeVacant(step.phase)) {
            confirm(step, false, 0);
        }
    }

    /** What was heard before the link came up is old, and a round may be an interval away. */
    private static boolean mayBeVacant(Phase phase) {
        return phase instanceof Vacant || phase instanceof Watching;
    }

    /** After a pause nothing is known: what was claimed before it may long be somebody else's. */
    static void stalled(Step step) {
        if (step.phase instanceof Claiming claiming) {
            step.phase = claiming.doubted();
        } else if (step.phase instanceof Confirming confirming) {
            confirm(step, confirming.ordered(), confirming.restarts());
        } else if (step.phase instanceof Ready ready) {
            join(step, ready.ordered());
        }
    }

    static void burstEnded(Step step, BurstResult result) {
        if (step.phase instanceof Confirming confirming && confirming.burst() == result.id()) {
            judge(step, confirming, result);
        } else if (step.phase instanceof Claiming claiming
                && claiming.burst() == result.id()
                && result.alias().alive()
                && result.alias().mac().isPresent()) {
            step.phase = claiming.doubted();
        }
    }

    /** Begins a burst at the alias, the witnesses and the better-ranked hosts. */
    static void confirm(Step step, boolean ordered, int restarts) {
        confirm(step, ordered, restarts, false);
    }

    /** The same because others of the group are asked, or were. */
    static void join(Step step, boolean ordered) {
        confirm(step, ordered, 0, true);
    }

    private static void confirm(Step step, boolean ordered, int restarts, boolean joined) {
        long burst = step.confirmingBurst(step.witnessesAnd(step.spec.better()));
        step.phase = new Confirming(step.now, burst, ordered, Rivals.NONE, restarts, joined);
    }

    private static void judge(Step step, Confirming confirming, BurstResult result) {
        // It was silent already when we began to ask.
        Vacancy vacancy = step.vacancy.orElse(Vacancy.beginning(confirming.since()));
        Verdict verdict = Takeover.judge(
                step.spec,
                step.evidence,
                result,
                confirming.ordered(),
                step.answer,
                step.now.minus(vacancy.since()),
                Company.isHere(step) ? Optional.of(Duration.ZERO) : Deadlines.grace(step),
                step.now);
        if (verdict instanceof Verdict.Answered alive) {
            if (confirming.ordered()) {
                step.tell(Cause.REFUSED, Level.WARNING, alive.because() + "; take it off there first");
            }
            answered(step, new Answer(step.now, alive.mac(), alive.rtt()));
        } else if (verdict instanceof Verdict.Take take) {
            Claims.takeUnlessRivals(step, confirming, vacancy, take.because());
        } else if (verdict instanceof Verdict.BetterAlive better) {
            // The burst that ends with the grace begins before it does.
            Duration burst = step.spec.policy().confirmSpacing().multipliedBy(step.confirmingRounds() - 1L);
            Optional<Duration> retryAt =
                    better.left().map(left -> step.now.plus(left).minus(burst));
            vacant(step, vacancy, retryAt, Cause.PARTNER_ALIVE, Level.WARNING, better.because());
        } else if (verdict instanceof Verdict.NetworkDown down) {
            // The silence of everybody is often over in a moment: ask soon, and then less and less often.
            Duration wait = Deadlines.lookAgain(vacancy.unheard(), step.spec);
            Vacancy unheard = new Vacancy(
                    vacancy.since(),
                    vacancy.failedClaims(),
                    vacancy.backoffs(),
                    vacancy.unheard() + 1,
                    vacancy.notBefore());
            vacant(step, unheard, Optional.of(step.now.plus(wait)), Cause.NETWORK_DOWN, Level.ERROR, down.because());
        } else if (verdict instanceof Verdict.NoWitness nobody) {
            vacant(step, vacancy, Optional.empty(), Cause.NO_WITNESS, Level.ERROR, nobody.because());
        } else if (verdict instanceof Verdict.CannotProbe unknown) {
            // Nobody was asked, so this is no confirmed silence: the vacancy does not begin.
            Cause cause = confirming.ordered() ? Cause.REFUSED : Cause.CANNOT_PROBE;
            step.note(cause, Level.WARNING, unknown.because());
            step.phase = new Vacant(step.now, Optional.empty());
        }
    }

    static void vacant(
            Step step, Vacancy vacancy, Optional<Duration> retryAt, Cause cause, Level level, String because) {
        step.vacancy = Optional.of(vacancy);
        step.phase = new Vacant(step.now, retryAt);
        step.note(cause, level, because);
    }

    private static void answered(Step step, Answer answer) {
        Optional<MacAddress> before = step.answer.flatMap(Answer::mac);
        Answer known = new Answer(answer.at(), answer.mac().or(() -> before), answer.rtt());
        if (step.phase instanceof Suspended) {
            // Who has it is still shown; why it is not taken here stays the reason.
            step.answer = Optional.of(known);
            return;
        }
        boolean moved = answer.mac().isPresent() && before.isPresent() && !before.equals(answer.mac());
        boolean news = moved || step.answer.isEmpty() || step.vacancy.isPresent();
        boolean refresh = news
                || step.cause() != Cause.ANSWERS
                || step.answer.orElseThrow().at().toSeconds() != step.now.toSeconds();
        step.answer = Optional.of(known);
        step.vacancy = Optional.empty();
        if (!(step.phase instanceof Watching)) {
            step.phase = new Watching(step.now);
        }
        if (known.mac()
                .flatMap(mac -> step.evidence.nodeOf(mac, step.spec.better()))
                .isPresent()) {
            step.failedFailbacks = 0;
        }
        if (refresh) {
            String sentence = step.spec.role() + ": " + step.spec.address() + " "
                    + Words.of(known, step.spec, step.evidence) + "; leaving it where it is";
            step.explain(moved ? Cause.MOVED : Cause.ANSWERS, Level.INFO, sentence, news);
        }
    }
}
