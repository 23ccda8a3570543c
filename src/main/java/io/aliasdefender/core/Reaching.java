package io.aliasdefender.core;

import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * A holder's question whether answers come to its alias at all. Port security and anti-spoofing (DHCP snooping with IP
 * source guard, a hypervisor's or a cloud's) let a host's own address through and drop the alias, so that the host holds what
 * nobody can reach.
 */
final class Reaching {
    /** So many findings in a row, with the loss taken into account in each, make it certain. */
    private static final int CERTAIN = 2;

    private Reaching() {}

    /** Begins a check where one is due, and returns the phase as it is then. */
    static Holding ifDue(Step step, Holding holding) {
        if (holding.reach().dueAt(Timing.LOST).compareTo(step.now) > 0 || !mayAsk(step, holding)) {
            return holding;
        }
        long check = step.askFromAlias(step.confirmingRounds(), step.witnessesAnd(step.spec.others()));
        Holding next = holding.with(holding.reach().begun(check, step.now));
        Transitions.goesOnHolding(step, next);
        return next;
    }

    /**
     * Whether an answer that does not come means something: this host alone has the alias and has told everybody, or a node
     * that has it too will not give way to this host's announcements.
     */
    static boolean mayAsk(Step step, Holding holding) {
        return mayAsk(step.doubt(), step.linkUsable(), holding);
    }

    /** The same for a state between two steps. */
    static boolean mayAsk(Doubt doubt, boolean linkUsable, Holding holding) {
        boolean told = holding.conflicts().any() || holding.announcements().left() == 0;
        return doubt.none() && linkUsable && told;
    }

    /** A check has ended. */
    static void ended(Step step, Holding holding, ReachResult result) {
        if (holding.reach().check() != result.id()) {
            return;
        }
        if (!mayAsk(step, holding) || strangersToo(step, holding)) {
            // Whom others answer is another question now.
            goOn(step, holding, holding.reach().misses(), Timing.FIRST_REACH);
            return;
        }
        Reach.Finding finding = Reach.judge(result);
        switch (finding.verdict()) {
            case HEARD -> heard(step, holding);
            case FILTERED -> filtered(step, holding, finding);
            case NOT_KNOWN ->
                goOn(
                        step,
                        holding,
                        holding.reach().misses(),
                        holding.reach().misses() > 0 ? Timing.reachAgain(holding.reach(), step.spec) : refresh(step));
        }
    }

    /** Where a stranger has the alias too, clients and witnesses may answer that one: no filter is needed for that. */
    private static boolean strangersToo(Step step, Holding holding) {
        return holding.conflicts().seen().keySet().stream()
                .anyMatch(mac -> step.evidence.nodeOf(mac, step.spec.others()).isEmpty());
    }

    private static Duration refresh(Step step) {
        return step.spec.policy().announce().refresh();
    }

    private static Holding goOn(Step step, Holding holding, int misses, Duration wait) {
        Holding next = holding.with(holding.reach().next(misses, step.now.plus(wait)));
        Transitions.goesOnHolding(step, next);
        return next;
    }

    private static void heard(Step step, Holding holding) {
        Optional<Duration> since = step.filtering.since();
        step.filtering = Filtering.NONE;
        Holding next = goOn(step, holding, 0, refresh(step));
        if (since.isPresent()) {
            step.tell(
                    Cause.FILTER_OVER,
                    Level.INFO,
                    step.spec.role() + ": " + step.spec.address() + " is answered again, after "
                            + Wording.of(step.now.minus(since.get()))
                            + " in which this host's own address alone was; announcing it");
            if (!next.conflicts().any()) {
                // What was announced meanwhile was dropped.
                Announcing.series(step, next, Urgency.CLAIM);
            }
        }
    }

    private static void filtered(Step step, Holding holding, Reach.Finding finding) {
        int misses = holding.reach().misses() + 1;
        Duration wait = misses < CERTAIN
                ? Timing.CHECK
                : Timing.reachAgain(holding.reach().next(misses, step.now), step.spec);
        Holding next = goOn(step, holding, misses, wait);
        if (misses < CERTAIN) {
            return;
        }
        if (step.filtering.since().isEmpty()) {
            step.filtering = step.filtering.beginning(step.now);
            step.tell(Cause.FILTERED, Level.ERROR, step.spec.role() + ": " + sentence(step, finding));
        }
        other(step, next).ifPresent(node -> leaveTo(step, node));
    }

    private static String sentence(Step step, Reach.Finding finding) {
        return finding.by()
                        .map(by -> Wording.nameOf(by, step.spec, step.evidence))
                        .orElse("nobody")
                + " answers this host's own address (" + finding.pair().own() + " of "
                + finding.pair().asked() + ") and not " + step.spec.address()
                + " (0): the network drops the frames of the alias. Port security or anti-spoofing? Allow "
                + step.spec.address() + " on the switch port or virtual interface of "
                + step.spec.placement().interfaceName();
    }

    /**
     * A node that is seen to watch the alias lately, and so takes it when it falls silent. While a conflict goes on, that
     * is decided there.
     */
    private static Optional<Node> other(Step step, Holding holding) {
        if (step.filtering.aside() || holding.conflicts().any()) {
            return Optional.empty();
        }
        Duration gap = Failback.gap(step.spec);
        return step.spec.others().stream()
                .filter(node -> takes(step, node))
                .filter(node -> holding.reach()
                        .seenAt(node)
                        .filter(at -> step.now.minus(at).compareTo(gap) <= 0)
                        .isPresent())
                .findFirst();
    }

    /** Without a grace a worse-ranked host never takes what is silent while this host answers. */
    private static boolean takes(Step step, Node node) {
        return step.spec.better().contains(node) || step.spec.policy().grace().isPresent();
    }

    private static void leaveTo(Step step, Node node) {
        step.filtering = step.filtering.leaving(step.now);
        step.tell(
                Cause.LEAVING_FILTERED,
                Level.WARNING,
                step.spec.role() + ": " + Wording.of(node, step.spec) + " watches " + step.spec.address()
                        + ", whose frames the network drops when they come from here; releasing it for "
                        + Wording.of(Timing.othersTakeover(step.spec)) + " so that another host can have it");
        Release.begin(step, step.spec.placement(), After.LEAVE);
    }

    /**
     * Another node has it too, and the network drops this host's frames of it: clients can have only that one.
     *
     * @return whether this host lets go
     */
    static boolean yields(Step step, MacAddress mac) {
        Optional<Node> node = step.evidence.nodeOf(mac, step.spec.others());
        if (node.isEmpty() || step.filtering.since().isEmpty() || step.filtering.aside()) {
            return false;
        }
        step.filtering = step.filtering.leaving(step.now);
        Release.yieldTo(
                step,
                mac,
                Level.WARNING,
                step.spec.role() + ": " + Wording.of(node.get(), step.spec) + " has " + step.spec.address()
                        + " too, and the network drops this host's frames of it; yielding");
        return true;
    }

    /**
     * How long a host that stands back leaves a silent alias to others, whatever its rank: else it would always be the
     * first to take what it has just left. Where no other node answers, there is nobody to wait for.
     */
    static Optional<Duration> leaveToOthers(Step step, Vacancy vacancy) {
        boolean others = step.spec.others().stream()
                .anyMatch(node -> step.evidence.of(node.address()).answers());
        Duration left = Timing.othersTakeover(step.spec).minus(step.now.minus(vacancy.since()));
        return step.filtering.aside() && others && !left.isNegative() && !left.isZero()
                ? Optional.of(left)
                : Optional.empty();
    }

    /** A defender of another node says that it would take the alias. */
    static Holding watched(Step step, Holding holding, MacAddress mac) {
        Optional<Node> node = step.evidence.nodeOf(mac, step.spec.others());
        if (node.isEmpty()) {
            return holding;
        }
        Holding next = holding.with(holding.reach().seen(node.get(), step.now));
        Transitions.goesOnHolding(step, next);
        return next;
    }

    /** Another node has it too: it may be that it cannot hear this host. */
    static Holding soon(Step step, Holding holding) {
        return holding.with(holding.reach().soon(step.now.plus(Timing.startPatience(step.spec))));
    }
}
