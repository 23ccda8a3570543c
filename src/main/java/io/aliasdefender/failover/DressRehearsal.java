package io.aliasdefender.failover;

import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Tellings;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the core decide on a takeover and a planned move that never happen. All of it is pure, so this has no effect but one: its classes
 * are loaded and compiled before the night in which they are wanted, which else costs the first takeover some 30 ms.
 */
final class DressRehearsal {
    private static final IpAddress ROUTER = IpAddress.ofV4(1);

    private static final Input HERE = new Input.Observed(true, List.of(), true);
    private static final Input NOT_HERE = new Input.Observed(false, List.of(), true);
    private static final Said HAS_IT = new Said(Known.YES, true, true, true, true, Known.YES);
    private static final Said CAN_TAKE = new Said(Known.NO, false, true, true, true, Known.YES);

    private DressRehearsal() {}

    /** For a worker thread. */
    static AliasState play(Settings settings, KernelView kernel) throws Exception {
        AliasSpec spec = settings.aliases().get(0);
        // One alias teaches the JVM as much as a thousand, which would take seconds of a processor.
        Settings alone = settings.defending(List.of(spec));
        LinkFamily family = LinkFamily.of(spec);
        KernelView taken = taken(spec, kernel);
        return Rehearsals.often(() -> {
            Map<LinkFamily, Map<IpAddress, String>> witnesses =
                    Map.of(family, Topology.witnesses(taken, alone, family).named());
            Topology.watchlist(taken, alone, witnesses, alias -> true);
            Topology.observe(taken, spec.placement());
            AliasState state = once(spec);
            for (Node other : spec.others()) {
                state = handOver(state, spec, other);
            }
            return state;
        });
    }

    /** Nothing heard yet; a lease is permitted where one is needed. */
    private static Evidence evidence() {
        return Evidence.none(Duration.ZERO).permitted(Permit.until(Duration.ofDays(1)));
    }

    /** Both sides of a planned move: what this host would do that has the alias, and what one that is to take it. */
    private static AliasState handOver(AliasState holding, AliasSpec spec, Node other) {
        Duration now = Duration.ofSeconds(2);
        Evidence evidence = evidence().told(Map.of(other, new Word(CAN_TAKE, Optional.empty(), Optional.empty(), now)));
        AliasState state = Failover.decide(holding, new Input.Ordered(Input.Order.MOVE), spec, evidence, now)
                .next();
        tell(state, spec, evidence);
        now = now.plusMillis(1);
        state = linked(state, spec, other, taken(state.offers(), now), now);
        now = now.plusSeconds(1);
        for (Input input : List.of(new Input.Tick(), NOT_HERE)) {
            state = Failover.decide(state, input, spec, evidence, now).next();
        }
        now = now.plusSeconds(1);
        state = linked(state, spec, other, offered(now), now);
        for (Input input : List.of(HERE, new Input.Announced())) {
            state = Failover.decide(state, input, spec, evidence, now).next();
        }
        tell(state, spec, evidence);
        return state;
    }

    /** As {@link Decider} does it, which compares with what was told before. */
    private static void tell(AliasState state, AliasSpec spec, Evidence evidence) {
        if (!Tellings.of(state, spec, evidence).equals(Tellings.of(state, spec, evidence))) {
            throw new IllegalStateException("the same state is told in two ways");
        }
    }

    private static Word taken(long offer, Duration now) {
        return new Word(HAS_IT, Optional.empty(), Optional.of(new Word.Reply(offer, Word.Outcome.TAKEN)), now);
    }

    private static Word offered(Duration now) {
        return new Word(HAS_IT, Optional.of(new Word.Offer(1, Duration.ofSeconds(1))), Optional.empty(), now);
    }

    private static AliasState linked(AliasState state, AliasSpec spec, Node other, Word word, Duration now) {
        Evidence evidence = evidence().told(Map.of(other, word));
        return Failover.decide(state, new Input.Linked(other, word), spec, evidence, now)
                .next();
    }

    /** What the kernel would say after the takeover. */
    private static KernelView taken(AliasSpec spec, KernelView kernel) {
        List<Carried> addresses = new ArrayList<>(kernel.addresses());
        kernel.link(spec.placement().interfaceName())
                .ifPresent(link -> addresses.add(new Carried(
                        link.index(),
                        spec.placement().address(),
                        spec.placement().label(),
                        false)));
        return new KernelView(kernel.links(), addresses, kernel.routes());
    }

    private static AliasState once(AliasSpec spec) {
        Duration now = Duration.ofSeconds(1);
        Evidence evidence = evidence()
                .with(Map.of(ROUTER, "router " + ROUTER))
                .heard(ROUTER, new ProbeOutcome.Reply(Duration.ofMillis(1), Optional.empty()), now, true);
        AliasState state = AliasState.starting(now);
        for (Input input : List.of(
                NOT_HERE,
                new Input.Probed(new ProbeOutcome.Reply(Duration.ofMillis(1), Optional.empty())),
                new Input.Probed(new ProbeOutcome.Silence(Duration.ofMillis(1))))) {
            state = Failover.decide(state, input, spec, evidence, now).next();
        }
        Input burst = new Input.BurstEnded(silence(spec, state.bursts()));
        for (Input input : List.of(burst, HERE, new Input.Tick())) {
            now = now.plusMillis(10);
            state = Failover.decide(state, input, spec, evidence, now).next();
        }
        return state;
    }

    private static BurstResult silence(AliasSpec spec, long burst) {
        Tally silent = new Tally(10, 0, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(10));
        Tally alive = new Tally(1, 0, 1, Optional.of(Duration.ofMillis(1)), Optional.empty(), Duration.ofMillis(1));
        Map<IpAddress, Tally> hosts = new HashMap<>(Map.of(ROUTER, alive));
        for (Node node : spec.better()) {
            hosts.put(node.address(), silent);
        }
        return new BurstResult(burst, spec.address(), spec.placement().interfaceName(), silent, hosts);
    }
}
