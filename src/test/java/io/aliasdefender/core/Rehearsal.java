package io.aliasdefender.core;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays the world around one host's {@link Failover} for one alias, step by step. */
final class Rehearsal {
    static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));
    static final Node WEB3 = new Node("web3", IpAddress.of("192.0.2.13"));
    static final MacAddress MAC1 = MacAddress.of("02:00:00:00:00:11");
    static final MacAddress MAC2 = MacAddress.of("02:00:00:00:00:12");
    static final MacAddress MAC3 = MacAddress.of("02:00:00:00:00:13");
    static final MacAddress STRANGER = MacAddress.of("02:00:00:00:00:66");
    static final Placement ALIAS = new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:1"));
    static final Policy POLICY = new Policy(
            Duration.ofSeconds(1),
            10,
            Duration.ofMillis(5),
            Optional.of(Duration.ofSeconds(3)),
            Optional.empty(),
            Policy.OnStop.RELEASE,
            Policy.OnIsolation.HOLD,
            Policy.Announce.DEFAULT);

    /** What a node says that has the alias and is well. */
    static final Said HAS_IT = new Said(Known.YES, true, true, true, true, Known.YES);
    /** What a node says that would take it. */
    static final Said READY = new Said(Known.NO, false, true, true, true, Known.YES);

    AliasSpec spec;
    Evidence evidence = Evidence.none(Duration.ZERO).with(Map.of(ROUTER, "router 192.0.2.1"));
    Duration now = Duration.ZERO;
    AliasState state = AliasState.starting(now);
    Optional<Duration> wakeAt = Optional.empty();
    final List<Action> actions = new ArrayList<>();
    final List<Reason> said = new ArrayList<>();

    private Rehearsal(AliasSpec spec) {
        this.spec = spec;
        evidence = evidence.knowing(Identity.of(Optional.of(spec.self().equals(WEB1) ? MAC1 : MAC2)));
    }

    static Rehearsal primary() {
        return of(WEB1, POLICY);
    }

    static Rehearsal secondary() {
        return of(WEB2, POLICY);
    }

    static Rehearsal of(Node self, Policy policy) {
        Rehearsal rehearsal = new Rehearsal(new AliasSpec(ALIAS, List.of(WEB1, WEB2), self, policy));
        rehearsal.knows(self.equals(WEB1) ? WEB2 : WEB1, self.equals(WEB1) ? MAC2 : MAC1);
        return rehearsal;
    }

    static Policy with(Policy policy, Optional<Duration> grace, Optional<Duration> failback) {
        return new Policy(
                policy.interval(),
                policy.confirmProbes(),
                policy.confirmSpacing(),
                grace,
                failback,
                policy.onStop(),
                policy.onIsolation(),
                policy.announce());
    }

    static Policy with(Policy policy, Policy.OnIsolation onIsolation) {
        return new Policy(
                policy.interval(),
                policy.confirmProbes(),
                policy.confirmSpacing(),
                policy.grace(),
                policy.failback(),
                policy.onStop(),
                onIsolation,
                policy.announce());
    }

    static Policy withInterval(Policy policy, Duration interval) {
        return new Policy(
                interval,
                policy.confirmProbes(),
                policy.confirmSpacing(),
                policy.grace(),
                policy.failback(),
                policy.onStop(),
                policy.onIsolation(),
                policy.announce());
    }

    /** The node answers for its own address from this link-layer address. */
    Rehearsal knows(Node node, MacAddress mac) {
        evidence = evidence.heard(node.address(), reply(Optional.of(mac)), now, true)
                .knowing(evidence.identity().learnt(node, mac));
        return this;
    }

    static ProbeOutcome reply(Optional<MacAddress> mac) {
        return new ProbeOutcome.Reply(Duration.ofNanos(200_000), mac);
    }

    Rehearsal after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Rehearsal input(Input input) {
        actions.clear();
        said.clear();
        Decision decision = Failover.decide(state, input, spec, evidence, now);
        state = decision.next();
        wakeAt = decision.wakeAt();
        actions.addAll(decision.actions());
        said.addAll(decision.said());
        return this;
    }

    /** The checks of this host say this from now on. */
    Rehearsal checks(Known fit) {
        evidence = evidence.fit(new Fitness(fit, fit == Known.NO ? "squid fails: connection refused" : ""));
        return input(new Input.FitnessChanged());
    }

    Rehearsal kernelHasIt() {
        return input(new Observed(true, List.of(), true));
    }

    Rehearsal kernelHasItNot() {
        return input(new Observed(false, List.of(), true));
    }

    Rehearsal kernelHasItNot(boolean linkUsable) {
        return input(new Observed(false, List.of(), linkUsable));
    }

    Rehearsal answered(MacAddress mac) {
        return input(new Input.Probed(reply(Optional.of(mac))));
    }

    /** What a node says over the node link, proved to be of now. */
    Rehearsal told(Node node, Said said, Optional<Word.Offer> offer, Optional<Word.Reply> reply) {
        return told(node, new Word(said, offer, reply, now));
    }

    Rehearsal told(Node node, Word word) {
        Map<Node, Word> words = new HashMap<>(evidence.words());
        words.put(node, word);
        evidence = evidence.told(words);
        return input(new Input.Linked(node, word));
    }

    Rehearsal says(Node node, Said said) {
        return told(node, said, Optional.empty(), Optional.empty());
    }

    Rehearsal offers(Node node, long id) {
        return told(node, HAS_IT, Optional.of(new Word.Offer(id, Duration.ofSeconds(1))), Optional.empty());
    }

    Rehearsal replies(Node node, Word.Outcome outcome) {
        return told(
                node,
                outcome == Word.Outcome.TAKEN ? HAS_IT : READY,
                Optional.empty(),
                Optional.of(new Word.Reply(state.offers(), outcome)));
    }

    Rehearsal missed() {
        return input(new Input.Probed(new ProbeOutcome.Silence(Duration.ofMillis(10))));
    }

    Rehearsal tick() {
        return input(new Input.Tick());
    }

    /** The burst that was asked for ends 50 ms later; these answered. */
    Rehearsal burstEnds(Object... answering) {
        return burstEnds(Optional.of(STRANGER), answering);
    }

    /** The burst that was asked for ends 50 ms later; nobody answered, but somebody was overheard. */
    Rehearsal burstEndsOverhearing() {
        return ends(true, Optional.empty());
    }

    /** The newest burst, whichever it was, ends now; the router answers. */
    Rehearsal burstEndsLate() {
        return input(new Input.BurstEnded(new BurstResult(
                state.bursts(),
                spec.address(),
                spec.placement().interfaceName(),
                tally(false, Optional.empty()),
                Map.of(ROUTER, tally(true, Optional.empty())))));
    }

    /** @param mac who answers for the alias, if the alias is among the answering */
    Rehearsal burstEnds(Optional<MacAddress> mac, Object... answering) {
        return ends(false, mac, answering);
    }

    private Rehearsal ends(boolean overheard, Optional<MacAddress> mac, Object... answering) {
        Input result = burstResult(overheard, mac, answering);
        return after(Duration.ofMillis(50)).input(result);
    }

    /** The end of the burst that was asked for last. */
    Input burstResult(boolean overheard, Optional<MacAddress> mac, Object... answering) {
        Action.Burst burst = lastBurst();
        Set<Object> alive = Set.of(answering);
        Map<IpAddress, Tally> hosts = new HashMap<>();
        burst.hosts()
                .forEach(host -> hosts.put(host, tally(alive.contains(host) || named(alive, host), Optional.empty())));
        Tally alias = tally(alive.contains(ALIAS), mac);
        return new Input.BurstEnded(
                new BurstResult(burst.id(), spec.address(), spec.placement().interfaceName(), alias, hosts, overheard));
    }

    private static boolean named(Set<Object> alive, IpAddress host) {
        return alive.stream()
                .anyMatch(any -> any instanceof Node node && node.address().equals(host));
    }

    Action.Burst lastBurst() {
        return actions.stream()
                .filter(Action.Burst.class::isInstance)
                .map(Action.Burst.class::cast)
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no burst was asked for, but " + actions + "; " + state.phase()));
    }

    static Tally tally(boolean alive, Optional<MacAddress> mac) {
        return alive
                ? new Tally(2, 0, 1, Optional.of(Duration.ofNanos(200_000)), mac, Duration.ofMillis(1))
                : new Tally(20, 0, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
    }

    /** Watching the alias on the other node. */
    Rehearsal watching() {
        return kernelHasItNot()
                .burstEnds(Optional.of(spec.self().equals(WEB1) ? MAC2 : MAC1), ALIAS, ROUTER)
                .after(Duration.ofSeconds(1))
                .answered(spec.self().equals(WEB1) ? MAC2 : MAC1)
                .after(Duration.ofSeconds(1));
    }

    /** Holding the alias, claimed by the rules and announced. */
    Rehearsal holding() {
        kernelHasItNot().burstEnds(ROUTER);
        if (!(state.phase() instanceof Phase.Claiming)) {
            throw new AssertionError("not claimed: " + state.why());
        }
        return after(Duration.ofMillis(3)).kernelHasIt();
    }

    /** The newest command that was asked for ends so. */
    Rehearsal commandEnds(CommandResult result) {
        Action command = actions.stream()
                .filter(action -> action instanceof Action.Add || action instanceof Action.Remove)
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no command among " + actions));
        return ends(command, result);
    }

    /** A command that was asked for ends so. */
    Rehearsal ends(Action command, CommandResult result) {
        AddressAction action = command instanceof Action.Add add
                ? new AddressAction(add.id(), AddressAction.Kind.ADD, add.placement())
                : new AddressAction(
                        ((Action.Remove) command).id(),
                        AddressAction.Kind.REMOVE,
                        ((Action.Remove) command).placement());
        return input(new Input.Applied(action, result));
    }

    /** What is being taken off, in order. */
    List<Placement> removed() {
        return actions.stream()
                .filter(Action.Remove.class::isInstance)
                .map(action -> ((Action.Remove) action).placement())
                .toList();
    }

    /** What is being added, in order. */
    List<Placement> added() {
        return actions.stream()
                .filter(Action.Add.class::isInstance)
                .map(action -> ((Action.Add) action).placement())
                .toList();
    }

    boolean adds() {
        return actions.stream().anyMatch(Action.Add.class::isInstance);
    }

    boolean removes() {
        return actions.stream().anyMatch(Action.Remove.class::isInstance);
    }

    boolean announces() {
        return actions.stream().anyMatch(Action.Announce.class::isInstance);
    }

    String why() {
        return state.why().sentence();
    }
}
