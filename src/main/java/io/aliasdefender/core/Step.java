package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Counters;
import io.aliasdefender.core.AliasState.KernelTime;
import io.aliasdefender.core.AliasState.Taking;
import io.aliasdefender.core.AliasState.Tidying;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Witnesses.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One decision in the making: what is given, and the next state as it grows. Lives only within one {@code decide}. */
final class Step {
    /** A reason that stands is told again after this time. */
    static final Duration REPEAT = Duration.ofSeconds(60);
    /** More hosts than this that let go of an alias are a disaster of its own. */
    private static final int MOST_LEFT = 8;
    /** A new silence tells its reason again even if the last one told the same, but not more often than this. */
    static final Duration REPEAT_NEW = Duration.ofSeconds(10);

    final AliasSpec spec;
    final Evidence evidence;
    final Duration now;

    Optional<Input.Observed> observed;
    Optional<Answer> answer;
    Optional<Vacancy> vacancy;
    double loss;
    Tidying tidying;
    int failedFailbacks;
    Filtering filtering;
    FitnessHistory fitness;
    Optional<KernelTime> kernelTime;
    Optional<Taking> taking;
    /** How the alias has come to this host in this step; empty: it has not. */
    Optional<Arrival> arrival = Optional.empty();
    /** The kernel's view that this step is about shows another link-layer address of the interface than the one before. */
    boolean linkAddressChanged;

    private Phase phase;
    private Doubt doubt;
    private long bursts;
    private long commands;
    private long offers;
    private Set<MacAddress> left;
    private Counters counters;
    private Reason why;
    private Map<Cause, Duration> told;
    private final List<Action> actions = new ArrayList<>();
    private final List<Reason> said = new ArrayList<>();

    Step(AliasState before, AliasSpec spec, Evidence evidence, Duration now) {
        this.spec = spec;
        this.evidence = evidence;
        this.now = now;
        phase = before.phase();
        doubt = before.doubt();
        observed = before.observed();
        answer = before.answer();
        vacancy = before.vacancy();
        loss = before.loss();
        bursts = before.bursts();
        commands = before.commands();
        offers = before.offers();
        taking = before.taking();
        left = before.left();
        tidying = before.tidying();
        failedFailbacks = before.failedFailbacks();
        filtering = before.filtering();
        fitness = before.fitness();
        kernelTime = before.kernelTime();
        counters = before.counters();
        why = before.why();
        told = before.told();
    }

    AliasState state() {
        return new AliasState(
                phase,
                doubt,
                observed,
                answer,
                vacancy,
                loss,
                bursts,
                commands,
                offers,
                taking,
                left,
                tidying,
                failedFailbacks,
                filtering,
                fitness,
                kernelTime,
                counters,
                why,
                told);
    }

    Decision decision(AliasState next, Optional<Duration> wakeAt) {
        return new Decision(next, actions, said, wakeAt, arrival);
    }

    Phase phase() {
        return phase;
    }

    /** For {@link Transitions} alone. */
    void enter(Phase next) {
        phase = next;
    }

    Doubt doubt() {
        return doubt;
    }

    /** For {@link Transitions} alone. */
    void doubt(Doubt next) {
        doubt = next;
    }

    boolean present() {
        return observed.filter(Input.Observed::present).isPresent();
    }

    boolean linkUsable() {
        return observed.filter(Input.Observed::linkUsable).isPresent();
    }

    /** Whether who has the alias can be asked on its link; where that is not known, it is taken to be. */
    boolean neighbourly() {
        return observed.map(Input.Observed::neighbourly).orElse(true);
    }

    /** Where this host has the same address differently. */
    List<Placement> strayAddresses() {
        return observed.map(Input.Observed::strayAddresses).orElse(List.of());
    }

    private void act(Action action) {
        actions.add(action);
    }

    /**
     * Asks for the alias to be added and gives the id of the command.
     *
     * @param lifetime empty: the kernel keeps it until it is removed
     */
    long add(Placement placement, Optional<Lifetime> lifetime) {
        act(new Action.Add(++commands, placement, lifetime));
        kernelTime = lifetime.map(given -> KernelTime.given(given, now));
        return commands;
    }

    /** Asks the kernel to keep the alias, which is there, for longer by itself. */
    void extend(Lifetime lifetime) {
        act(new Action.Extend(++commands, spec.placement(), Optional.of(lifetime)));
        kernelTime = Optional.of(KernelTime.given(lifetime, now));
    }

    /** Asks the kernel to keep the alias, which is there, until it is removed. */
    void keepForGood() {
        act(new Action.Extend(++commands, spec.placement(), Optional.empty()));
        kernelTime = Optional.empty();
    }

    /** Asks for an address to be removed and gives the id of the command. */
    long remove(Placement placement) {
        act(new Action.Remove(++commands, placement));
        return commands;
    }

    /** The id of a new offer. */
    long offer() {
        return ++offers;
    }

    void announce(Action.Urgency urgency) {
        act(new Action.Announce(spec.placement(), urgency));
        count(Counter.ANNOUNCEMENT);
    }

    /** Takes back what waits to be announced. */
    void withhold() {
        act(new Action.Withhold(spec.placement()));
    }

    void count(Counter counter) {
        counters = counters.plus(counter);
    }

    /** Tells other defenders that this host has let go of it on purpose. */
    void farewell(Placement placement) {
        act(new Action.Farewell(placement));
    }

    /**
     * A host has let go of the alias on purpose.
     *
     * @return whether that is news
     */
    boolean leaves(MacAddress mac) {
        if (left.contains(mac) || left.size() >= MOST_LEFT) {
            return false;
        }
        Set<MacAddress> more = new HashSet<>(left);
        more.add(mac);
        left = Set.copyOf(more);
        return true;
    }

    /** Whether a host has let go of it on purpose, and was not seen to want it since. */
    boolean hasLeft(MacAddress mac) {
        return left.contains(mac);
    }

    /** A host has the alias, or would take it, whatever it said before. */
    void wantsIt(MacAddress mac) {
        if (left.contains(mac)) {
            Set<MacAddress> fewer = new HashSet<>(left);
            fewer.remove(mac);
            left = Set.copyOf(fewer);
        }
    }

    /** The better-ranked hosts that have let go of it on purpose. */
    Set<Node> betterThatLeft() {
        return left.stream()
                .flatMap(mac -> evidence.nodeOf(mac, spec.better()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Asks for a burst and gives its id. */
    long burst(int rounds, Collection<IpAddress> hosts) {
        bursts++;
        count(Counter.BURST);
        act(new Action.Burst(bursts, rounds, spec.policy().confirmSpacing(), new HashSet<>(hosts)));
        return bursts;
    }

    /** Asks for questions from the alias and gives the id of the check. */
    long askFromAlias(int rounds, Collection<IpAddress> hosts) {
        act(new Action.AskFromAlias(++bursts, rounds, spec.policy().confirmSpacing(), new HashSet<>(hosts)));
        return bursts;
    }

    /** How long the silent alias is left to a better-ranked host that answers; empty: for ever. */
    Optional<Duration> grace() {
        return Grace.of(spec, evidence.group(), failedFailbacks, answer);
    }

    /** How many rounds make a burst whose silence is enough for a takeover. */
    int confirmingRounds() {
        return Confirmation.rounds(
                spec.policy().confirmProbes(), Math.max(loss, evidence.loss()), Confirmation.TAKEOVER_ERROR);
    }

    /** Whom a host asks that would take the alias: where anybody's answer counts, the worse-ranked hosts too. */
    Set<IpAddress> askedForProof() {
        return witnessesAnd(evidence.proof() == Proof.ANY_HOST ? spec.others() : spec.better());
    }

    /** The witnesses and these nodes. */
    Set<IpAddress> witnessesAnd(List<Node> nodes) {
        Set<IpAddress> hosts = new HashSet<>(evidence.witnesses().keySet());
        nodes.forEach(node -> hosts.add(node.address()));
        return hosts;
    }

    Cause cause() {
        return why.cause();
    }

    /** The current reason from now on, told only if it is news. */
    void explain(Cause cause, Level level, String sentence, boolean news) {
        if (news) {
            tell(cause, level, sentence);
        } else {
            why = new Reason(cause, level, sentence);
        }
    }

    /** Something happened: always told. */
    void tell(Cause cause, Level level, String sentence) {
        why = new Reason(cause, level, sentence);
        said.add(why);
        rememberTold(cause);
    }

    /** Something is the case: the current reason from now on, told when it is new or has stood for long. */
    void note(Cause cause, Level level, String sentence) {
        why = new Reason(cause, level, sentence);
        Duration last = told.get(cause);
        boolean newSilence = last != null
                && vacancy.filter(silence -> silence.since().compareTo(last) > 0)
                        .isPresent();
        Duration repeat = newSilence ? REPEAT_NEW : REPEAT;
        if (last == null || now.minus(last).compareTo(repeat) >= 0) {
            said.add(why);
            rememberTold(cause);
        }
    }

    /** Whether something was told so lately. */
    boolean toldWithin(Cause cause, Duration time) {
        Duration last = told.get(cause);
        return last != null && now.minus(last).compareTo(time) < 0;
    }

    private void rememberTold(Cause cause) {
        Map<Cause, Duration> more = new EnumMap<>(Cause.class);
        more.putAll(told);
        more.put(cause, now);
        told = Map.copyOf(more);
    }
}
