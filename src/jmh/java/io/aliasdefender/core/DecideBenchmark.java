package io.aliasdefender.core;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a decision costs, for a secondary beside a healthy primary, for a holder, and at the moment of a takeover. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecideBenchmark {
    private static final int ALIASES = 1000;

    private Rehearsal watching;
    private Rehearsal holding;
    private Rehearsal confirming;
    private Input answer;
    private Input miss;
    private Input tick;
    private Input burstEnd;
    private final List<AliasSpec> specs = new ArrayList<>();
    private final List<AliasState> states = new ArrayList<>();

    @Setup
    public void prepare() {
        watching = settled(Rehearsal.secondary().watching(), Rehearsal.WEB1, Rehearsal.MAC1);
        watching.answered(Rehearsal.MAC1).answered(Rehearsal.MAC1);
        holding = settled(Rehearsal.primary().holding(), Rehearsal.WEB2, Rehearsal.MAC2);
        holding.tick().tick();
        if (!watching.said.isEmpty() || !holding.said.isEmpty()) {
            throw new IllegalStateException("not the steady state: " + watching.said + holding.said);
        }
        confirming = Rehearsal.secondary().watching().missed();
        answer = new Input.Probed(Rehearsal.reply(Optional.of(Rehearsal.MAC1)));
        miss = new Input.Probed(new ProbeOutcome.Silence(Duration.ofMillis(10)));
        tick = new Input.Tick();
        Action.Burst burst = confirming.lastBurst();
        Map<IpAddress, Tally> hosts = Map.of(
                Rehearsal.ROUTER,
                Rehearsal.tally(true, Optional.empty()),
                Rehearsal.WEB1.address(),
                Rehearsal.tally(false, Optional.empty()));
        burstEnd = new Input.BurstEnded(new BurstResult(
                burst.id(),
                Rehearsal.ALIAS.address().address(),
                "eth0",
                Rehearsal.tally(false, Optional.empty()),
                hosts));
        for (int i = 0; i < ALIASES; i++) {
            Cidr alias = Cidr.of("198.51." + (100 + i / 250) + "." + (1 + i % 250) + "/16");
            specs.add(new AliasSpec(
                    new Placement(alias, "eth0", Optional.empty()),
                    watching.spec.ranking(),
                    watching.spec.self(),
                    watching.spec.policy()));
            states.add(watching.state);
        }
    }

    /** The router and the other node have just answered. */
    private static Rehearsal settled(Rehearsal rehearsal, Node other, MacAddress mac) {
        rehearsal.evidence = rehearsal
                .evidence
                .heard(Rehearsal.ROUTER, Rehearsal.reply(Optional.empty()), rehearsal.now, true)
                .heard(other.address(), Rehearsal.reply(Optional.of(mac)), rehearsal.now, true);
        return rehearsal;
    }

    @Benchmark
    public Decision watcherHearsAnAnswer() {
        return Failover.decide(watching.state, answer, watching.spec, watching.evidence, watching.now);
    }

    @Benchmark
    public Decision holderLooksAtItsDeadlines() {
        return Failover.decide(holding.state, tick, holding.spec, holding.evidence, holding.now);
    }

    @Benchmark
    public Decision watcherMissesAnAnswerAndAsksForABurst() {
        return Failover.decide(watching.state, miss, watching.spec, watching.evidence, watching.now);
    }

    @Benchmark
    public Decision watcherTakesOverAfterASilentBurst() {
        return Failover.decide(
                confirming.state,
                burstEnd,
                confirming.spec,
                confirming.evidence,
                confirming.now.plus(Duration.ofMillis(50)));
    }

    /** A round of answers for a thousand aliases, each with a state of its own; the figures are of one of them. */
    @Benchmark
    @OperationsPerInvocation(ALIASES)
    public void roundOfAThousandAliases(Blackhole sink) {
        for (int i = 0; i < ALIASES; i++) {
            Decision decision = Failover.decide(states.get(i), answer, specs.get(i), watching.evidence, watching.now);
            states.set(i, decision.next());
            sink.consume(decision);
        }
    }
}
