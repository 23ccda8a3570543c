package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Some hosts, a router and a client on a switch; and the invariants, watched all the time. */
final class Simulation {
    static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    private static final Placement PLACEMENT = new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:1"));

    final World world;
    final List<SimHost> hosts = new ArrayList<>();
    final Policy policy;
    boolean routerUp = true;
    /** What the client's neighbour table has for the alias. */
    Optional<MacAddress> clientCache = Optional.empty();

    int takeovers;

    private final Core core;
    private final List<Node> nodes;
    private final Duration mostTwoHolders;
    private final long[][] twoHoldersEpoch;

    /** An invariant was broken. */
    static final class Broken extends RuntimeException {
        Broken(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * An answer to a question.
     *
     * @param after how long it takes to come
     * @param mac who, when it is an answer by ARP
     */
    record Answer(Duration after, Optional<MacAddress> mac) {}

    /** @param mostTwoHolders two defended holders that hear each other may not both hold for longer */
    Simulation(long seed, int hostCount, Policy policy, Duration mostTwoHolders, Core core) {
        this.world = new World(seed, hostCount + 2);
        this.policy = policy;
        this.mostTwoHolders = mostTwoHolders;
        this.core = core;
        for (int port = 0; port < hostCount; port++) {
            hosts.add(new SimHost(port));
        }
        nodes = hosts.stream().map(host -> host.node).toList();
        twoHoldersEpoch = new long[hostCount][hostCount];
    }

    int routerPort() {
        return hosts.size();
    }

    int clientPort() {
        return hosts.size() + 1;
    }

    AliasSpec spec(SimHost host, Policy wanted) {
        return new AliasSpec(PLACEMENT, nodes, host.node, wanted);
    }

    void startDaemon(SimHost host) {
        if (host.daemon.isEmpty() && host.powered) {
            world.note(host + "'s daemon starts" + (host.carriesAlias ? " and finds the alias" : ""));
            SimDaemon daemon = new SimDaemon(this, host, spec(host, policy), core);
            host.daemon = Optional.of(daemon);
            daemon.start();
            holdersChanged();
        }
    }

    void killDaemon(SimHost host) {
        host.daemon.ifPresent(SimDaemon::kill);
        host.daemon = Optional.empty();
        holdersChanged();
    }

    void powerOff(SimHost host) {
        world.note(host + " loses its power");
        killDaemon(host);
        host.powered = false;
        host.carriesAlias = false;
        holdersChanged();
    }

    /** The reply time-out: twice the spacing, as the prober's floor is. */
    Duration timeout(AliasSpec spec) {
        return spec.policy().confirmSpacing().multipliedBy(2);
    }

    /** The kernel's address list changes. */
    void carry(SimHost host, boolean present) {
        if (host.carriesAlias == present) {
            return;
        }
        host.carriesAlias = present;
        world.note(host + (present ? " HAS the alias" : " has the alias no more"));
        host.daemon.ifPresent(SimDaemon::kernelChanged);
        holdersChanged();
    }

    void linkIs(SimHost host, boolean up) {
        if (host.linkUp != up) {
            host.linkUp = up;
            world.note(host + "'s link is " + (up ? "up" : "down"));
            host.daemon.ifPresent(SimDaemon::kernelChanged);
            holdersChanged();
        }
    }

    /** One round: an echo and an ARP request side by side. The answers, the earliest first. */
    List<Answer> ask(SimHost asker, IpAddress target) {
        List<Answer> answers = new ArrayList<>();
        if (!asker.onNetwork()) {
            return answers;
        }
        if (target.equals(ROUTER)) {
            if (routerUp) {
                answers(asker.port, routerPort(), Optional.of(new MacAddress(1)), false, answers);
            }
        } else {
            for (SimHost other : hosts) {
                boolean has = target.equals(ALIAS)
                        ? other.carriesAlias
                        : other.node.address().equals(target);
                if (other != asker && has && other.onNetwork()) {
                    answers(asker.port, other.port, Optional.of(other.mac), asker.carriesAlias, answers);
                }
            }
        }
        answers.sort(Comparator.comparing(Answer::after));
        return answers;
    }

    private void answers(int from, int to, Optional<MacAddress> mac, boolean arpOnly, List<Answer> answers) {
        if (!arpOnly && world.carries(from, to) && world.carries(to, from)) {
            answers.add(new Answer(world.flight().plus(world.flight()), Optional.empty()));
        }
        if (world.carries(from, to) && world.carries(to, from)) {
            answers.add(new Answer(world.flight().plus(world.flight()), mac));
        }
    }

    /** The ARP probes of a burst are seen by every other node. */
    void askAround(SimHost asker) {
        for (SimHost other : hosts) {
            if (other != asker && other.onNetwork() && world.carries(asker.port, other.port)) {
                other.daemon.ifPresent(daemon ->
                        world.after(world.flight(), () -> daemon.sighted(ALIAS, asker.mac, Sighting.Kind.PROBE)));
            }
        }
    }

    void announce(SimHost host) {
        if (!host.onNetwork()) {
            return;
        }
        world.note(host + " announces");
        for (SimHost other : hosts) {
            if (other != host && other.onNetwork() && world.carries(host.port, other.port)) {
                other.daemon.ifPresent(daemon ->
                        world.after(world.flight(), () -> daemon.sighted(ALIAS, host.mac, Sighting.Kind.ANNOUNCEMENT)));
            }
        }
        if (world.carries(host.port, clientPort())) {
            clientCache = Optional.of(host.mac);
        }
    }

    /** To be called whenever something changes who holds, or who hears whom. */
    void holdersChanged() {
        for (SimHost one : hosts) {
            for (SimHost other : hosts) {
                if (one.port < other.port) {
                    watch(one, other);
                }
            }
        }
    }

    private void watch(SimHost one, SimHost other) {
        if (!bothHold(one, other)) {
            twoHoldersEpoch[one.port][other.port]++;
            return;
        }
        long epoch = twoHoldersEpoch[one.port][other.port];
        world.after(mostTwoHolders, () -> {
            if (epoch == twoHoldersEpoch[one.port][other.port] && bothHold(one, other)) {
                throw new Broken(one + " and " + other + " hear each other, and both have held the alias for "
                        + mostTwoHolders.toMillis() + " ms");
            }
        });
    }

    private boolean bothHold(SimHost one, SimHost other) {
        return one.holds()
                && other.holds()
                && one.onNetwork()
                && other.onNetwork()
                && one.defended(world.now())
                && other.defended(world.now())
                && !world.isCut(one.port, other.port)
                && !world.isCut(other.port, one.port);
    }

    /** What must be true of every single decision. */
    void check(SimDaemon daemon, Input input, Decision decision) {
        boolean adds = decision.actions().stream().anyMatch(Action.Add.class::isInstance);
        boolean removes = decision.actions().stream().anyMatch(Action.Remove.class::isInstance);
        boolean announces = decision.actions().stream().anyMatch(Action.Announce.class::isInstance);
        if (adds) {
            takeovers++;
            if (!daemon.evidence().provesHearing()) {
                throw new Broken(daemon.host() + " claims without proof that it hears anybody, on " + input);
            }
        }
        if ((adds || removes) && decision.next().why().sentence().isBlank()) {
            throw new Broken(daemon.host() + " acts without a reason, on " + input);
        }
        if (announces && !decision.next().present()) {
            throw new Broken(daemon.host() + " announces what it does not have, on " + input);
        }
        if (announces && daemon.knowsNothingSincePause()) {
            throw new Broken(daemon.host() + " announces after a pause, before it has asked, on " + input);
        }
        if (decision.next().told().size() > 64) {
            throw new Broken("memory grows");
        }
    }

    /** At the end of a quiet time: exactly one holder, and the client knows whose it is. */
    void checkSettled() {
        List<SimHost> holders = hosts.stream().filter(SimHost::holds).toList();
        if (holders.size() != 1) {
            throw new Broken("after a quiet time " + holders + " hold the alias, not exactly one; "
                    + hosts.stream()
                            .map(host -> host + " "
                                    + host.daemon
                                            .map(daemon -> daemon.state()
                                                            .phase()
                                                            .label() + " ("
                                                    + daemon.state().why().sentence() + ")")
                                            .orElse("has no daemon"))
                            .toList());
        }
        if (!clientCache.equals(Optional.of(holders.get(0).mac))) {
            throw new Broken("the client still sends to " + clientCache + ", but " + holders.get(0) + " has the alias");
        }
    }
}
