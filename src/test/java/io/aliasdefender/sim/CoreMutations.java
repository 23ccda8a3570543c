package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.ChangedState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Doubt;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Identity;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Mutations around the core: other inputs, other decisions, another policy. */
final class CoreMutations {
    private CoreMutations() {}

    /** A core with a mistake. */
    @FunctionalInterface
    interface Core {
        Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now);
    }

    static Variant core(Core core) {
        return new Variant() {
            @Override
            public Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
                return core.decide(state, input, spec, evidence, now);
            }
        };
    }

    static Variant onInput(UnaryOperator<Input> change) {
        return core((state, input, spec, evidence, now) ->
                Failover.decide(state, change.apply(input), spec, evidence, now));
    }

    /** Such an input has no effect. */
    static Variant deaf(BiPredicate<AliasState, Input> ignored) {
        return core((state, input, spec, evidence, now) ->
                Failover.decide(state, ignored.test(state, input) ? new Input.Tick() : input, spec, evidence, now));
    }

    static Variant onDecision(UnaryOperator<Decision> change) {
        return core((state, input, spec, evidence, now) ->
                change.apply(Failover.decide(state, input, spec, evidence, now)));
    }

    static Variant withoutActions(Predicate<Action> dropped) {
        return onDecision(decision -> without(decision, dropped));
    }

    private static Decision without(Decision decision, Predicate<Action> dropped) {
        return new Decision(
                decision.next(),
                decision.actions().stream().filter(dropped.negate()).toList(),
                decision.said(),
                decision.wakeAt());
    }

    static Variant onEvidence(BiFunction<AliasSpec, Evidence, Evidence> change) {
        return core((state, input, spec, evidence, now) ->
                Failover.decide(state, input, spec, change.apply(spec, evidence), now));
    }

    static Variant onBurst(BiFunction<BurstResult, AliasSpec, BurstResult> change) {
        return core((state, input, spec, evidence, now) -> Failover.decide(
                state,
                input instanceof Input.BurstEnded ended
                        ? new Input.BurstEnded(change.apply(ended.result(), spec))
                        : input,
                spec,
                evidence,
                now));
    }

    static Variant onPolicy(BiFunction<AliasSpec, Policy, Policy> change) {
        return core((state, input, spec, evidence, now) ->
                Failover.decide(state, input, with(spec, change.apply(spec, spec.policy())), evidence, now));
    }

    /** Such an input has no effect, and no better-ranked host is waited for. */
    static Variant hasty(Predicate<Input> ignored) {
        return core((state, input, spec, evidence, now) -> Failover.decide(
                state,
                ignored.test(input) ? new Input.Tick() : input,
                with(spec, grace(spec.policy(), Duration.ZERO)),
                evidence,
                now));
    }

    /** Whoever asks for the alias is taken to have announced it, and by a holder in doubt to have answered for it. */
    static Variant askingIsHaving() {
        return core((state, input, spec, evidence, now) -> {
            boolean asked = input instanceof Input.Sighted seen && seen.kind() == Sighting.Kind.REQUEST;
            Sighting.Kind kind = state.doubt().none() ? Sighting.Kind.ANNOUNCEMENT : Sighting.Kind.REPLY;
            Input taken = asked ? new Input.Sighted(((Input.Sighted) input).mac(), kind) : input;
            return Failover.decide(state, taken, spec, evidence, now);
        });
    }

    private static AliasSpec with(AliasSpec spec, Policy policy) {
        return new AliasSpec(spec.placement(), spec.ranking(), spec.self(), policy, spec.group()).fitBy(spec.checks());
    }

    static Policy failback(Policy policy, Optional<Duration> failback) {
        return new Policy(
                policy.interval(),
                policy.confirmProbes(),
                policy.confirmSpacing(),
                policy.grace(),
                failback,
                policy.onStop(),
                policy.onIsolation(),
                policy.announce(),
                policy.onFailure());
    }

    static Policy grace(Policy policy, Duration grace) {
        return new Policy(
                policy.interval(),
                policy.confirmProbes(),
                policy.confirmSpacing(),
                Optional.of(grace),
                policy.failback(),
                policy.onStop(),
                policy.onIsolation(),
                policy.announce(),
                policy.onFailure());
    }

    static boolean holds(AliasState state) {
        return state.phase() instanceof Phase.Holding;
    }

    /** Who is shown to have the alias. */
    static Optional<MacAddress> macOf(Input input) {
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

    /** Every frame of whoever else has the alias is answered with an announcement. */
    static Variant fighting() {
        return core((state, input, spec, evidence, now) -> {
            Decision decision = Failover.decide(state, input, spec, evidence, now);
            List<Action> actions = new ArrayList<>(decision.actions());
            if (holds(decision.next())
                    && decision.next().doubt().none()
                    && macOf(input).isPresent()) {
                actions.add(new Action.Announce(spec.placement(), Action.Urgency.CLAIM));
            }
            return new Decision(decision.next(), actions, decision.said(), decision.wakeAt());
        });
    }

    /** A holder that was in doubt is sure as soon as the alias was put back. */
    static Variant doubtless(BiPredicate<AliasState, AliasState> when) {
        return core((state, input, spec, evidence, now) -> {
            Decision decision = Failover.decide(state, input, spec, evidence, now);
            AliasState next = decision.next();
            return when.test(state, next)
                    ? new Decision(
                            ChangedState.of(next)
                                    .doubt(new Doubt(Doubt.Kind.NONE, Duration.ZERO))
                                    .state(),
                            decision.actions(),
                            decision.said(),
                            decision.wakeAt())
                    : decision;
        });
    }

    /** Who once let go of the alias is not waited for, whatever it has done since. */
    static Variant farewellsForEver() {
        return core((state, input, spec, evidence, now) -> {
            Decision decision = Failover.decide(state, input, spec, evidence, now);
            AliasState next = decision.next();
            Set<MacAddress> left = new HashSet<>(state.left());
            left.addAll(next.left());
            return new Decision(
                    ChangedState.of(next).left(left).state(), decision.actions(), decision.said(), decision.wakeAt());
        });
    }

    /** A host is known by what its node address answers from on the first link, and by nothing else. */
    static Evidence oneMacForANode(AliasSpec spec, Evidence evidence) {
        if (spec.placement().interfaceName().equals(SimHost.linkName(0))) {
            return evidence;
        }
        Identity[] wrong = {Identity.of(evidence.identity().own())};
        long number = 0x02ad_0000_ff00L;
        for (var node : spec.others()) {
            wrong[0] = wrong[0].learnt(node, new MacAddress(number++));
        }
        return evidence.knowing(wrong[0]);
    }

    /** The better-ranked hosts are silent, whatever they answer. */
    static BurstResult betterSilent(BurstResult burst, AliasSpec spec) {
        Map<IpAddress, Tally> hosts = new HashMap<>(burst.hosts());
        spec.better()
                .forEach(node ->
                        hosts.computeIfPresent(node.address(), (host, tally) -> MessageMutations.silent(tally)));
        return new BurstResult(burst.id(), burst.address(), burst.linkName(), burst.alias(), hosts, burst.overheard());
    }

    /** Of an IPv6 address with another prefix it is believed that it is the right one, and it goes when that has come. */
    static Variant keepingTheWrongPrefix() {
        Variant core = core((state, input, spec, evidence, now) -> {
            Decision decision = Failover.decide(state, input, spec, evidence, now);
            boolean waits = spec.address().v6()
                    && !(decision.next().phase() instanceof Phase.Holding
                            || decision.next().phase() instanceof Phase.Releasing);
            return waits ? without(decision, action -> action instanceof Action.Remove) : decision;
        });
        return new Variant() {
            @Override
            public Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
                return core.decide(state, input, spec, evidence, now);
            }

            @Override
            public CommandResult thereWithAnotherPrefix(Duration took) {
                return new CommandResult.Done(took);
            }
        };
    }

    /** A witness that could not be asked, or was not known when the burst began, is called silent. */
    static Variant silentWitnesses() {
        return core((state, input, spec, evidence, now) -> {
            if (!(input instanceof Input.BurstEnded ended)) {
                return Failover.decide(state, input, spec, evidence, now);
            }
            BurstResult burst = ended.result();
            Map<IpAddress, Tally> hosts = new HashMap<>(burst.hosts());
            evidence.witnesses()
                    .keySet()
                    .forEach(witness -> hosts.merge(
                            witness,
                            MessageMutations.silent(burst.alias()),
                            (tally, none) -> MessageMutations.sent(tally)));
            Input changed = new Input.BurstEnded(new BurstResult(
                    burst.id(), burst.address(), burst.linkName(), burst.alias(), hosts, burst.overheard()));
            return Failover.decide(state, changed, spec, evidence, now);
        });
    }

    /** A holder that nobody answered in the last round takes itself for cut off as soon as another node has the alias. */
    static Variant yieldingAfterALostRound() {
        return core((state, input, spec, evidence, now) -> {
            boolean another = macOf(input)
                    .filter(mac -> !evidence.whose(mac, spec.others()).stranger())
                    .isPresent();
            AliasState taken = holds(state) && state.doubt().none() && another && evidence.everybodySilent()
                    ? ChangedState.of(state)
                            .doubt(new Doubt(Doubt.Kind.CUT_OFF, now))
                            .state()
                    : state;
            return Failover.decide(taken, input, spec, evidence, now);
        });
    }

    /** What a holder had deleted is put back, whoever is heard. */
    static Variant restoring() {
        return core((state, input, spec, evidence, now) -> Failover.decide(
                state,
                state.phase() instanceof Phase.Restoring && input instanceof Input.BurstEnded ended
                        ? new Input.BurstEnded(MessageMutations.with(
                                ended.result(), ended.result().alias(), MessageMutations::answered))
                        : input,
                spec,
                evidence,
                now));
    }
}
