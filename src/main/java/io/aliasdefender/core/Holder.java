package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Origin;
import io.aliasdefender.core.Phase.Restoring;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A host whose kernel has the alias: it announces it, puts it back, and notices when it is cut off. */
final class Holder {
    private static final int RESTORE_ROUNDS = 3;
    private static final int LOOK_ROUNDS = 2;

    private Holder() {}

    /** The alias is here and nobody claimed it: a restart of the defender, or another program put it there. */
    static void adopt(Step step) {
        if (!step.linkUsable()) {
            Isolation.carrierLost(step);
            return;
        }
        String how = step.phase instanceof Phase.Starting ? "was here at start" : "was put here by something else";
        hold(step, false);
        step.tell(
                Cause.ADOPTED,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " " + how
                        + "; adopting it, and asking whether anybody else has it");
        Strays.remove(step);
        check(step, holding(step));
    }

    /** The claim has reached the kernel. */
    static void claimed(Step step, Claiming claiming) {
        if (!step.linkUsable()) {
            Isolation.carrierLost(step);
            return;
        }
        hold(step, claiming.proof());
        String took = Words.of(step.now.minus(claiming.since()));
        boolean restored = claiming.origin() == Origin.DELETION;
        step.count(restored ? Counter.RESTORE : Counter.TAKEOVER);
        step.tell(
                restored ? Cause.RESTORED : Cause.TOOK_OVER,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " is on this host (" + took + " after the decision)"
                        + (claiming.proof() ? "; announcing it" : "; asking whether anybody was faster"));
        if (claiming.proof()) {
            Announcing.series(step);
        } else {
            check(step, holding(step));
        }
        Strays.remove(step);
    }

    private static void hold(Step step, boolean proven) {
        step.answer = Optional.empty();
        step.vacancy = Optional.empty();
        step.phase = Holding.beginning(step.now, proven);
    }

    static void observed(Step step, boolean linkCameUp) {
        if (step.phase instanceof Holding holding) {
            if (!step.present()) {
                deleted(step, holding);
                return;
            }
            Strays.remove(step);
            if (!step.linkUsable()) {
                Isolation.carrierLost(step);
            } else if (linkCameUp) {
                check(step, holding);
            }
        } else if (step.phase instanceof Restoring && step.present()) {
            adopt(step);
        }
    }

    private static void deleted(Step step, Holding holding) {
        String what = step.spec.role() + ": " + step.spec.placement() + " was deleted by something else";
        if (step.linkUsable()) {
            step.tell(Cause.DELETED, Level.WARNING, what + "; asking whether anybody has it, then putting it back");
            restore(step, holding.since());
        } else {
            step.tell(Cause.DELETED, Level.WARNING, what + " while the interface is down or has no carrier");
            step.vacancy = Optional.of(Vacancy.beginning(step.now));
            step.phase = new Phase.Vacant(step.now, Optional.empty());
            if (!step.strays().isEmpty()) {
                // It went away together with its interface, which has another name now.
                Strays.found(step);
            }
        }
    }

    /** Puts the alias back after a short burst. */
    static void restore(Step step, Duration heldSince) {
        int rounds = Confirmation.rounds(RESTORE_ROUNDS, step.evidence.loss(), Confirmation.RESTORE_ERROR);
        step.phase = new Restoring(step.now, step.burst(rounds, step.witnessesAnd(List.of())), heldSince);
    }

    static void probed(Step step, ProbeOutcome outcome) {
        // Our own kernel never answers our own ARP probe: an answer with a link-layer address is somebody else's.
        if (outcome instanceof ProbeOutcome.Reply reply && reply.mac().isPresent()) {
            somebodyElseHasIt(step, reply.mac().get(), false);
        } else if (step.phase instanceof Holding holding) {
            Announcing.ifDue(step, holding);
            Company.followIfDue(step, holding(step));
        }
    }

    static void sighted(Step step, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY -> somebodyElseHasIt(step, mac, false);
            case ANNOUNCEMENT -> somebodyElseHasIt(step, mac, true);
            case PROBE, REQUEST -> {
                if (step.phase instanceof Holding holding) {
                    Failback.suitorSeen(step, holding, mac);
                    Failback.giveBackIfDue(step, holding(step));
                }
            }
        }
    }

    private static void somebodyElseHasIt(Step step, MacAddress mac, boolean announced) {
        if (step.phase instanceof Holding holding) {
            Conflict.seen(step, holding, mac, announced);
        } else if (step.phase instanceof Restoring) {
            lost(step, new Answer(step.now, Optional.of(mac), Duration.ZERO));
        }
    }

    static void burstEnded(Step step, BurstResult result) {
        if (step.phase instanceof Restoring restoring && restoring.burst() == result.id()) {
            restoreOrLose(step, result);
        } else if (step.phase instanceof Holding holding && holding.check().burst() == result.id()) {
            checked(step, holding, result);
        }
    }

    private static void restoreOrLose(Step step, BurstResult result) {
        boolean hearing = step.evidence.provesHearing()
                || result.hosts().values().stream().anyMatch(Tally::alive);
        if (result.alias().alive()) {
            lost(
                    step,
                    new Answer(
                            step.now, result.alias().mac(), result.alias().rtt().orElse(Duration.ZERO)));
        } else if (result.alias().silent() && hearing) {
            Claims.claim(step, Origin.DELETION);
        } else {
            step.vacancy = Optional.of(Vacancy.beginning(step.now));
            step.phase = new Phase.Vacant(step.now, Optional.empty());
            step.note(
                    Cause.CANNOT_PROBE,
                    Level.WARNING,
                    step.spec.role() + ": " + step.spec.address()
                            + " was deleted, and there is no proof that our own network works; not putting it back yet");
        }
    }

    private static void lost(Step step, Answer answer) {
        step.answer = Optional.of(answer);
        step.phase = new Phase.Watching(step.now);
        step.tell(
                Cause.ANSWERS,
                Level.WARNING,
                step.spec.role() + ": " + step.spec.address() + " " + Words.of(answer, step.spec, step.evidence)
                        + " meanwhile; leaving it there");
    }

    private static void checked(Step step, Holding holding, BurstResult result) {
        Holding ended = holding.with(Check.none(step.now.plus(Deadlines.checkAgain(holding))));
        step.phase = ended;
        Tally alias = result.alias();
        if (alias.alive() && alias.mac().isPresent()) {
            Conflict.seen(step, ended, alias.mac().get(), false);
            return;
        }
        boolean hosts = !result.hosts().isEmpty();
        boolean heard = result.hosts().values().stream().anyMatch(Tally::alive);
        if (hosts && !heard) {
            Isolation.confirmed(step, ended, result);
        } else if (alias.silent() && holding.check().thorough()) {
            nobodyElse(step, ended);
        } else if (alias.silent()) {
            // Somebody is heard again: now it is worth asking so often that silence means something.
            check(step, ended, true);
        }
    }

    /** A check found nobody else with the alias while the network works. */
    private static void nobodyElse(Step step, Holding holding) {
        boolean news = holding.doubtful();
        String what = step.spec.role() + ": nobody else has " + step.spec.address();
        holding.isolatedSince()
                .ifPresent(since -> step.tell(
                        Cause.REJOINED,
                        Level.INFO,
                        what + " after " + Words.of(step.now.minus(since))
                                + " without hearing anybody; announcing it"));
        holding.conflicts()
                .seen()
                .forEach((mac, since) -> step.tell(
                        Cause.CONFLICT_OVER,
                        Level.INFO,
                        what + " any more (" + Words.of(mac, step.spec, step.evidence) + " had it for "
                                + Words.of(step.now.minus(since)) + "); announcing it"));
        boolean onlyDoubted =
                holding.isolatedSince().isEmpty() && !holding.conflicts().any();
        step.phase = holding.asProven();
        if (news && onlyDoubted) {
            step.note(Cause.ADOPTED, Level.INFO, what + "; holding " + step.spec.placement());
            Announcing.resume(step);
        } else if (news) {
            Announcing.series(step);
        }
    }

    static void stalled(Step step, Duration length) {
        if (step.phase instanceof Holding holding) {
            step.note(
                    Cause.STALLED,
                    Level.WARNING,
                    step.spec.role() + ": this process did not run for " + Words.of(length)
                            + "; asking whether anybody else took " + step.spec.address() + " meanwhile");
            check(step, holding.asDoubted());
        } else if (step.phase instanceof Restoring restoring) {
            restore(step, restoring.heldSince());
        }
    }

    static void tick(Step step) {
        if (step.phase instanceof Restoring restoring
                && step.now.minus(restoring.since()).compareTo(Deadlines.LOST) >= 0) {
            restore(step, restoring.heldSince());
        }
        if (step.phase instanceof Holding) {
            checkIfDue(step, holding(step));
            Announcing.ifDue(step, holding(step));
            Strays.remove(step);
        }
        if (step.phase instanceof Holding holding) {
            Company.followIfDue(step, holding);
        }
    }

    private static void checkIfDue(Step step, Holding holding) {
        Duration nextAt = holding.check().nextAt();
        boolean wanted = holding.doubtful() || step.evidence.everybodySilent();
        boolean free = !holding.check().underWay() || step.now.minus(nextAt).compareTo(Deadlines.LOST) >= 0;
        if (wanted && free && step.linkUsable() && step.now.compareTo(nextAt) >= 0) {
            check(step, holding);
        }
    }

    /** Asks for the alias and for everybody else: does somebody have it too, and do we hear anybody? */
    static void check(Step step, Holding holding) {
        // Who is cut off only looks, often and briefly, whether that is over.
        check(step, holding, holding.isolatedSince().isEmpty());
    }

    private static void check(Step step, Holding holding, boolean thorough) {
        int rounds = thorough ? step.confirmingRounds() : LOOK_ROUNDS;
        long burst = step.burst(rounds, step.witnessesAnd(step.spec.others()));
        step.phase = holding.with(new Check(burst, step.now, thorough));
    }

    /** Lets go because another host has the alias by right. */
    static void yield(Step step, MacAddress mac, String because) {
        step.answer = Optional.of(new Answer(step.now, Optional.of(mac), Duration.ZERO));
        step.tell(Cause.YIELDING, Level.WARNING, because);
        Release.begin(step, step.spec.placement(), After.WATCH);
    }

    private static Holding holding(Step step) {
        return (Holding) step.phase;
    }
}
