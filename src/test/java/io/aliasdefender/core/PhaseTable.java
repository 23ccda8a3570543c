package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;

import io.aliasdefender.core.Input.Grouped;
import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the secondary does with each input in each phase, in words that a person can read and a test can compare. */
final class PhaseTable {
    private static final Placement STRAY = new Placement(Cidr.of("192.0.2.100/32"), "eth0", Optional.empty());
    private static final Placement ELSEWHERE = new Placement(ALIAS.address(), "eth1", Optional.empty());
    private static final CommandResult DONE = new CommandResult.Done(Duration.ofMillis(2));
    private static final CommandResult FAILED = new CommandResult.Failed(Duration.ofMillis(2), "no memory");
    private static final Said UNHEARD = new Said(Known.NO, false, true, true, false, Known.YES);
    private static final Duration WAIT = Duration.ofMillis(700);

    private PhaseTable() {}

    static String write() {
        StringBuilder text = new StringBuilder();
        situations().forEach((name, situation) -> {
            text.append(name)
                    .append(" (for its group: ")
                    .append(Readiness.of(situation.get().state).memberState())
                    .append(")\n");
            List<String> ignored = new ArrayList<>();
            inputs().forEach((input, feed) -> {
                Rehearsal host = situation.get();
                host.after(WAIT);
                AliasState before = host.state;
                Optional<Duration> wakeBefore = host.wakeAt;
                feed.accept(host);
                if (host.state.equals(before) && host.actions.isEmpty() && host.wakeAt.equals(wakeBefore)) {
                    ignored.add(input);
                } else {
                    text.append("  ").append(input).append(": ").append(outcome(before, host));
                }
            });
            text.append("  nothing happens: ")
                    .append(String.join(", ", ignored))
                    .append("\n\n");
        });
        return text.toString();
    }

    private static String outcome(AliasState before, Rehearsal host) {
        StringBuilder text = new StringBuilder(host.state.phase().getClass().getSimpleName());
        text.append(
                host.state.doubt().none()
                        ? ""
                        : " (doubt: " + host.state.doubt().kind() + ")");
        host.wakeAt.ifPresent(at ->
                text.append(", wakes in ").append(at.minus(host.now).toMillis()).append(" ms"));
        host.actions.forEach(action -> action.accept(new Describing(text)));
        if (!host.state.counters().equals(before.counters())) {
            text.append("; ").append(host.state.counters());
        }
        text.append('\n');
        host.said.forEach(reason -> text.append("    says ").append(reason).append('\n'));
        if (!host.state.why().equals(before.why()) && !host.said.contains(host.state.why())) {
            text.append("    why  ").append(host.state.why()).append('\n');
        }
        return text.toString()
                .replaceAll("Counters\\[|\\]|Reason\\[|, sentence=|cause=|level=", " ")
                .replaceAll(" +\n", "\n");
    }

    /** Describes by the visitor, as whoever carries actions out does. */
    private record Describing(StringBuilder text) implements Action.Visitor {
        @Override
        public void burst(Action.Burst burst) {
            String hosts = burst.hosts().stream()
                    .map(IpAddress::toString)
                    .sorted()
                    .collect(Collectors.joining(", ", " (", ")"));
            text.append("; asks ").append(burst.probes()).append(" times").append(hosts);
        }

        @Override
        public void askFromAlias(Action.AskFromAlias ask) {
            text.append("; asks from the alias ").append(ask.probes()).append(" times");
        }

        @Override
        public void add(Action.Add add) {
            text.append("; adds ").append(add.placement()).append(" #").append(add.id());
        }

        @Override
        public void extend(Action.Extend extend) {
            text.append("; extends ").append(extend.placement()).append(" #").append(extend.id());
        }

        @Override
        public void remove(Action.Remove remove) {
            text.append("; removes ").append(remove.placement()).append(" #").append(remove.id());
        }

        @Override
        public void announce(Action.Announce announce) {
            text.append("; announces ").append(announce.placement()).append(' ').append(announce.urgency());
        }

        @Override
        public void withhold(Action.Withhold withhold) {
            text.append("; withholds ").append(withhold.placement());
        }

        @Override
        public void farewell(Action.Farewell farewell) {
            text.append("; says farewell ").append(farewell.placement());
        }
    }

    private static Map<String, Supplier<Rehearsal>> situations() {
        Map<String, Supplier<Rehearsal>> all = new LinkedHashMap<>();
        all.put("Starting", Rehearsal::secondary);
        all.put("Watching", () -> Rehearsal.secondary().watching());
        all.put("Confirming", PhaseTable::confirming);
        all.put("Confirming, ordered", () -> Rehearsal.secondary().watching().input(new Input.Ordered(Order.ADD)));
        all.put("Vacant, the primary answers", () -> confirming().burstEnds(ROUTER, WEB1));
        all.put("Vacant, nobody answers", () -> confirming().burstEnds());
        all.put(
                "Ready",
                () -> grouped(Rehearsal.secondary()).watching().missed().burstEnds(ROUTER));
        all.put("Claiming", () -> confirming().burstEnds(ROUTER));
        all.put("Holding", PhaseTable::holding);
        all.put("Holding, adopted", () -> Rehearsal.secondary().kernelHasIt());
        all.put("Holding, cut off", () -> Rehearsal.secondary().kernelHasIt().burstEnds());
        all.put("Holding, another host has it", () -> holding().answered(MAC1));
        all.put("Holding, with a stray", () -> holding().input(new Observed(true, List.of(STRAY), true)));
        all.put("Holding, unheard once", () -> reached(asking(), 10, 0));
        all.put("Holding, unheard", PhaseTable::unheard);
        all.put("Holding, unheard, another host has it", () -> unheard().answered(MAC1));
        all.put("Handing over, to stop", () -> linked(holding()).input(new Input.Ordered(Order.STOP)));
        all.put("Handing over, to move", PhaseTable::handingOver);
        all.put("Handing over, taken", () -> handingOver().replies(WEB1, Outcome.TAKEN));
        all.put("Claiming, offered", () -> Rehearsal.secondary().watching().offers(WEB1, 7));
        all.put(
                "Holding, handed over",
                () -> Rehearsal.secondary()
                        .watching()
                        .offers(WEB1, 7)
                        .after(Duration.ofMillis(3))
                        .kernelHasIt());
        all.put("Restoring", () -> holding().kernelHasItNot());
        all.put("Releasing, for good", () -> holding().input(new Input.Ordered(Order.REMOVE)));
        all.put("Releasing, without a carrier", () -> holding().input(new Observed(true, List.of(), false)));
        all.put("Releasing, for maintenance", () -> holding().input(new Input.Ordered(Order.SUSPEND)));
        all.put("Releasing, to leave it to others", PhaseTable::leaving);
        all.put("Releasing, to go elsewhere", () -> moved(holding(), ELSEWHERE));
        all.put("Standing aside", PhaseTable::standingAside);
        all.put("Standing aside for others", () -> leaving().kernelHasItNot());
        all.put("Suspended", PhaseTable::suspended);
        all.put("Starting, with a stray", () -> withStray(Rehearsal.secondary(), false));
        all.put("Watching, with a stray", () -> withStray(Rehearsal.secondary().watching(), true));
        all.put("Vacant, with a stray", () -> withStray(confirming().burstEnds(ROUTER, WEB1), false));
        all.put("Ready, with a stray", PhaseTable::readyWithStray);
        all.put("Standing aside, with a stray", () -> withStray(standingAside(), true));
        all.put("Suspended, with a stray", () -> withStray(suspended(), true));
        all.put("Stopped", () -> Rehearsal.secondary().watching().input(new Input.Ordered(Order.STOP)));
        return all;
    }

    private static Rehearsal linked(Rehearsal host) {
        return host.says(WEB1, Rehearsal.READY);
    }

    private static Rehearsal handingOver() {
        return linked(holding()).input(new Input.Ordered(Order.MOVE));
    }

    /** What is taken off is still seen. */
    private static Rehearsal withStray(Rehearsal host, boolean linkUsable) {
        return host.input(new Observed(false, List.of(STRAY), linkUsable));
    }

    private static Rehearsal standingAside() {
        return holding().input(new Input.Ordered(Order.REMOVE)).kernelHasItNot();
    }

    private static Rehearsal suspended() {
        return holding().input(new Input.Ordered(Order.SUSPEND)).kernelHasItNot();
    }

    private static Rehearsal readyWithStray() {
        return withStray(grouped(Rehearsal.secondary()).watching().missed().burstEnds(ROUTER), false);
    }

    private static Rehearsal confirming() {
        return Rehearsal.secondary().watching().missed();
    }

    private static Rehearsal holding() {
        return Rehearsal.secondary().holding().after(Duration.ofSeconds(5));
    }

    /** All announcements of the claim are out, and whether answers come to the alias is being asked. */
    private static Rehearsal asking() {
        Rehearsal host = holding();
        for (int turn = 0; turn < POLICY.announce().count(); turn++) {
            host.after(POLICY.announce().spacing()).tick();
        }
        return host.after(Duration.ofMillis(50)).tick();
    }

    private static Rehearsal unheard() {
        Rehearsal once = reached(asking(), 10, 0);
        return reached(once.after(Duration.ofSeconds(1)).tick(), 10, 0);
    }

    private static Rehearsal leaving() {
        Rehearsal watched = unheard().input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        return reached(watched.after(Duration.ofSeconds(1)).tick(), 10, 0);
    }

    /** The questions from the alias that are under way come to an end. */
    private static Rehearsal reached(Rehearsal host, int own, int alias) {
        Pair pair = new Pair(10, own, alias);
        return host.input(new Input.ReachChecked(new ReachResult(
                host.state.bursts(),
                ALIAS.address().address(),
                "eth0",
                Map.of(ROUTER, new Answers(pair, new Pair(0, 0, 0))))));
    }

    private static Rehearsal grouped(Rehearsal host) {
        AliasSpec alone = host.spec;
        host.spec = new AliasSpec(alone.placement(), alone.ranking(), alone.self(), alone.policy(), Optional.of("web"));
        return host;
    }

    private static Rehearsal moved(Rehearsal host, Placement placement) {
        AliasSpec before = host.spec;
        host.spec = new AliasSpec(placement, before.ranking(), before.self(), before.policy());
        return host.input(new Input.Reconfigured(before));
    }

    private static Map<String, Consumer<Rehearsal>> inputs() {
        Map<String, Consumer<Rehearsal>> all = new LinkedHashMap<>();
        all.put("tick", Rehearsal::tick);
        all.put("tick 10 s later", host -> host.after(Duration.ofSeconds(10)).tick());
        all.put("answer of the primary", host -> host.answered(MAC1));
        all.put("answer of a stranger", host -> host.answered(Rehearsal.STRANGER));
        all.put("echo", host -> host.input(new Input.Probed(Rehearsal.reply(Optional.empty()))));
        all.put("miss", Rehearsal::missed);
        all.put("miss 10 s later", host -> host.after(Duration.ofSeconds(10)).missed());
        all.put("cannot ask", host -> host.input(new Input.Probed(new ProbeOutcome.Broken("no route"))));
        all.put("burst: answered by the primary", host -> ends(host, true, ROUTER, WEB1.address()));
        all.put("burst: the router answers", host -> ends(host, false, ROUTER));
        all.put("burst: router and primary answer", host -> ends(host, false, ROUTER, WEB1.address()));
        all.put("burst: silence", host -> ends(host, false));
        all.put("burst: nobody could be asked", PhaseTable::endsUnasked);
        all.put("from the alias: answered", host -> reached(host, 10, 10));
        all.put("from the alias: the own address alone", host -> reached(host, 10, 0));
        all.put("from the alias: nobody answered", host -> reached(host, 0, 0));
        for (Sighting.Kind kind : Sighting.Kind.values()) {
            all.put("seen: " + kind, host -> host.input(new Input.Sighted(MAC1, kind)));
        }
        all.put("kernel: present", Rehearsal::kernelHasIt);
        all.put("kernel: absent", Rehearsal::kernelHasItNot);
        all.put("kernel: present, no carrier", host -> host.input(new Observed(true, List.of(), false)));
        all.put("kernel: absent, no carrier", host -> host.kernelHasItNot(false));
        all.put("kernel: stray", host -> host.input(new Observed(false, List.of(STRAY), true)));
        all.put("kernel: stray, no carrier", host -> host.input(new Observed(false, List.of(STRAY), false)));
        all.put("kernel: present and stray", host -> host.input(new Observed(true, List.of(STRAY), true)));
        all.put("added", host -> applied(host, AddressAction.Kind.ADD, ALIAS, DONE));
        all.put("could not be added", host -> applied(host, AddressAction.Kind.ADD, ALIAS, FAILED));
        all.put("removed", host -> applied(host, AddressAction.Kind.REMOVE, ALIAS, DONE));
        all.put("could not be removed", host -> applied(host, AddressAction.Kind.REMOVE, ALIAS, FAILED));
        all.put("stray removed", host -> applied(host, AddressAction.Kind.REMOVE, STRAY, DONE));
        all.put("stray could not be removed", host -> applied(host, AddressAction.Kind.REMOVE, STRAY, FAILED));
        all.put("paused", host -> host.input(new Input.Stalled(Duration.ofSeconds(8))));
        all.put("moved to eth1", host -> moved(host, ELSEWHERE));
        all.put("told: it has it", host -> host.says(WEB1, Rehearsal.HAS_IT));
        all.put("told: it has it not", host -> host.says(WEB1, Rehearsal.READY));
        all.put(
                "told: it is silent there",
                host -> host.after(Duration.ofSeconds(5)).says(WEB1, UNHEARD));
        all.put("told: offer", host -> host.offers(WEB1, 9));
        all.put("told: an old offer", PhaseTable::oldOffer);
        for (Outcome outcome : Outcome.values()) {
            if (outcome == Outcome.ASKED_FOR) {
                // A request is obeyed before it would come here.
                continue;
            }
            all.put("told: reply " + outcome, host -> host.replies(WEB1, outcome));
        }
        all.put("announced", host -> host.input(new Input.Announced()));
        all.put("checks: fail", host -> host.checks(Known.NO));
        all.put("checks: no result", host -> host.checks(Known.UNKNOWN));
        for (Grouped.Call call : Grouped.Call.values()) {
            all.put("group: " + call, host -> host.input(new Grouped(call, "its group says so")));
        }
        for (Order order : Order.values()) {
            all.put("order: " + order, host -> host.input(new Input.Ordered(order)));
        }
        return all;
    }

    private static Rehearsal oldOffer(Rehearsal host) {
        Duration before = host.now.minusMillis(400);
        return host.told(
                WEB1,
                new Word(
                        Rehearsal.HAS_IT,
                        Optional.of(new Word.Offer(9, Duration.ofSeconds(1))),
                        Optional.empty(),
                        before));
    }

    private static Rehearsal applied(
            Rehearsal host, AddressAction.Kind kind, Placement placement, CommandResult result) {
        return host.input(new Input.Applied(new AddressAction(host.state.commands(), kind, placement), result));
    }

    private static Rehearsal ends(Rehearsal host, boolean answered, IpAddress... alive) {
        List<IpAddress> answering = List.of(alive);
        Map<IpAddress, Tally> hosts = new LinkedHashMap<>();
        for (IpAddress asked : List.of(ROUTER, WEB1.address(), WEB2.address())) {
            if (!asked.equals(host.spec.self().address())) {
                hosts.put(asked, Rehearsal.tally(answering.contains(asked), Optional.empty()));
            }
        }
        return ends(host, Rehearsal.tally(answered, Optional.of(MAC1)), hosts);
    }

    private static Rehearsal endsUnasked(Rehearsal host) {
        Tally unasked = new Tally(0, 10, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
        return ends(host, unasked, Map.of(ROUTER, unasked, WEB1.address(), unasked));
    }

    private static Rehearsal ends(Rehearsal host, Tally alias, Map<IpAddress, Tally> hosts) {
        return host.input(new Input.BurstEnded(new BurstResult(
                host.state.bursts(), host.spec.address(), host.spec.placement().interfaceName(), alias, hosts)));
    }
}
