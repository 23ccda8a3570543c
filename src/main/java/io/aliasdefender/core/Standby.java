package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** What all phases share in which this host does not have the alias and may take it. */
abstract class Standby<P extends Phase> extends Handler<P> {
    /** An alias that comes back within this time has not moved: two hosts answer for it. */
    private static final Duration TWO_HOLDERS = Duration.ofSeconds(10);

    /** A round was not answered. */
    abstract void missed(Step step, P phase);

    /** The kernel does not have the alias. */
    abstract void absent(Step step, P phase, boolean linkCameUp);

    /** Somebody asks who has the alias, and so thinks of taking it (RFC 5227, section 2.1.1). */
    abstract void rivalSeen(Step step, P phase, MacAddress mac);

    /**
     * Whether this host leaves the alias to one that asks for it at the same time. A host that is not known yet may be a
     * better-ranked node: then the lower link-layer address comes first, which both see alike. One whose checks fail leaves
     * the alias to this host, whose checks pass.
     */
    static boolean comesAfter(Step step, MacAddress rival) {
        return step.evidence
                .whose(rival, step.spec.others())
                .fold(
                        node -> step.spec.better().contains(node) && !NodeFitness.isLessFit(step, node),
                        () -> false,
                        () -> !step.evidence.identity().ownComesBefore(rival));
    }

    /** What a sentence says of an alias that the kernel has although nobody claimed it. */
    String howItCame() {
        return "was put here by something else";
    }

    @Override
    void probed(Step step, P phase, ProbeOutcome outcome, boolean round) {
        if (step.present()) {
            // However that came about: what the kernel has is what counts.
            Adoption.adopt(step, howItCame());
            return;
        }
        outcome.fold(
                reply -> {
                    if (round) {
                        step.loss = HostEvidence.average(step.loss, 0);
                    }
                    answered(step, new Answer(step.now, reply.mac(), reply.rtt()));
                    return null;
                },
                silence -> {
                    missed(step, phase);
                    return null;
                },
                broken -> {
                    couldNotAsk(step, phase, broken.why());
                    return null;
                });
    }

    /**
     * Whether the rest of its group, or checks that it follows, keep it off this host: then it is not asked for, and left to
     * others, that would take our probes for a claim (RFC 5227, section 2.1.1).
     */
    static boolean barred(Step step) {
        return step.evidence.group().flatMap(GroupView::bar).isPresent() || UnfitHolder.neverTakes(step);
    }

    /** It missed a round, and whoever may have it, it is not for this host. */
    static void leaveToOthers(Step step) {
        Transitions.leavesVacant(step, step.vacancy, Optional.empty());
        Optional<String> bar = step.evidence.group().flatMap(GroupView::bar);
        String sentence = step.spec.role() + ": " + step.spec.address() + " missed a round, but "
                + bar.orElseGet(() -> UnfitStandby.why(step.evidence)) + "; leaving it to others";
        if (bar.isPresent()) {
            step.note(Cause.GROUP, Level.WARNING, sentence);
        } else {
            UnfitHolder.note(step, sentence + " (on-failure: release)");
        }
    }

    void couldNotAsk(Step step, P phase, String why) {
        step.note(
                Cause.CANNOT_PROBE,
                Level.WARNING,
                step.spec.role() + ": cannot ask for " + step.spec.address() + ": " + why);
    }

    @Override
    final void reachChecked(Step step, P phase, ReachResult result) {
        // Late: it is not here any more.
    }

    @Override
    final void sighted(Step step, P phase, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY, ANNOUNCEMENT, USE -> answered(step, new Answer(step.now, Optional.of(mac), Duration.ZERO));
            case PROBE -> rivalSeen(step, phase, mac);
            case FAREWELL -> farewellHeard(step, phase, mac);
            // Those that ask for it do not say who has it.
            case WATCH, REQUEST -> {}
        }
    }

    /**
     * A host says that it has let go of it. Anybody on the link can say so in its name: what follows is a question, as
     * after a round that was missed, and no claim before that was silent. Until the host is seen to have it or to want it
     * again, a further farewell says nothing new.
     */
    private void farewellHeard(Step step, P phase, MacAddress mac) {
        if (step.evidence.nodeOf(mac, step.spec.others()).isPresent() && step.leaves(mac)) {
            leftByAnother(step, phase);
        }
    }

    /** A node has let go of the alias on purpose. */
    void leftByAnother(Step step, P phase) {
        // It is being asked about, or not to be taken.
    }

    @Override
    final void observed(Step step, P phase, boolean linkCameUp) {
        if (step.present()) {
            Adoption.adopt(step, howItCame());
        } else {
            absent(step, phase, linkCameUp);
        }
    }

    @Override
    final void applied(Step step, P phase, AddressAction action, CommandResult result) {
        StrayAddresses.applied(step, action, result);
    }

    @Override
    void moved(Step step, P phase, AliasSpec before) {
        step.answer = Optional.empty();
        step.vacancy = Optional.empty();
        Transitions.startsAnew(step);
    }

    @Override
    void ask(Step step, P phase) {
        // Asked already, or not to be taken at all.
    }

    @Override
    void claim(Step step, P phase) {
        // Only what is ready is claimed.
    }

    @Override
    void keepBack(Step step, P phase, String because) {
        // Nothing was about to be claimed.
    }

    @Override
    final void release(Step step, P phase, String because) {
        // It is not here.
    }

    @Override
    void linked(Step step, P phase, Node node, Word word) {
        Offers.heard(step, node, word, 0);
    }

    @Override
    void fitnessChanged(Step step, P phase) {
        // What it says counts when the alias falls silent.
    }

    @Override
    void announced(Step step, P phase) {
        // It is not held.
    }

    @Override
    void handOver(Step step, P phase, Optional<Node> to, String because) {
        String where = step.answer
                .flatMap(Answer::mac)
                .map(mac -> "; it is on " + Wording.of(mac, step.spec, step.evidence))
                .orElse("");
        refuse(step, step.spec.address() + " is not on this host" + where);
    }

    @Override
    void add(Step step, P phase) {
        Transitions.confirms(step, true, 0, false);
    }

    @Override
    void suspend(Step step, P phase) {
        suspendHere(step);
    }

    @Override
    void resume(Step step, P phase) {
        // It is in service.
    }

    @Override
    void end(Step step, P phase, String because) {
        Transitions.stops(step);
    }

    @Override
    void keep(Step step, P phase, String because) {
        Transitions.stops(step);
    }

    /** From now on another host has the alias. */
    void watch(Step step) {
        Transitions.watches(step);
    }

    /** Another host has the alias: leaves it there. */
    final void answered(Step step, Answer answer) {
        answer.mac().ifPresent(step::wantsIt);
        Optional<MacAddress> before = step.answer.flatMap(Answer::mac);
        Answer known = new Answer(answer.at(), answer.mac().or(() -> before), answer.rtt());
        boolean moved = answer.mac().isPresent() && before.isPresent() && !before.equals(answer.mac());
        boolean news = moved || step.answer.isEmpty() || step.vacancy.isPresent();
        // A sentence for each answer would be made a hundred times a second, and read at most once.
        boolean refresh = news
                || step.cause() != Cause.ANSWERS
                || step.answer.orElseThrow().at().toSeconds() != step.now.toSeconds();
        step.answer = Optional.of(known);
        step.vacancy = Optional.empty();
        watch(step);
        if (known.mac()
                .flatMap(mac -> step.evidence.nodeOf(mac, step.spec.better()))
                .isPresent()) {
            step.failedFailbacks = 0;
        }
        if (moved && step.toldWithin(Cause.MOVED, TWO_HOLDERS)) {
            step.note(
                    Cause.CONFLICT,
                    Level.WARNING,
                    step.spec.role() + ": " + step.spec.address() + " " + Wording.of(known, step.spec, step.evidence)
                            + " and a moment ago from " + Wording.of(before.get(), step.spec, step.evidence)
                            + ": two hosts have it, or it moves to and fro");
        } else if (refresh) {
            String sentence = step.spec.role() + ": " + step.spec.address() + " "
                    + Wording.of(known, step.spec, step.evidence) + "; leaving it where it is";
            step.explain(moved ? Cause.MOVED : Cause.ANSWERS, Level.INFO, sentence, news);
        }
    }
}
