package io.aliasdefender.failover;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ReachRequest;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The engine on a virtual clock, amid a network of two links and a kernel that does at once what it is told. Everything
 * that the engine says is kept with its time.
 */
final class EngineRig implements FailoverEngine.Output {
    static final Link ETH0 = new Link(2, "eth0", MacAddress.of("02:00:00:00:00:11"), true, true, false);
    static final Link ETH1 = new Link(3, "eth1", MacAddress.of("02:00:00:00:01:11"), true, true, false);
    static final MacAddress MAC2 = MacAddress.of("02:00:00:00:00:12");
    static final IpAddress ROUTER1 = IpAddress.of("198.51.100.1");
    private static final Duration RTT = Duration.ofNanos(200_000);

    final VirtualTimers timers = new VirtualTimers();
    final PauseGuard guard = new PauseGuard();
    final FailoverEngine engine;
    final Set<IpAddress> answering = new HashSet<>();
    final List<Said> said = new ArrayList<>();
    final List<LinkTelling> told = new ArrayList<>();
    final Map<Cidr, String> carried = new LinkedHashMap<>();
    /** Bursts are kept, and not answered, while this is off. */
    boolean bursting = true;

    boolean commands = true;
    final List<BurstRequest> open = new ArrayList<>();
    ProbePlan plan = new ProbePlan(List.of());

    /** @param atNanos when */
    record Said(long atNanos, Object what) {}

    EngineRig(Settings settings, IpAddress... answer) {
        carried.put(Cidr.of("192.0.2.11/24"), "eth0");
        carried.put(Cidr.of("198.51.100.11/24"), "eth1");
        answering.addAll(List.of(answer));
        engine = new FailoverEngine(settings, timers, guard, this);
        guard.start(timers);
        engine.start();
        engine.kernel(kernel());
    }

    KernelView kernel() {
        List<Carried> addresses = new ArrayList<>();
        carried.forEach((address, link) -> addresses.add(
                new Carried((link.equals("eth0") ? ETH0 : ETH1).index(), address, Optional.empty(), false)));
        return new KernelView(
                List.of(ETH0, ETH1),
                addresses,
                List.of(new DefaultRoute(Site.ROUTER, ETH0.index(), 0), new DefaultRoute(ROUTER1, ETH1.index(), 0)));
    }

    /** A steady round at everything in the plan, each with the outcome that is true of it. */
    void round() {
        List.copyOf(plan.targets()).forEach(target -> probe(target.question()));
        timers.pass(Duration.ofMillis(1));
    }

    void probe(Question question) {
        engine.probed(new ProbeResult(
                question,
                answering.contains(question.address())
                        ? new ProbeOutcome.Reply(RTT, Optional.of(MAC2))
                        : new ProbeOutcome.Silence(Duration.ofMillis(10))));
    }

    void silent(Placement alias) {
        probe(Question.on(alias.interfaceName(), alias.address().address()));
    }

    /** Answers a burst as it is. */
    void answer(BurstRequest request) {
        Map<IpAddress, Tally> hosts = new LinkedHashMap<>();
        request.hosts().forEach(host -> hosts.put(host, tally(host, request.probes())));
        engine.burstEnded(new BurstResult(
                request.id(), request.alias(), request.linkName(), tally(request.alias(), request.probes()), hosts));
    }

    private Tally tally(IpAddress host, int probes) {
        return answering.contains(host)
                ? new Tally(probes, 0, 3, Optional.of(RTT), Optional.of(MAC2), RTT)
                : new Tally(probes, 0, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
    }

    boolean carries(Placement placement) {
        return placement.interfaceName().equals(carried.get(placement.address()));
    }

    String phase(Placement alias) {
        NodeStatus status = engine.status();
        return status.aliases().stream()
                .filter(one -> one.placement().address().equals(alias.address()))
                .findFirst()
                .orElseThrow()
                .phase()
                .toString();
    }

    <T> List<T> said(Class<T> type) {
        return said.stream()
                .map(Said::what)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<String> causes() {
        return said(Report.class).stream().map(Report::cause).toList();
    }

    private void say(Object what) {
        said.add(new Said(timers.nanoTime(), what));
    }

    @Override
    public void plan(ProbePlan next) {
        plan = next;
        say(next);
    }

    @Override
    public void burst(BurstRequest request) {
        say(request);
        open.add(request);
        if (bursting) {
            timers.at(timers.nanoTime() + 50_000_000, guard.guarded(() -> {
                open.remove(request);
                answer(request);
            }));
        }
    }

    @Override
    public void reach(ReachRequest request) {
        say(request);
    }

    @Override
    public void action(AddressAction action) {
        say(action);
        if (commands) {
            timers.soon(() -> carryOut(action));
        }
    }

    void carryOut(AddressAction action) {
        switch (action.kind()) {
            case ADD ->
                carried.put(action.placement().address(), action.placement().interfaceName());
            case REMOVE ->
                carried.remove(action.placement().address(), action.placement().interfaceName());
            case EXTEND -> {
                // None has a lifetime here.
            }
        }
        engine.kernel(kernel());
        engine.applied(new AddressApplied(action, new CommandResult.Done(Duration.ofMillis(2))));
    }

    @Override
    public void announce(Announcement announcement) {
        say(announcement);
    }

    @Override
    public void farewell(Question alias) {
        say(alias);
    }

    @Override
    public void withhold(Placement placement) {
        // Nothing waits here.
    }

    @Override
    public void tell(LinkTelling telling) {
        told.add(telling);
    }

    @Override
    public void presence(Presence presence) {
        said.add(new Said(timers.nanoTime(), presence));
    }

    @Override
    public void lease(LeaseWish wish) {
        // None is configured.
    }

    @Override
    public void report(Report report) {
        say(report);
    }

    Set<String> questions() {
        Set<String> questions = new LinkedHashSet<>();
        plan.targets().forEach(target -> questions.add(target.question() + " " + target.purpose()));
        return questions;
    }
}
