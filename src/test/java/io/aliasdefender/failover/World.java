package io.aliasdefender.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channel;
import io.aliasdefender.bus.Channels;
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
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the failover verticle has around it, over the bus: a prober that hears whom it is told to hear, and a kernel
 * that does what it is told to do. Everything that is said is kept, to be awaited.
 */
final class World {
    static final MacAddress MAC2 = MacAddress.of("02:00:00:00:00:12");
    private static final Duration RTT = Duration.ofNanos(200_000);
    private static final Link ETH0 = new Link(2, "eth0", MacAddress.of("02:00:00:00:00:11"), true, true, false);

    private final Vertx vertx;
    private final BlockingQueue<Object> said = new LinkedBlockingQueue<>();
    private final Set<IpAddress> answering = ConcurrentHashMap.newKeySet();
    private final Set<Cidr> carried = new LinkedHashSet<>(List.of(Cidr.of("192.0.2.11/24")));
    /** What becomes of an action; empty: it is never heard of again. */
    volatile Function<AddressAction, Optional<CommandResult>> command = action -> {
        change(action);
        return Optional.of(new CommandResult.Done(Duration.ofMillis(2)));
    };

    World(Vertx vertx) {
        this.vertx = vertx;
        for (Channel<?> channel : List.of(
                Channels.PROBE_PLAN, Channels.BURST, Channels.ADDRESS_ACTION, Channels.ANNOUNCE, Channels.REPORT)) {
            channel.listen(vertx, said::add);
        }
        Channels.KERNEL_NOW.answer(vertx, asker -> Future.succeededFuture(kernel()));
        Channels.BURST.listen(vertx, this::burst);
        Channels.ADDRESS_ACTION.listen(
                vertx,
                action -> command.apply(action)
                        .ifPresent(
                                result -> Channels.ADDRESS_APPLIED.publish(vertx, new AddressApplied(action, result))));
    }

    World answering(IpAddress... hosts) {
        answering.clear();
        answering.addAll(List.of(hosts));
        return this;
    }

    /** The kernel has the address now. */
    void carry(Placement placement) {
        synchronized (carried) {
            carried.add(placement.address());
        }
        Channels.KERNEL.publish(vertx, kernel());
    }

    /** Does what a command would do, and tells of it as netlink does. */
    void change(AddressAction action) {
        synchronized (carried) {
            switch (action.kind()) {
                case ADD, EXTEND -> carried.add(action.placement().address());
                case REMOVE -> carried.remove(action.placement().address());
            }
        }
        Channels.KERNEL.publish(vertx, kernel());
    }

    boolean carries(Placement placement) {
        synchronized (carried) {
            return carried.contains(placement.address());
        }
    }

    KernelView kernel() {
        synchronized (carried) {
            List<Carried> addresses = new ArrayList<>();
            carried.forEach(address -> addresses.add(new Carried(ETH0.index(), address, Optional.empty(), false)));
            return new KernelView(List.of(ETH0), addresses, List.of(new DefaultRoute(Site.ROUTER, ETH0.index(), 0)));
        }
    }

    /** A steady round at a host, with the outcome that is true of it. */
    void probe(IpAddress host) {
        ProbeOutcome outcome = answering.contains(host)
                ? new ProbeOutcome.Reply(RTT, Optional.of(MAC2))
                : new ProbeOutcome.Silence(Duration.ofMillis(10));
        Channels.PROBE_RESULT.publish(vertx, new ProbeResult(Question.on("eth0", host), outcome));
    }

    private void burst(BurstRequest request) {
        Map<IpAddress, Tally> hosts =
                request.hosts().stream().collect(Collectors.toMap(host -> host, host -> tally(host, request.probes())));
        Channels.BURST_RESULT.publish(
                vertx,
                new BurstResult(
                        request.id(),
                        request.alias(),
                        request.linkName(),
                        tally(request.alias(), request.probes()),
                        hosts));
    }

    private Tally tally(IpAddress host, int probes) {
        return answering.contains(host)
                ? new Tally(1, 0, 1, Optional.of(RTT), Optional.of(MAC2), RTT)
                : new Tally(probes, 0, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
    }

    /** Waits for the next thing of a type that is as wanted; everything before it is dropped. */
    <T> T await(Class<T> type, Predicate<T> wanted) throws InterruptedException {
        while (true) {
            Object next = said.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("a %s as wanted", type.getSimpleName()).isNotNull();
            if (type.isInstance(next) && wanted.test(type.cast(next))) {
                return type.cast(next);
            }
        }
    }

    /** What was said since the last thing that was awaited. */
    List<Object> drain() {
        List<Object> all = new ArrayList<>();
        said.drainTo(all);
        return all;
    }
}
