package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Restoring;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * What an alias reports to its group.
 *
 * @param memberState how it stands on this host
 * @param since when it began to stand so
 * @param held it is on this host, and can be released
 * @param failedClaims how often adding it failed in a row
 * @param failedFailbacks how often in a row a better-ranked host did not take it
 * @param holder who answers for it, where that is known
 * @param wonAt when a conflict about it that followed no other one ended in this host's favour; empty: none has
 * @param handingTo to which node it is being handed over
 * @param burst how long the burst took that is under way or was the last
 */
record Readiness(
        MemberState memberState,
        Duration since,
        boolean held,
        int failedClaims,
        int failedFailbacks,
        Optional<MacAddress> holder,
        Optional<Duration> wonAt,
        Optional<Node> handingTo,
        Duration burst) {

    /** How an alias of a group stands. */
    enum MemberState {
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

    boolean elsewhere() {
        return memberState == MemberState.ELSEWHERE;
    }

    /** Whether a burst is under way. */
    boolean asks() {
        return memberState == MemberState.ASKING || memberState == MemberState.OPEN && !burst.isZero();
    }

    static Readiness of(AliasState state) {
        Report report = state.phase().accept(new Reporter(state));
        return new Readiness(
                report.memberState(),
                state.phase().since(),
                report.held(),
                state.vacancy().map(Vacancy::failedClaims).orElse(0),
                state.failedFailbacks(),
                state.answer().flatMap(Answer::mac),
                report.wonAt(),
                report.handingTo(),
                report.burst());
    }

    private record Report(
            MemberState memberState, boolean held, Optional<Duration> wonAt, Optional<Node> handingTo, Duration burst) {
        private static Report of(MemberState memberState) {
            return asking(memberState, Duration.ZERO);
        }

        private static Report asking(MemberState memberState, Duration burst) {
            return new Report(memberState, false, Optional.empty(), Optional.empty(), burst);
        }
    }

    private record Reporter(AliasState state) implements Phase.Visitor<Report> {
        /** Where there is no link, nothing can be here, whatever was found out. */
        private Report unlessBlocked(MemberState memberState) {
            return Report.of(state.linkBroken() ? MemberState.BLOCKED : memberState);
        }

        @Override
        public Report starting(Starting phase) {
            return unlessBlocked(MemberState.OPEN);
        }

        @Override
        public Report watching(Watching phase) {
            boolean answers = state.answer()
                    .filter(answer -> answer.at().compareTo(phase.since()) >= 0)
                    .isPresent();
            // What was offered comes here in a moment.
            boolean offered = state.taking().filter(AliasState.Taking::open).isPresent();
            return unlessBlocked(answers && !offered ? MemberState.ELSEWHERE : MemberState.OPEN);
        }

        @Override
        public Report confirming(Confirming phase) {
            MemberState memberState = phase.joined() ? MemberState.OPEN : MemberState.ASKING;
            return Report.asking(unlessBlocked(memberState).memberState(), phase.length());
        }

        @Override
        public Report vacant(Vacant phase) {
            return unlessBlocked(MemberState.OPEN);
        }

        @Override
        public Report ready(Ready phase) {
            return Report.asking(unlessBlocked(MemberState.READY).memberState(), phase.length());
        }

        @Override
        public Report claiming(Claiming phase) {
            return Report.of(MemberState.HERE);
        }

        @Override
        public Report holding(Holding phase) {
            return new Report(
                    MemberState.HERE, true, phase.conflicts().recurrence().wonAt(), Optional.empty(), Duration.ZERO);
        }

        /** It cannot be released by the group: what becomes of it is being decided. */
        @Override
        public Report handingOver(HandingOver phase) {
            return new Report(MemberState.HERE, false, Optional.empty(), Optional.of(phase.to()), Duration.ZERO);
        }

        @Override
        public Report restoring(Restoring phase) {
            return Report.of(MemberState.HERE);
        }

        @Override
        public Report releasing(Releasing phase) {
            // The configuration may move it to another place on this host.
            return Report.of(phase.then() == After.RESTORE ? MemberState.HERE : MemberState.LEAVING);
        }

        @Override
        public Report standingAside(StandingAside phase) {
            return Report.of(MemberState.LEAVING);
        }

        @Override
        public Report suspended(Suspended phase) {
            return Report.of(MemberState.OUT);
        }

        @Override
        public Report stopped(Stopped phase) {
            return Report.of(MemberState.OUT);
        }
    }
}
