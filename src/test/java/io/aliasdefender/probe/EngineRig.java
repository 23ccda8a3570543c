package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The prober of a host with two links on a virtual clock and a wire of the test. */
final class EngineRig implements ProbeEngine.Output {
    static final Link ETH0 = new Link(2, "eth0", MacAddress.of("02:00:00:00:00:0a"), true, true, false);
    static final Link ETH1 = new Link(3, "eth1", MacAddress.of("02:00:00:00:01:0a"), true, true, false);
    static final Link TUN = new Link(4, "tun0", new MacAddress(0), true, true, false);
    static final MacAddress B = MacAddress.of("02:00:00:00:00:0b");
    static final IpAddress OWN = IpAddress.of("192.0.2.11");
    static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    static final IpAddress ALIAS6 = IpAddress.of("2001:db8::100");
    static final IpAddress PARTNER = IpAddress.of("192.0.2.12");
    static final IpAddress ROUTER6 = IpAddress.of("fe80::1");
    static final Duration INTERVAL = Duration.ofMillis(100);

    final VirtualTimers timers = new VirtualTimers();
    final PauseGuard guard = new PauseGuard();
    final FakeWire wire = new FakeWire();
    final List<Object> told = new ArrayList<>();
    final ProbeEngine engine;

    EngineRig() {
        guard.listen(told::add);
        engine = ProbeEngine.open(timers, guard, wire::open, this);
        guard.start(timers);
        engine.kernel(view());
    }

    static KernelView view(Carried... further) {
        List<Carried> addresses = new ArrayList<>(List.of(
                carried(ETH0, "192.0.2.11/24"),
                carried(ETH0, "fe80::11/64"),
                carried(ETH0, "2001:db8::11/64"),
                carried(ETH1, "fe80::111/64"),
                carried(TUN, "203.0.113.11/24")));
        addresses.addAll(List.of(further));
        return new KernelView(List.of(ETH0, ETH1, TUN), addresses, List.of());
    }

    static Carried carried(Link link, String address) {
        return new Carried(link.index(), Cidr.of(address), Optional.empty(), false);
    }

    static ProbeTarget target(Link link, IpAddress address, Purpose purpose) {
        return new ProbeTarget(Question.on(link.name(), address), INTERVAL, Duration.ofMillis(10), purpose);
    }

    void plan(ProbeTarget... targets) {
        engine.plan(new ProbePlan(List.of(targets)));
    }

    void pass(long millis) {
        timers.pass(Duration.ofMillis(millis));
    }

    void arpReply(Link link, IpAddress from, MacAddress mac) {
        wire.listener.arp(link.name(), new ArpPacket(true, mac, from, link.mac(), OWN));
    }

    void echo(IpAddress from) {
        wire.listener.echo(from, 0, timers.nanoTime());
    }

    /** An answer to a question that was asked then. */
    void echo(IpAddress from, long sentNanos) {
        wire.listener.echo(from, 0, sentNanos);
    }

    /** An answer to a question that was asked over that link by way of a router. */
    void echo(IpAddress from, Link over) {
        wire.listener.echo(from, over.index(), timers.nanoTime());
    }

    List<ProbeResult> results() {
        return of(ProbeResult.class);
    }

    List<BurstResult> bursts() {
        return of(BurstResult.class);
    }

    List<Sighting> sightings() {
        return of(Sighting.class);
    }

    List<ReachResult> reaches() {
        return of(ReachResult.class);
    }

    private <T> List<T> of(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void result(ProbeResult result) {
        told.add(result);
    }

    @Override
    public void burstResult(BurstResult result) {
        told.add(result);
    }

    @Override
    public void reachResult(ReachResult result) {
        told.add(result);
    }

    @Override
    public void sighting(Sighting sighting) {
        told.add(sighting);
    }
}
