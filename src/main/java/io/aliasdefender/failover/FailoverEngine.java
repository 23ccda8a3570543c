package io.aliasdefender.failover;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ReachRequest;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Feeds the pure core with what happens, and carries its decisions out. Knows of time only what its timers say, and
 * reaches everything else by its {@link Output}. One thread only, that of the timers.
 */
public final class FailoverEngine {
    /** Where the decisions go. May come back at once with an input: inputs that arrive during a decision wait. */
    public interface Output {
        /** What is to be probed from now on. */
        void plan(ProbePlan plan);

        /** Ask quickly, to be sure. Ends in {@link FailoverEngine#burstEnded}. */
        void burst(BurstRequest request);

        /** Ask from an alias that this host has. Ends in {@link FailoverEngine#reachChecked}. */
        void reach(ReachRequest request);

        /** Add or remove an address. Ends in {@link FailoverEngine#applied}. */
        void action(AddressAction action);

        /** Tell the network once that this host has the alias. */
        void announce(Announcement announcement);

        /** What waits to be announced is not to be. */
        void withhold(Placement placement);

        /** Tell other defenders that this host has let go of an alias on purpose. */
        void farewell(Question alias);

        /** What the other nodes are to be told about an alias from now on, over the node link. */
        void tell(LinkTelling telling);

        /** How much this host needs a lease from now on. */
        void lease(LeaseWish wish);

        /** This host has an alias from now on, or not any more. */
        void presence(Presence presence);

        /** A sentence for people. */
        void report(Report report);
    }

    /** What makes the decisions: {@link Failover#decide}, or something around it that watches them. */
    @FunctionalInterface
    public interface Core {
        Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now);
    }

    private final Timers timers;
    private final PauseGuard guard;
    private final long begunNanos;
    private final Roster roster = new Roster();
    private final EvidenceByLink evidenceByLink;
    private final Correspondence correspondence = new Correspondence();
    private final Fitnesses fitnesses = new Fitnesses(roster);
    private final Permits permits;
    private final Groups groups;
    private final Agenda agenda;
    private final Decider decider;
    private final Outlook outlook;
    private final Stopping stopping;
    private final Wakeable.Waker waking = new Waking();
    private final Configured configured;

    private Duration paused = Duration.ZERO;
    private Timers.Registration listening = () -> {};

    /**
     * Prepares; nothing happens before {@link #start()}.
     *
     * @param guard begun by its owner; every input of this engine passes it first
     */
    public FailoverEngine(Settings settings, Timers timers, PauseGuard guard, Output output) {
        this(settings, timers, guard, output, Failover::decide);
    }

    /** The same with another core. */
    public FailoverEngine(Settings settings, Timers timers, PauseGuard guard, Output output, Core core) {
        this.timers = timers;
        this.guard = guard;
        begunNanos = timers.nanoTime();
        evidenceByLink = new EvidenceByLink(Duration.ZERO);
        permits = new Permits(timers, begunNanos);
        groups = new Groups(
                defended -> evidenceByLink
                        .evidence(defended)
                        .told(correspondence.about(defended.address()))
                        .permitted(permits.of(defended)),
                fitnesses);
        agenda = new Agenda(timers, this::deadlines);
        decider =
                new Decider(core, this::now, begunNanos, roster, groups, permits, this::wakeAt, output, this::decided);
        outlook = new Outlook(timers, guard, roster, evidenceByLink, decider, output, this::now);
        stopping = new Stopping(timers, output, () -> {
            listening.cancel();
            agenda.stop();
        });
        configured = new Configured(
                settings, roster, evidenceByLink, correspondence, groups, permits, decider, outlook, this::now);
    }

    private Duration now() {
        return Duration.ofNanos(timers.nanoTime() - begunNanos);
    }

    private void wakeAt(Wakeable one, Optional<Duration> wakeAt) {
        if (wakeAt.isPresent()) {
            agenda.set(one, begunNanos + wakeAt.get().toNanos());
        } else {
            agenda.clear(one);
        }
    }

    /** Begins to defend: to be called once, before the first input. */
    public void start() {
        listening = guard.listen(new PauseGuard.Listener() {
            @Override
            public void paused(Duration length) {
                paused = length;
                evidenceByLink.voidEvidence(now());
                correspondence.forget();
            }

            @Override
            public void resumed() {
                Input stalled = new Input.Stalled(paused);
                roster.all().forEach(defended -> decider.feed(defended, stalled));
            }
        });
        configured.begin();
    }

    /** What the kernel of this host has now. */
    public void kernel(KernelView view) {
        guard.check();
        outlook.kernelChanged(view, configured.settings());
    }

    /** A steady round told something. */
    public void probed(ProbeResult result) {
        if (guard.check()) {
            // It was found before the pause, and would be taken for news.
            return;
        }
        Optional<Defended> defended = roster.find(result.question().address());
        if (defended.isPresent()) {
            aliasProbed(defended.get(), result);
            return;
        }
        List<LinkFamily> flipped = evidenceByLink.heard(result, now());
        if (!flipped.isEmpty()) {
            for (Defended concerned : roster.all()) {
                if (flipped.contains(concerned.family())) {
                    decider.feed(concerned, new Input.Tick());
                }
            }
        }
    }

    private void aliasProbed(Defended defended, ProbeResult result) {
        boolean here = result.question().isOn(defended.spec.placement().interfaceName());
        // That its interface is missing is told once, for all of its aliases.
        boolean toldAlready = result.outcome() instanceof ProbeOutcome.Broken
                && KernelNews.obstacle(outlook.kernel(), defended.spec.placement())
                        .isPresent();
        if (here && !toldAlready) {
            decider.feed(defended, new Input.Probed(result.outcome(), result.endsRound()));
        }
    }

    /** Another node told something over the node link. */
    public void linked(LinkNews news) {
        guard.check();
        Duration provedAt = Duration.ofNanos(news.provedNanos() - begunNanos);
        correspondence.find(news.node()).ifPresent(node -> {
            evidenceByLink.told(node, news.macs());
            for (IpAddress alias : correspondence.heard(node, news, provedAt)) {
                roster.find(alias).ifPresent(defended -> linked(defended, node));
            }
            alsoHeld(node, news);
        });
    }

    private void linked(Defended defended, Node node) {
        Word word = correspondence.about(defended.address()).get(node);
        if (isBeingTaken(defended, node, word)) {
            return;
        }
        boolean requested = Fetch.requested(defended, node, word, now());
        decider.feed(defended, new Input.Linked(node, Fetch.withoutRequest(word)));
        if (requested) {
            decider.feed(defended, new Input.Ordered(Order.MOVE, Optional.of(node)));
        }
    }

    /** An offer is told again until it is answered; of a thousand that come at once, each is looked at once. */
    private static boolean isBeingTaken(Defended defended, Node node, Word word) {
        return word.said().has() == Known.YES
                && word.reply().isEmpty()
                && word.offer()
                        .filter(offer -> defended.state
                                .taking()
                                .filter(taking -> taking.isBeingTaken(
                                        node, offer.id(), word.provedAt().plus(offer.left())))
                                .isPresent())
                        .isPresent();
    }

    /** That the other node has what this one has stays news for as long as it is so. */
    private void alsoHeld(Node node, LinkNews news) {
        correspondence
                .heldBy(node, news, alias -> holding(alias).isPresent())
                .forEach((alias, word) ->
                        holding(alias).ifPresent(defended -> decider.feed(defended, new Input.Linked(node, word))));
    }

    private Optional<Defended> holding(IpAddress alias) {
        return roster.find(alias).filter(defended -> PhaseName.of(defended.state.phase()) == PhaseName.HOLDING);
    }

    /** The checks say something about this host and an alias. */
    public void fitness(AliasFitness news) {
        guard.check();
        fitnesses.heard(news, decider::feed);
    }

    /** What a lease permits this host. */
    public void leased(LeaseNews news) {
        guard.check();
        permits.heard(news);
        Collection<Defended> concerned = permits.concerned(news.name(), roster);
        concerned.forEach(defended -> decider.feed(defended, new Input.Tick()));
        concerned.stream().findFirst().flatMap(groups::of).ifPresent(decider::tick);
    }

    /** The first announcement of an alias that has come here has left this host. */
    public void announced(Announcement announcement) {
        guard.check();
        roster.find(announcement.placement().address().address())
                .filter(defended -> defended.spec.placement().equals(announcement.placement()))
                .ifPresent(defended -> decider.feed(defended, new Input.Announced()));
    }

    /** A burst has ended. */
    public void burstEnded(BurstResult result) {
        if (guard.check()) {
            // The same; whoever waits for it was told of the pause and asks anew.
            return;
        }
        roster.find(result.address())
                .filter(defended -> isOn(defended, result.linkName()) && defended.isOwn(result.id()))
                .ifPresent(defended -> {
                    evidenceByLink.heard(result, defended.family(), now());
                    decider.feed(
                            defended,
                            new Input.BurstEnded(new BurstResult(
                                    Defended.idInside(result.id()),
                                    result.address(),
                                    result.linkName(),
                                    result.alias(),
                                    result.hosts(),
                                    result.overheard())));
                });
    }

    /** Questions from an alias of this host have come to an end. */
    public void reachChecked(ReachResult result) {
        if (guard.check()) {
            return;
        }
        roster.find(result.address())
                .filter(defended -> isOn(defended, result.linkName()) && defended.isOwn(result.id()))
                .ifPresent(defended -> decider.feed(
                        defended,
                        new Input.ReachChecked(new ReachResult(
                                Defended.idInside(result.id()), result.address(), result.linkName(), result.hosts()))));
    }

    /** Another host spoke about an alias. */
    public void sighted(Sighting sighting) {
        guard.check();
        roster.find(sighting.address())
                .filter(defended -> isOn(defended, sighting.linkName()))
                .ifPresent(defended -> decider.feed(defended, new Input.Sighted(sighting.mac(), sighting.kind())));
    }

    private static boolean isOn(Defended defended, String linkName) {
        return defended.spec.placement().interfaceName().equals(linkName);
    }

    /** How an action went. */
    public void applied(AddressApplied applied) {
        guard.check();
        AddressAction action = applied.action();
        roster.find(action.placement().address().address())
                .filter(defended -> defended.isOwn(action.id()))
                .ifPresent(defended -> decider.feed(
                        defended,
                        new Input.Applied(
                                new AddressAction(Defended.idInside(action.id()), action.kind(), action.placement()),
                                applied.result())));
    }

    /** The configuration is another one from now on. */
    public void reconfigured(Settings next) {
        guard.check();
        configured.change(next);
        fitnesses.retain(next.aliases().stream().map(AliasSpec::address).collect(Collectors.toSet()));
    }

    /** An operator's order; it is answered once, when everything has come to an end or after four seconds. */
    public void order(OrderRequest request, Consumer<OrderAnswer> answer) {
        guard.check();
        new Ordering(timers, roster, decider::feed, correspondence::about).obey(request, answer);
    }

    /**
     * Ends the defending of all aliases.
     *
     * @param order {@link Order#STOP} or {@link Order#LEAVE}
     * @param done called once, when all have ended or that took longer than 3.5 s
     */
    public void stop(Order order, Runnable done) {
        guard.check();
        stopping.begin(roster, done);
        roster.all().forEach(defended -> decider.feed(defended, new Input.Ordered(order)));
    }

    /** How things stand. */
    public NodeStatus status() {
        return StatusView.of(
                configured.settings(),
                roster,
                evidenceByLink,
                fitnesses,
                correspondence,
                outlook.kernel(),
                now(),
                timers.nanoTime());
    }

    private void deadlines() {
        guard.check();
        agenda.run(one -> one.wake(waking));
    }

    private final class Waking implements Wakeable.Waker {
        @Override
        public void alias(Defended defended) {
            decider.feed(defended, new Input.Tick());
        }

        @Override
        public void group(Groups.Kept group) {
            decider.tick(group);
        }
    }

    private void decided(Defended defended) {
        if (defended.stopped()) {
            ended(defended);
        } else if (!defended.retiring) {
            outlook.decided(defended);
        }
    }

    private void ended(Defended defended) {
        stopping.stopped(defended);
        if (defended.retiring) {
            // Before it may begin anew, which has a deadline of its own.
            agenda.clear(defended);
            configured.ended(defended, stopping.begun());
        }
    }
}
