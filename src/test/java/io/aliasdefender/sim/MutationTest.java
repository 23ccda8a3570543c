package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that a defender could make, put in on purpose: a simulator that does not find them proves nothing. */
class MutationTest {
    private static final int MOST_RUNS = 3_000;
    private static final Set<IpAddress> ROUTER = Set.of(IpAddress.of("192.0.2.1"), IpAddress.of("2001:db8::1"));

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("no witness is needed", onBurst((burst, spec) -> with(burst, burst.alias(), true, false))),
                Arguments.of("better ranks are not asked", onBurst((burst, spec) -> betterSilent(burst, spec))),
                Arguments.of(
                        "a burst is silent whatever is answered",
                        onBurst((burst, spec) -> with(burst, silent(burst.alias()), false, false))),
                Arguments.of("what could not be sent is silence", brokenIsSilence()),
                Arguments.of(
                        "another holder is not noticed",
                        onInput(input ->
                                input instanceof Input.Sighted || replyWithMac(input) ? new Input.Tick() : input)),
                Arguments.of(
                        "a pause is not noticed",
                        onInput(input -> input instanceof Input.Stalled ? new Input.Tick() : input)),
                Arguments.of(
                        "nothing is announced",
                        onDecision(decision -> new Decision(
                                decision.next(),
                                decision.actions().stream()
                                        .filter(action -> !(action instanceof Action.Announce))
                                        .toList(),
                                decision.said(),
                                decision.wakeAt()))),
                Arguments.of("a deleted alias is not put back", (Core)
                        (state, input, spec, evidence, now) -> state.phase() instanceof Phase.Holding
                                        && input instanceof Input.Observed seen
                                        && !seen.present()
                                ? new Decision(state, java.util.List.of(), java.util.List.of(), Optional.empty())
                                : Failover.decide(state, input, spec, evidence, now)),
                Arguments.of(
                        "deadlines are forgotten",
                        onInput(input -> input)
                                .but(decision -> new Decision(
                                        decision.next(), decision.actions(), decision.said(), Optional.empty()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void simulatorShouldFind(String mistake, Core mutant) {
        Optional<Broken> found = Optional.empty();
        for (long seed = 1; seed <= MOST_RUNS && found.isEmpty(); seed++) {
            found = breaks(seed, mutant);
            if (found.isPresent()) {
                System.out.println("found by schedule " + seed + ": " + mistake + ": "
                        + found.get().which());
            }
        }
        assertThat(found).as(mistake + ", within " + MOST_RUNS + " schedules").isPresent();
    }

    private static Optional<Broken> breaks(long seed, Core core) {
        try {
            Schedule.live(seed, core);
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(broken);
        }
    }

    /** The real core behind a changed input. */
    private record Mutant(UnaryOperator<Input> change) implements Core {
        @Override
        public Decision decide(
                io.aliasdefender.core.AliasState state,
                Input input,
                AliasSpec spec,
                io.aliasdefender.core.Evidence evidence,
                Duration now) {
            return Failover.decide(state, change.apply(input), spec, evidence, now);
        }

        Core but(UnaryOperator<Decision> other) {
            return (state, input, spec, evidence, now) -> other.apply(decide(state, input, spec, evidence, now));
        }
    }

    private static Mutant onInput(UnaryOperator<Input> change) {
        return new Mutant(change);
    }

    private static Core onDecision(UnaryOperator<Decision> change) {
        return onInput(input -> input).but(change);
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

    private static boolean replyWithMac(Input input) {
        return input instanceof Input.Probed probed
                && probed.outcome() instanceof ProbeOutcome.Reply reply
                && reply.mac().isPresent();
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
