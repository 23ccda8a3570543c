package io.aliasdefender.sim;

import static io.aliasdefender.sim.CoreMutations.deaf;
import static io.aliasdefender.sim.CoreMutations.hasty;
import static io.aliasdefender.sim.CoreMutations.holds;
import static io.aliasdefender.sim.CoreMutations.macOf;
import static io.aliasdefender.sim.CoreMutations.onBurst;
import static io.aliasdefender.sim.CoreMutations.onDecision;
import static io.aliasdefender.sim.CoreMutations.onEvidence;
import static io.aliasdefender.sim.CoreMutations.onInput;
import static io.aliasdefender.sim.CoreMutations.onPolicy;
import static io.aliasdefender.sim.MessageMutations.lost;
import static io.aliasdefender.sim.MessageMutations.on;
import static io.aliasdefender.sim.MessageMutations.with;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.ChangedState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Doubt;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The program with a mistake that it had, or could have; with the invariants that find it, each of them alone. */
enum Mutant {
    NO_WITNESS_IS_NEEDED(
            on(
                    BurstResult.class,
                    (daemon, burst) -> with(
                            burst,
                            burst.alias(),
                            tally -> burst.hosts().size() == 1 ? MessageMutations.answered(tally) : tally)),
            Invariant.EVIDENCE_OF_THE_LINK),
    NOBODY_NEEDS_TO_BE_HEARD_AFTER_THE_START(
            on(BurstResult.class, (daemon, burst) -> with(burst, burst.alias(), MessageMutations::answered)),
            Invariant.PROOF_OF_HEARING),
    BETTER_RANKS_ARE_NOT_ASKED(onBurst(CoreMutations::betterSilent), Invariant.LEAVES_IT_TO_THE_BETTER),
    A_BURST_IS_SILENT_WHATEVER_IS_ANSWERED(
            onBurst((burst, spec) -> with(burst, MessageMutations.silent(burst.alias()), tally -> tally)),
            Invariant.NO_CLAIM_AGAINST_AN_ANSWER),
    THE_HOLDER_IS_NOT_HEARD(MessageMutations.deafToTheAlias(), Invariant.SILENCE_IS_REAL),
    WHAT_COULD_NOT_BE_SENT_IS_SILENCE(
            on(
                    BurstResult.class,
                    (daemon, burst) -> with(burst, MessageMutations.sent(burst.alias()), MessageMutations::answered)),
            Invariant.PROOF_OF_HEARING),
    WHAT_WAITS_IS_ANNOUNCED_ALL_THE_SAME(
            MessageMutations.lost(SimDaemon.Withheld.class, any -> true), Invariant.ASKS_BEFORE_ANNOUNCING),
    A_FAREWELL_IS_NEVER_FORGOTTEN(CoreMutations.farewellsForEver(), Invariant.LEAVES_IT_TO_THE_BETTER),
    A_BURST_OF_ANOTHER_LINK_COUNTS(MessageMutations.burstsOfAnotherLink(), Invariant.ASKS_BEFORE_CLAIMING),
    ANOTHER_HOLDER_IS_NOT_NOTICED(
            deaf((state, input) ->
                    input instanceof Input.Sighted || macOf(input).isPresent()),
            Invariant.ONE_HOLDER),
    THE_BURST_BESIDE_A_CLAIM_IS_THROWN_AWAY(
            deaf((state, input) -> input instanceof Input.BurstEnded
                    && holds(state)
                    && ((Phase.Holding) state.phase()).check().burst() != 0),
            Invariant.ANSWERS_ARE_HEEDED),
    DEADLINES_DO_NOT_LOOK_FOR_A_PAUSE(new LateLooks(), Invariant.ASKS_BEFORE_ANNOUNCING),
    A_PAUSE_IS_NOT_NOTICED(deaf((state, input) -> input instanceof Input.Stalled), Invariant.ASKS_BEFORE_ANNOUNCING),
    WHAT_WAS_DELETED_WHILE_CUT_OFF_IS_PUT_BACK(CoreMutations.restoring(), Invariant.EVIDENCE_OF_THE_LINK),
    ISOLATION_LEAVES_NO_DOUBT(
            CoreMutations.doubtless((before, next) -> next.doubt().kind() == Doubt.Kind.CUT_OFF),
            Invariant.ASKS_BEFORE_ANNOUNCING),
    NOTHING_IS_ANNOUNCED(
            CoreMutations.withoutActions(action -> action instanceof Action.Announce), Invariant.THIRD_HOSTS_KNOW),
    ANYTHING_IS_ANNOUNCED(MessageMutations.announcingAnything(), Invariant.ANNOUNCES_WHAT_IT_HAS),
    ANNOUNCEMENTS_ARE_NOT_PACED(
            MessageMutations.settings(settings -> MessageMutations.withRate(settings, 100_000)),
            Invariant.ANNOUNCEMENT_RATE),
    A_STRANGER_IS_FOUGHT_AT_EVERY_FRAME(CoreMutations.fighting(), Invariant.NO_STORM),
    A_DELETED_ALIAS_IS_NOT_PUT_BACK(
            deaf((state, input) -> holds(state) && input instanceof Input.Observed seen && !seen.present()),
            Invariant.SETTLES),
    EVERY_SILENCE_IS_DOUBTED(
            on(
                    BurstResult.class,
                    (daemon, burst) -> with(burst, MessageMutations.answered(burst.alias()), tally -> tally)),
            Invariant.TAKES_WHAT_IS_VACANT),
    DEADLINES_ARE_FORGOTTEN(
            onDecision(
                    decision -> new Decision(decision.next(), decision.actions(), decision.said(), Optional.empty())),
            Invariant.SETTLES),
    DEADLINES_ARE_LOOKED_AT_WITH_A_BEAT(MessageMutations.beating(50_000_000), Invariant.DEADLINES_ARE_MET),
    A_LOST_CARRIER_IS_NOT_NOTICED(
            onInput(input -> input instanceof Input.Observed seen
                    ? new Input.Observed(seen.present(), seen.strayAddresses(), true, seen.neighbourly())
                    : input),
            Invariant.NOT_WITHOUT_A_CARRIER),
    THE_GRACE_IS_NOT_WAITED_FOR(
            onPolicy((spec, policy) -> CoreMutations.grace(policy, Duration.ZERO)), Invariant.LEAVES_IT_TO_THE_BETTER),
    RIVALS_ARE_NOT_SEEN(
            hasty(input -> input instanceof Input.Sighted seen && seen.kind() == Sighting.Kind.PROBE),
            Invariant.NO_COLLISION),
    GIVEN_BACK_WITHOUT_PROOF_OF_HEALTH(
            onPolicy((spec, policy) ->
                    CoreMutations.failback(policy, policy.failback().map(health -> Duration.ZERO))),
            Invariant.GIVES_BACK_TO_THE_HEALTHY),
    MAINTENANCE_WATCHES_LIKE_A_SUITOR(
            on(
                    ProbePlan.class,
                    (daemon, plan) -> new ProbePlan(plan.targets().stream()
                            .map(target -> target.purpose() == ProbeTarget.Purpose.SHOW
                                    ? new ProbeTarget(
                                            target.question(),
                                            target.interval(),
                                            target.minTimeout(),
                                            ProbeTarget.Purpose.TAKE)
                                    : target)
                            .toList())),
            Invariant.GIVES_BACK_TO_THE_HEALTHY),
    THE_THIRD_NEVER_GIVES_BACK(
            onPolicy((spec, policy) -> spec.rank() > 2 ? CoreMutations.failback(policy, Optional.empty()) : policy),
            Invariant.GIVES_BACK_WHEN_DUE),
    NOTHING_IS_GIVEN_BACK(
            onPolicy((spec, policy) -> CoreMutations.failback(policy, Optional.empty())),
            Invariant.GIVES_BACK_WHEN_DUE),
    A_NODE_HAS_ONE_LINK_LAYER_ADDRESS(onEvidence(CoreMutations::oneMacForANode), Invariant.ONE_HOLDER),
    A_HOLDER_LETS_GO_OF_WHAT_IS_ASKED_FOR(
            onInput(input -> input instanceof Input.Sighted seen && seen.kind() == Sighting.Kind.REQUEST
                    ? new Input.Sighted(seen.mac(), Sighting.Kind.REPLY)
                    : input),
            Invariant.STAYS_SETTLED),
    WHOEVER_ASKS_IS_BELIEVED_TO_HAVE_IT(CoreMutations.askingIsHaving(), Invariant.ONE_STAYS),
    A_WITNESS_NEED_NOT_ANSWER_TO_THE_LAST(
            on(BurstResult.class, (daemon, burst) -> with(burst, burst.alias(), MessageMutations::answeredToTheLast)),
            Invariant.EVIDENCE_OF_THE_LINK),
    A_WITNESS_THAT_WAS_NOT_ASKED_IS_SILENT(CoreMutations.silentWitnesses(), Invariant.NETWORK_DOWN_IS_KNOWN),
    WHERE_NOBODY_CAN_BE_ASKED_NOTHING_IS_EVER_PROVEN(
            onInput(input -> input instanceof Input.Observed seen
                    ? new Input.Observed(seen.present(), seen.strayAddresses(), seen.linkUsable(), true)
                    : input),
            Invariant.SETTLES),
    AN_IPV6_ADDRESS_WITH_ANOTHER_PREFIX_IS_KEPT(CoreMutations.keepingTheWrongPrefix(), Invariant.SETTLES),
    A_REMOVAL_THAT_FAILED_IS_NOT_TRIED_AGAIN(
            CoreMutations.core((state, input, spec, evidence, now) ->
                    state.phase() instanceof Phase.Releasing && input instanceof Input.Tick
                            ? new Decision(state, List.of(), List.of(), Optional.empty())
                            : Failover.decide(state, input, spec, evidence, now)),
            Invariant.SETTLES),
    THE_RESULTS_OF_COMMANDS_ARE_LOST(lost(AddressApplied.class, applied -> true), Invariant.SETTLES),
    A_STRAY_IS_NOT_SEEN(
            onInput(input -> input instanceof Input.Observed seen
                    ? new Input.Observed(seen.present(), List.of(), seen.linkUsable(), seen.neighbourly())
                    : input),
            Invariant.SETTLES),
    ONE_MISS_DECIDES(
            on(
                    BurstRequest.class,
                    (daemon, burst) -> new BurstRequest(
                            burst.id(), burst.alias(), burst.linkName(), 1, burst.spacing(), burst.hosts())),
            Invariant.LOSS_MOVES_NOTHING),
    HALF_THE_ROUNDS_AFTER_A_CUT_ARE_ENOUGH(
            on(
                    BurstRequest.class,
                    (daemon, burst) -> new BurstRequest(
                            burst.id(),
                            burst.alias(),
                            burst.linkName(),
                            (burst.probes() + 1) / 2,
                            burst.spacing(),
                            burst.hosts())),
            Invariant.SILENCE_OUTLASTS_A_CUT),
    EVERY_FRAME_COUNTS_AS_AN_ANSWERED_ROUND(
            onInput(input -> input instanceof Input.Probed probed && probed.outcome() instanceof ProbeOutcome.Silence
                    ? new Input.Tick()
                    : input),
            Invariant.TAKES_WHAT_IS_VACANT),
    A_GROUP_IS_NOT_HEEDED(MessageMutations.settings(MessageMutations::ungrouped), Invariant.GROUP_CLAIMED_AT_ONCE),
    A_GROUP_DOES_NOT_LEAVE_TOGETHER(
            deaf((state, input) ->
                    input instanceof Input.Grouped grouped && grouped.call() == Input.Grouped.Call.RELEASE),
            Invariant.GROUP_TOGETHER),
    A_GROUP_IS_CLAIMED_ONE_BY_ONE(
            CoreMutations.core((state, input, spec, evidence, now) -> Failover.decide(
                    state,
                    input instanceof Input.Grouped grouped
                                    && grouped.call() == Input.Grouped.Call.CLAIM
                                    && now.toMillis() / 50 % 2 == spec.address().low() % 2
                            ? new Input.Tick()
                            : input,
                    spec,
                    evidence,
                    now)),
            Invariant.GROUP_CLAIMED_AT_ONCE),
    A_LOST_ROUND_IS_TAKEN_FOR_A_CUT(CoreMutations.yieldingAfterALostRound(), Invariant.BETTER_RANK_KEEPS),
    A_WORSE_RANK_DOES_NOT_LET_GO(
            CoreMutations.core((state, input, spec, evidence, now) -> Failover.decide(
                    state,
                    holds(state)
                                    && macOf(input)
                                            .flatMap(mac -> evidence.nodeOf(mac, spec.better()))
                                            .isPresent()
                            ? new Input.Tick()
                            : input,
                    spec,
                    evidence,
                    now)),
            Invariant.ONE_HOLDER),
    AN_ORDER_TO_REMOVE_IS_LOST_WHILE_IT_IS_PUT_BACK(
            deaf((state, input) ->
                    input instanceof Input.Ordered ordered && ordered.order() == Input.Order.REMOVE && !holds(state)),
            Invariant.KEPT_OFF),
    MAINTENANCE_IS_FORGOTTEN(
            deaf((state, input) ->
                    input instanceof Input.Ordered ordered && ordered.order() == Input.Order.SUSPEND && !holds(state)),
            Invariant.KEPT_OFF),
    ORDERS_ARE_NOT_ANSWERED(MessageMutations.answering(answer -> Optional.empty()), Invariant.OBEYS),
    EVERY_ORDER_IS_SAID_TO_BE_DONE(
            MessageMutations.answering(answer -> answer.map(given -> new OrderAnswer(true, given.sentences()))),
            Invariant.OBEYS),
    NOTHING_IS_SAID(
            onDecision(decision -> new Decision(
                    ChangedState.of(decision.next())
                            .why(new Reason(
                                    decision.next().why().cause(),
                                    decision.next().why().level(),
                                    ""))
                            .state(),
                    decision.actions(),
                    decision.said(),
                    decision.wakeAt())),
            Invariant.REASON),
    TIMERS_PILE_UP(MessageMutations.piling(), Invariant.BOUNDED_MEMORY),
    EVERY_OTHER_LOOK_AT_THE_KERNEL_IS_LOST(
            lost(KernelView.class, view -> view.addresses().hashCode() % 2 == 0), Invariant.SETTLES),
    STEADY_ANSWERS_ARE_LOST(
            lost(ProbeResult.class, result -> result.outcome() instanceof ProbeOutcome.Silence),
            Invariant.TAKES_WHAT_IS_VACANT),
    A_WITHDRAWN_OFFER_IS_TAKEN(LinkMutations.onWord(LinkMutations::standing), Invariant.ONE_HOLDER),
    MESSAGES_COUNT_TWICE(LinkMutations.onHeader(LinkMutations::next), Invariant.TAKES_WHAT_IS_OFFERED),
    NOTHING_NEEDS_TO_BE_AN_ANSWER(LinkMutations.onHeader(LinkMutations::answering), Invariant.TAKES_WHAT_IS_OFFERED),
    IT_IS_SAID_TO_BE_TAKEN_BEFORE_IT_IS_THERE(
            LinkMutations.onTaking(LinkMutations::takenAtOnce), Invariant.HAND_OVER_IS_SHORT),
    AN_OFFER_IS_BELIEVED_TO_BE_TAKEN(LinkMutations.believingAtOnce(), Invariant.TAKEN_IS_TRUE),
    A_HOLDER_LETS_GO_WHEN_IT_OFFERS(LinkMutations.lettingGoFirst(), Invariant.MOVE_LEAVES_NOBODY),
    A_HOLDER_DOES_NOT_HEAR_THAT_IT_IS_TAKEN(
            deaf((state, input) -> state.phase() instanceof Phase.HandingOver && LinkMutations.isTaken(input)),
            Invariant.HAND_OVER_IS_SHORT),
    THE_ONE_THAT_HANDED_IT_OVER_MAY_HAVE_IT_FOR_EVER(
            LinkMutations.onTaking(LinkMutations::expectedForEver), Invariant.ANSWERS_ARE_HEEDED),
    WHAT_IS_SAID_DURING_A_BURST_IS_IGNORED(LinkMutations.withoutWordsOfABurst(), Invariant.WHO_TALKS_IS_HEEDED),
    A_HOLDER_IS_DEAF_ON_THE_LINK(
            deaf((state, input) -> holds(state) && input instanceof Input.Linked), Invariant.HAND_OVER_IS_SHORT),
    A_GROUP_IS_OFFERED_TO_SEVERAL(LinkMutations.toTheLast(), Invariant.GROUP_IS_OFFERED_TO_ONE),
    AN_UNFIT_ONE_TAKES_WHAT_IS_OFFERED(
            FitnessMutations.passing((state, input) -> input instanceof Input.Linked), Invariant.NEVER_TO_AN_UNFIT_ONE),
    AN_ALIAS_IS_OFFERED_TO_WHOSE_CHECKS_FAIL(
            FitnessMutations.hearing(service -> service == Known.NO ? Known.YES : service),
            Invariant.NEVER_TO_AN_UNFIT_ONE),
    HOW_SERVICES_STAND_IS_NOT_HEARD(
            FitnessMutations.hearing(service -> Known.UNKNOWN), Invariant.NEVER_TO_AN_UNFIT_ONE),
    AN_UNFIT_ONE_TAKES_BY_RANK(
            FitnessMutations.passing((state, input) -> input instanceof Input.BurstEnded),
            Invariant.LEAVES_IT_TO_THE_FIT),
    CHECKS_WITHOUT_A_RESULT_PASS(FitnessMutations.passingUntilTheyFail(), Invariant.LEAVES_IT_TO_THE_FIT),
    FAILING_CHECKS_MOVE_NOTHING(FitnessMutations.passing((state, input) -> holds(state)), Invariant.FIT_ONE_GETS_IT),
    WHAT_IS_TO_BE_LET_GO_IS_KEPT(FitnessMutations.keeping(), Invariant.FIT_ONE_GETS_IT),
    MOVES_BECAUSE_OF_CHECKS_ARE_FORGOTTEN(FitnessMutations.forgetful(), Invariant.FLAPPING_IS_BOUNDED);

    private final Variant variant;
    private final Set<Invariant> foundBy;

    Mutant(Variant variant, Invariant... foundBy) {
        this.variant = variant;
        this.foundBy = Set.of(foundBy);
    }

    Variant variant() {
        return variant;
    }

    /** Each of these finds it. */
    Set<Invariant> foundBy() {
        return foundBy;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
