package io.aliasdefender.core;

import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.Policy.OnIsolation;
import io.aliasdefender.core.spec.Witnesses;
import java.time.Duration;
import java.util.stream.Collectors;

/** A holder's bursts: whether anybody else has the alias, and whether this host is heard at all. */
final class Checks {
    private Checks() {}

    /** @return whether one was begun */
    static boolean ifDue(Step step, Holding holding) {
        Duration nextAt = holding.check().nextAt();
        // One that is under way stands for all other reasons until it is given up, and is then begun anew.
        boolean wanted = holding.check().underWay()
                || !step.doubt().none()
                || holding.conflicts().any()
                || step.evidence.everybodySilent();
        boolean free = !holding.check().underWay() || step.now.minus(nextAt).compareTo(Timing.LOST) >= 0;
        boolean due = wanted && free && step.linkUsable() && step.now.compareTo(nextAt) >= 0;
        if (due) {
            // A host that is cut off only looks, often and briefly, whether that is over.
            Adoption.check(step, holding, !step.doubt().isolated());
        }
        return due;
    }

    /** A check has ended. */
    static void ended(Step step, Holding holding, BurstResult result) {
        boolean thorough = holding.check().thorough();
        Conflicts conflicts = holding.conflicts().checked();
        Duration wait = Timing.checkAgain(
                step.doubt(),
                strangersAlone(step, conflicts) || conflicts.undefended(step.now),
                conflicts.recurrence());
        Holding free = holding.with(conflicts).with(Check.none(step.now.plus(wait)));
        Transitions.goesOnHolding(step, free);
        Tally alias = result.alias();
        if (alias.alive() && alias.mac().isPresent()) {
            anotherHolder(step, free, alias.mac().get(), Sighting.Kind.REPLY, true);
            return;
        }
        switch (Isolation.judge(step.evidence, result)) {
            case CUT_OFF -> cutOff(step, free, result);
            case HEARD -> heard(step, free, alias, thorough && !heardLate(result));
            case NOT_KNOWN -> notKnown(step, free, alias, thorough);
        }
    }

    /** A defender of another host is at work: if that host has the alias too, it is no mere leftover. */
    static Holding defenderSeen(Step step, Holding holding, MacAddress mac) {
        Conflicts conflicts = holding.conflicts().watching(mac, step.now);
        if (conflicts.equals(holding.conflicts())) {
            return holding;
        }
        Holding next = holding.with(conflicts);
        Transitions.goesOnHolding(step, next);
        return next;
    }

    /** Whether nobody but strangers has it too: they do not yield, however often they are asked. */
    private static boolean strangersAlone(Step step, Conflicts conflicts) {
        return conflicts.any()
                && conflicts.seen().keySet().stream()
                        .allMatch(mac ->
                                step.evidence.whose(mac, step.spec.others()).stranger());
    }

    /** Whether whoever was heard was not until late: what was silent before may have been cut off, too. */
    private static boolean heardLate(BurstResult result) {
        return result.hosts().values().stream().anyMatch(Tally::heardOverLink)
                && result.hosts().values().stream().noneMatch(Tally::heardThroughout);
    }

    private static void heard(Step step, Holding holding, Tally alias, boolean thorough) {
        boolean asked = alias.silent() || !step.neighbourly() && alias.unasked();
        if (asked && thorough) {
            nobodyElse(step, holding);
        } else if (asked) {
            // Somebody is heard again: now it is worth asking so often that silence means something.
            Adoption.check(step, holding, true);
        }
    }

    /** There is nobody to be asked on this link, or no question left: neither proof nor isolation. */
    private static void notKnown(Step step, Holding holding, Tally alias, boolean thorough) {
        if (!step.neighbourly() && alias.unasked()) {
            // Nothing can ever be asked here: what nobody can know is not doubted for ever.
            nobodyElse(step, holding);
        } else if (alias.silent()
                && thorough
                && (step.doubt().none() || step.evidence.proof() == Witnesses.Proof.NOT_NEEDED)) {
            nobodyElse(step, holding);
        } else {
            Duration rest = step.spec.policy().interval();
            Duration wait = rest.compareTo(Timing.CHECK) > 0 ? rest : Timing.CHECK;
            Transitions.goesOnHolding(step, holding.with(Check.none(step.now.plus(wait))));
        }
    }

    /** Nobody else has the alias, while the network works. */
    private static void nobodyElse(Step step, Holding holding) {
        Doubt doubt = step.doubt();
        String what = step.spec.role() + ": nobody else has " + step.spec.address();
        if (doubt.isolated()) {
            step.tell(
                    Cause.REJOINED,
                    Level.INFO,
                    what + " after " + Wording.of(step.now.minus(doubt.since()))
                            + " without hearing anybody; announcing it");
        }
        Conflicts conflicts = holding.conflicts();
        Holding sure = holding.with(conflicts.over(step.now));
        Transitions.proves(step);
        Transitions.goesOnHolding(step, sure);
        if (conflicts.any()) {
            over(step, sure, conflicts, what);
        } else if (doubt.isolated()) {
            Announcing.series(step, sure, Urgency.CLAIM);
        } else if (!doubt.none()) {
            step.note(Cause.ADOPTED, Level.INFO, what + "; holding " + step.spec.placement());
            Announcing.resume(step, sure);
        }
    }

    /** Nobody else has it any more: clients may have been told of the other one. */
    private static void over(Step step, Holding sure, Conflicts ended, String what) {
        String who = ended.seen().entrySet().stream()
                .map(opponent -> Wording.of(opponent.getKey(), step.spec, step.evidence) + " had it for "
                        + Wording.of(step.now.minus(opponent.getValue())))
                .collect(Collectors.joining(", "));
        Conflicts.Recurrence before = ended.recurrence();
        // A node that yields does so for good, as a rule. A stranger may come and go as often as it likes.
        boolean atOnce = !before.lately(step.now) || !strangersAlone(step, ended) && !before.many();
        String count = before.lately(step.now) ? "; that was conflict " + (before.ended() + 1) + " in a row" : "";
        step.note(
                Cause.CONFLICT_OVER,
                Level.INFO,
                what + " any more (" + who + count + "); announcing it"
                        + (atOnce ? "" : " as often as RFC 5227 allows"));
        if (atOnce) {
            Announcing.series(step, sure, Urgency.CLAIM);
        } else {
            Announcing.againstRecurrence(step, sure);
        }
    }

    /**
     * Another host has it, too.
     *
     * @param kind how it was seen: by a reply to a question of ours, by an announcement, or by using it
     * @return false: it is the one that handed the alias over and is about to let go, which is no conflict
     */
    static boolean anotherHolder(Step step, Holding holding, MacAddress mac, Sighting.Kind kind) {
        return anotherHolder(step, holding, mac, kind, false);
    }

    /** @param checked whether a check has just ended */
    private static boolean anotherHolder(
            Step step, Holding holding, MacAddress mac, Sighting.Kind kind, boolean checked) {
        if (kind == Sighting.Kind.ANNOUNCEMENT) {
            Takings.announced(step, holding, mac);
        }
        if (Takings.expects(step, mac)) {
            return false;
        }
        Conflicts conflicts = holding.conflicts().and(mac, kind == Sighting.Kind.ANNOUNCEMENT, step.now);
        if (conflicts.seen().size() > holding.conflicts().seen().size()) {
            step.count(Counter.CONFLICT);
        }
        if (kind == Sighting.Kind.REPLY && Reaching.yields(step, mac)) {
            return true;
        }
        Conflict.Seen seen = new Conflict.Seen(mac, kind == Sighting.Kind.REPLY, conflicts);
        Conflict.judge(step.spec, step.evidence, step.doubt(), seen, step.now).accept(new Conflict.Verdict.Visitor() {
            @Override
            public void yields(Conflict.Verdict.Yields verdict) {
                Release.yieldTo(step, mac, verdict.level(), verdict.because());
            }

            @Override
            public void asks(Conflict.Verdict.Asks verdict) {
                step.note(Cause.CONFLICT, Level.WARNING, verdict.because());
                ask(step, holding.with(conflicts));
            }

            @Override
            public void keeps(Conflict.Verdict.Keeps verdict) {
                step.note(verdict.cause(), verdict.level(), verdict.because());
                defendIfAllowed(step, Reaching.soon(step, soonChecked(step, holding.with(conflicts))), checked);
            }
        });
        return true;
    }

    /** The next check may have been put off because only strangers had it too: a node yields, or is yielded to. */
    private static Holding soonChecked(Step step, Holding holding) {
        Conflicts conflicts = holding.conflicts();
        Duration wait = Timing.checkAgain(step.doubt(), strangersAlone(step, conflicts), conflicts.recurrence());
        Duration latest = step.now.plus(wait);
        return holding.check().underWay() || holding.check().nextAt().compareTo(latest) <= 0
                ? holding
                : holding.with(Check.none(latest));
    }

    /** Begins a check at once; where conflicts come and go, when one is due. */
    private static void ask(Step step, Holding holding) {
        if (holding.check().underWay() || holding.conflicts().recurrence().lately(step.now)) {
            Transitions.goesOnHolding(step, soonChecked(step, holding));
        } else {
            Adoption.check(step, holding, true);
        }
    }

    /** Other hosts are told right at once, and the other holder hears of us: it yields, or announces too. */
    private static void defendIfAllowed(Step step, Holding holding, boolean checked) {
        // In doubt it is asked first whether a node has taken over. A stranger may always be the first to answer;
        // a node that has the alias has answered, and was yielded to, since the doubt began.
        boolean proven = checked
                && !step.doubt().isolated()
                && step.now.minus(step.doubt().since()).compareTo(Timing.patience(step.spec)) > 0;
        boolean sure = step.doubt().none() || proven;
        Holding next = holding;
        if (sure && Conflict.mayDefend(holding.conflicts(), step.now)) {
            step.announce(Urgency.CLAIM);
            next = holding.with(holding.conflicts().defended(step.now));
        }
        Transitions.goesOnHolding(step, next);
    }

    /** A burst was answered neither by a witness nor by a node. */
    private static void cutOff(Step step, Holding holding, BurstResult result) {
        boolean release = step.spec.policy().onIsolation() == OnIsolation.RELEASE;
        if (!step.doubt().isolated()) {
            Transitions.doubts(step, Doubt.cutOff(step.now));
            Transitions.goesOnHolding(
                    step,
                    holding.with(holding.announcements().none())
                            .with(PreferredStandbys.NONE)
                            .with(Check.none(step.now.plus(Timing.LOOK))));
            step.tell(
                    Cause.ISOLATED,
                    Level.WARNING,
                    step.spec.role() + ": nobody answers any more ("
                            + Isolation.silentHosts(step.spec, step.evidence, result)
                            + "): switch/network down? "
                            + (result.overheard()
                                    ? "Others are still overheard; holding on to "
                                    : release ? "Not holding on to " : "Holding on to ")
                            + step.spec.address() + ", and asking who has it before anything is announced again"
                            + " (on-isolation: " + (release ? "release" : "hold") + ")");
        }
        // A host that still hears others may be of use to them: where all nodes and the router are dead, clients are
        // not.
        if (release && !result.overheard()) {
            step.tell(
                    Cause.RELEASING,
                    Level.WARNING,
                    step.spec.role() + ": this host hears nobody at all; releasing " + step.spec.address()
                            + " (on-isolation: release)");
            Release.begin(step, step.spec.placement(), After.WATCH);
        }
    }
}
