package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The core with a mistake that a defender could make. */
enum Mutant {
    NO_WITNESS_IS_NEEDED(onBurst((burst, spec) -> with(burst, burst.alias(), true, false))),
    BETTER_RANKS_ARE_NOT_ASKED(onBurst(Mutant::betterSilent)),
    A_BURST_IS_SILENT_WHATEVER_IS_ANSWERED(onBurst((burst, spec) -> with(burst, silent(burst.alias()), false, false))),
    WHAT_COULD_NOT_BE_SENT_IS_SILENCE(brokenIsSilence()),
    ANOTHER_HOLDER_IS_NOT_NOTICED(
            onInput(input -> input instanceof Input.Sighted || macOf(input).isPresent() ? new Input.Tick() : input)),
    A_PAUSE_IS_NOT_NOTICED(onInput(input -> input instanceof Input.Stalled ? new Input.Tick() : input)),
    NOTHING_IS_ANNOUNCED(onDecision(decision -> new Decision(
            decision.next(),
            decision.actions().stream()
                    .filter(action -> !(action instanceof Action.Announce))
                    .toList(),
            decision.said(),
            decision.wakeAt()))),
    A_DELETED_ALIAS_IS_NOT_PUT_BACK((state, input, spec, evidence, now) ->
            state.phase() instanceof Phase.Holding && input instanceof Input.Observed seen && !seen.present()
                    ? new Decision(state, List.of(), List.of(), Optional.empty())
                    : Failover.decide(state, input, spec, evidence, now)),
    DEADLINES_ARE_FORGOTTEN(onDecision(
            decision -> new Decision(decision.next(), decision.actions(), decision.said(), Optional.empty()))),
    A_LOST_CARRIER_IS_NOT_NOTICED(onInput(input ->
            input instanceof Input.Observed seen ? new Input.Observed(seen.present(), seen.strays(), true) : input)),
    RIVALS_ARE_IGNORED(onInput(input ->
            input instanceof Input.Sighted seen && seen.kind() == Sighting.Kind.PROBE ? new Input.Tick() : input)),
    THE_GRACE_IS_NOT_WAITED_FOR(onPolicy((spec, policy) -> new Policy(
            policy.interval(),
            policy.confirmProbes(),
            policy.confirmSpacing(),
            Optional.of(Duration.ZERO),
            policy.failback(),
            policy.onStop(),
            policy.onIsolation(),
            policy.announce()))),
    GIVEN_BACK_WITHOUT_PROOF_OF_HEALTH(onPolicy((spec, policy) -> new Policy(
            policy.interval(),
            policy.confirmProbes(),
            policy.confirmSpacing(),
            policy.grace(),
            policy.failback().map(health -> Duration.ZERO),
            policy.onStop(),
            policy.onIsolation(),
            policy.announce()))),
    A_STRANGER_IS_FOUGHT_AT_EVERY_FRAME(fighting()),
    A_FAILED_COMMAND_COUNTS_AS_DONE(onInput(input -> input instanceof Input.Applied applied
            ? new Input.Applied(applied.kind(), new CommandResult.Done(Duration.ofMillis(5)))
            : input)),
    A_STRAY_IS_NOT_SEEN(onInput(input -> input instanceof Input.Observed seen
            ? new Input.Observed(seen.present(), List.of(), seen.linkUsable())
            : input)),
    ONE_MISS_DECIDES(onDecision(decision -> new Decision(
            decision.next(),
            decision.actions().stream()
                    .map(action -> action instanceof Action.Burst burst
                            ? new Action.Burst(burst.id(), 1, burst.spacing(), burst.hosts())
                            : action)
                    .toList(),
            decision.said(),
            decision.wakeAt()))),
    A_GROUP_IS_NOT_HEEDED((state, input, spec, evidence, now) -> Failover.decide(
            state,
            input,
            new AliasSpec(spec.placement(), spec.ranking(), spec.self(), spec.policy()),
            evidence.beside(List.of()),
            now)),
    A_WORSE_RANK_DOES_NOT_LET_GO((state, input, spec, evidence, now) -> Failover.decide(
            state,
            state.phase() instanceof Phase.Holding
                            && macOf(input)
                                    .flatMap(mac -> evidence.nodeOf(mac, spec.better()))
                                    .isPresent()
                    ? new Input.Tick()
                    : input,
            spec,
            evidence,
            now));

    private static final Set<IpAddress> ROUTER = Set.of(IpAddress.of("192.0.2.1"), IpAddress.of("2001:db8::1"));

    private final Core core;

    Mutant(Core core) {
        this.core = core;
    }

    Core core() {
        return core;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Core onInput(UnaryOperator<Input> change) {
        return (state, input, spec, evidence, now) -> Failover.decide(state, change.apply(input), spec, evidence, now);
    }

    private static Core onDecision(UnaryOperator<Decision> change) {
        return (state, input, spec, evidence, now) -> change.apply(Failover.decide(state, input, spec, evidence, now));
    }

    private static Core onPolicy(BiFunction<AliasSpec, Policy, Policy> change) {
        return (state, input, spec, evidence, now) -> Failover.decide(
                state,
                input,
                new AliasSpec(
                        spec.placement(), spec.ranking(), spec.self(), change.apply(spec, spec.policy()), spec.group()),
                evidence,
                now);
    }

    /** Every frame of whoever else has the alias is answered with an announcement. */
    private static Core fighting() {
        return (state, input, spec, evidence, now) -> {
            Decision decision = Failover.decide(state, input, spec, evidence, now);
            boolean fights = decision.next().phase() instanceof Phase.Holding holding
                    && holding.proven()
                    && macOf(input).isPresent();
            List<Action> actions = new ArrayList<>(decision.actions());
            if (fights) {
                actions.add(new Action.Announce(spec.placement()));
            }
            return new Decision(decision.next(), actions, decision.said(), decision.wakeAt());
        };
    }

    /** Who is shown to have the alias. */
    private static Optional<MacAddress> macOf(Input input) {
        if (input instanceof Input.Probed probed && probed.outcome() instanceof ProbeOutcome.Reply reply) {
            return reply.mac();
        }
        if (input instanceof Input.BurstEnded ended) {
            return ended.result().alias().mac();
        }
        return input instanceof Input.Sighted seen
                        && (seen.kind() == Sighting.Kind.REPLY || seen.kind() == Sighting.Kind.ANNOUNCEMENT)
                ? Optional.of(seen.mac())
                : Optional.empty();
    }

    private static Core onBurst(BiFunction<BurstResult, AliasSpec, BurstResult> change) {
        return (state, input, spec, evidence, now) -> Failover.decide(
                state,
                input instanceof Input.BurstEnded ended
                        ? new Input.BurstEnded(change.apply(ended.result(), spec))
                        : input,
                spec,
                evidence,
                now);
    }

    private static Core brokenIsSilence() {
        Core bursts = onBurst((burst, spec) -> with(burst, sent(burst.alias()), true, true));
        return (state, input, spec, evidence, now) -> bursts.decide(
                state,
                input instanceof Input.Probed probed && probed.outcome() instanceof ProbeOutcome.Broken
                        ? new Input.Probed(new ProbeOutcome.Silence(Duration.ofMillis(1)))
                        : input,
                spec,
                evidence,
                now);
    }

    private static BurstResult with(BurstResult burst, Tally alias, boolean routerAnswers, boolean othersSent) {
        Map<IpAddress, Tally> hosts = new HashMap<>(burst.hosts());
        hosts.replaceAll((host, tally) -> othersSent ? sent(tally) : tally);
        if (routerAnswers) {
            ROUTER.forEach(address -> hosts.computeIfPresent(
                    address,
                    (router, tally) ->
                            new Tally(1, 0, 1, Optional.of(Duration.ofMillis(1)), Optional.empty(), tally.took())));
        }
        return new BurstResult(burst.id(), burst.address(), alias, hosts, burst.overheard());
    }

    private static BurstResult betterSilent(BurstResult burst, AliasSpec spec) {
        Map<IpAddress, Tally> hosts = new HashMap<>(burst.hosts());
        spec.better().forEach(node -> hosts.computeIfPresent(node.address(), (host, tally) -> silent(tally)));
        return new BurstResult(burst.id(), burst.address(), burst.alias(), hosts, burst.overheard());
    }

    private static Tally silent(Tally tally) {
        return new Tally(Math.max(1, tally.sent()), 0, 0, Optional.empty(), Optional.empty(), tally.took());
    }

    private static Tally sent(Tally tally) {
        return tally.alive() ? tally : silent(tally);
    }
}
