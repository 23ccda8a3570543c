package io.aliasdefender.sim;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.sim.SimHost.Commands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What can be done to a site. All of it may be done at any time, in any order, and twice. Times in nanoseconds. */
final class Trouble {
    private final Site site;
    private final World world;
    /** What can be done to the links. */
    final NetworkTrouble network;
    /** From now on every daemon that ends is started again. */
    private boolean strangersCame;

    private boolean mended;

    Trouble(Site site) {
        this.site = site;
        this.world = site.world;
        network = new NetworkTrouble(site);
    }

    boolean mended() {
        return mended;
    }

    void start(SimHost host) {
        if (!host.powered || host.daemon != null) {
            return;
        }
        if (host.frozenUntil > world.now()) {
            world.at(host.frozenUntil, () -> start(host));
            return;
        }
        world.note(() -> host + "'s daemon starts");
        host.daemon = new SimDaemon(site, host);
        host.daemon.start();
        if (host.inMaintenance) {
            host.daemon.order(new OrderRequest(Order.SUSPEND, Optional.empty()), answer -> {});
        }
        NetworkTrouble.back(site, host);
        site.disturbed();
    }

    /** kill -9. */
    void kill(SimHost host) {
        if (host.daemon != null) {
            world.note(() -> host + "'s daemon is killed");
            host.daemon.kill();
            host.daemon = null;
            site.disturbed();
        }
    }

    /** SIGTERM. */
    void stop(SimHost host) {
        stop(host, Order.STOP);
    }

    /** An upgrade: another daemon comes at once. */
    void upgrade(SimHost host) {
        stop(host, Order.LEAVE);
    }

    private void stop(SimHost host, Order how) {
        SimDaemon daemon = host.daemon;
        if (daemon != null) {
            world.note(() -> host + "'s daemon is stopped" + (how == Order.LEAVE ? " for another one" : ""));
            daemon.stop(how, () -> {
                if (host.daemon == daemon) {
                    world.note(() -> host + "'s daemon has ended");
                    host.daemon = null;
                    site.disturbed();
                    if (how == Order.LEAVE) {
                        start(host);
                    }
                    if (mended) {
                        start(host);
                    }
                }
            });
        }
    }

    void powerOff(SimHost host) {
        if (host.powered) {
            world.note(() -> host + " loses its power");
            if (host.daemon != null) {
                host.daemon.powerOff();
                host.daemon = null;
            }
            host.powered = false;
            host.kernel.loseAll();
            host.frozenUntil = 0;
            site.disturbed();
        }
    }

    /** The daemon is started by the operating system, after a while. */
    void powerOn(SimHost host, long boot) {
        if (!host.powered) {
            world.note(() -> host + " has power again");
            host.powered = true;
            site.disturbed();
            world.after(boot, () -> start(host));
        }
    }

    /** SIGSTOP and SIGCONT: the kernel goes on answering. */
    void pause(SimHost host, long length) {
        if (host.daemon != null) {
            world.note(() -> host + "'s daemon does not run for " + millis(length));
            host.daemon.pause(world.now() + length);
            site.disturbed();
            world.after(length, site::disturbed);
        }
    }

    /** A virtual machine that is paused: nobody answers, and what is sent to it is lost. Its clocks go on. */
    void freeze(SimHost host, long length) {
        freeze(host, length, false);
    }

    /** The same for a machine that is suspended: one of its clocks stands still. */
    void suspend(SimHost host, long length) {
        freeze(host, length, true);
    }

    private void freeze(SimHost host, long length, boolean suspended) {
        if (host.powered) {
            world.note(() -> host + (suspended ? " is suspended for " : " stands still for ") + millis(length));
            if (suspended) {
                host.clock.suspend(world.now() + length);
            }
            host.frozenUntil = Math.max(host.frozenUntil, world.now() + length);
            host.gone(world.now());
            world.at(host.frozenUntil, () -> NetworkTrouble.back(site, host));
            if (host.daemon != null) {
                host.daemon.pause(host.frozenUntil);
            }
            site.disturbed();
            world.after(length, site::disturbed);
        }
    }

    /** An operator, or networkd, deletes what a host has of an alias. */
    void delete(SimHost host, SimAlias alias) {
        if (host.kernel.has(alias.index)) {
            world.note(() -> "somebody deletes " + alias + " on " + host);
            site.invariants.deleted();
            site.removeAll(host, alias);
        }
    }

    /** Whether a stranger came: soon after another conflict it is announced against only now and then. */
    boolean strangersCame() {
        return strangersCame;
    }

    /** Somebody puts the address on a host with a prefix that is not the configured one. */
    void stray(SimHost host, SimAlias alias) {
        if (host.powered) {
            world.note(() -> "somebody puts " + alias + " on " + host + " with another prefix");
            SimKernel.Change change = site.add(host, alias, alias.stray(), alias.address.v6());
            if (change == SimKernel.Change.THERE_WITH_ANOTHER_PREFIX) {
                // IPv6 has one of them on a link.
                site.removeAll(host, alias, alias.link());
                site.add(host, alias, alias.stray(), true);
            }
        }
    }

    void stranger(SimAlias alias, boolean takes) {
        if (site.strangerHas(alias.index) != takes && !(takes && mended)) {
            strangersCame |= takes;
            world.note(() -> "a stranger " + (takes ? "brings " + alias + " up" : "lets " + alias + " go"));
            site.strangerTakes(alias, takes);
            site.disturbed();
        }
    }

    void commands(SimHost host, Commands how) {
        if (host.commands != how) {
            world.note(() -> host + "'s commands " + how);
            host.commands = how;
            site.disturbed();
        }
    }

    /** An operator's order. */
    void order(SimHost host, SimAlias alias, Order order) {
        if (host.daemon != null && !mended) {
            world.note(() -> "an operator orders " + host + " to " + order + " " + alias);
            OrderRules.Given given = site.invariants.orders().given(host.daemon, alias, order);
            host.daemon.order(new OrderRequest(order, Optional.of(alias.address)), given::answered);
            site.disturbed();
        }
    }

    /** Those of the node link from and to a host are lost, and nothing else is. */
    void messages(SimHost host, boolean lost) {
        world.note(() -> "messages of " + host + " over the link " + (lost ? "are lost" : "arrive again"));
        for (SimHost other : site.hosts) {
            site.datagrams.cut(host.port, other.port, lost);
            site.datagrams.cut(other.port, host.port, lost);
        }
        site.disturbed();
    }

    /** Into maintenance, or back into service. */
    void maintenance(SimHost host, boolean on) {
        if (host.daemon != null && host.inMaintenance != on) {
            world.note(() -> host + (on ? " goes into maintenance" : " is back in service"));
            host.inMaintenance = on;
            Order order = on ? Order.SUSPEND : Order.RESUME;
            OrderRules.Given given = site.invariants.orders().given(host.daemon, site.aliases.get(0), order);
            host.daemon.order(new OrderRequest(order, Optional.empty()), given::answered);
            site.disturbed();
        }
    }

    /** The new configuration reaches one host after the other. */
    void reload(long within) {
        world.note(() -> "another configuration");
        for (SimHost host : site.hosts) {
            if (host.daemon != null) {
                SimDaemon daemon = host.daemon;
                world.after(world.between(0, within), daemon::reconfigured);
            }
        }
    }

    /** A stranger says in a host's name that it has let go of an alias. */
    void forgeFarewell(SimHost host, SimAlias alias) {
        world.note(() -> "a stranger says in " + host + "'s name that it has let go of " + alias);
        int link = alias.link();
        Optional<IpAddress> own = Optional.of(site.ownAddress(host, link));
        host.saidFarewell(alias.address);
        if (alias.address.v6()) {
            NeighbourPacket packet = NeighbourPacket.farewell(host.mac(link), own, alias.address);
            site.traffic.neighbour(link, site.stranger.port, packet, -1);
        } else {
            ArpPacket packet = ArpPacket.farewell(host.mac(link), own, alias.address);
            site.traffic.arp(link, site.stranger.port, packet, null);
        }
    }

    /** Everything is put right, and every daemon runs. */
    void mend() {
        world.note(() -> "everything is mended");
        mended = true;
        site.net.healCuts();
        if (site.datagrams != null) {
            site.datagrams.healAll();
            site.hosts.forEach(host -> network.filter(host, Network.Filter.NOTHING));
        }
        for (int link = 0; link < site.routers.length; link++) {
            network.router(link, true);
        }
        site.aliases.forEach(alias -> stranger(alias, false));
        if (site.services != null) {
            site.services.mend();
        }
        if (site.leases != null) {
            site.leases.mend();
        }
        List<SimHost> hosts = new ArrayList<>(site.hosts);
        Collections.rotate(hosts, world.below(hosts.size()));
        for (SimHost host : hosts) {
            commands(host, Commands.WORK);
            network.route(host, true);
            powerOn(host, 0);
            for (int link = 0; link < host.links(); link++) {
                network.link(host, link, true);
            }
            start(host);
            maintenance(host, false);
            putInOrder(host);
        }
        site.disturbed();
    }

    /** What an operator took off a host may be there again: so it is after a restart. */
    private void putInOrder(SimHost host) {
        for (SimAlias alias : site.aliases) {
            if (host.daemon != null && isKeptOff(host.daemon.life(alias.index))) {
                kill(host);
                start(host);
            }
        }
    }

    private boolean isKeptOff(AliasLife life) {
        return site.leases == null
                ? life.keptOff() == Order.REMOVE
                : life.begun() && life.state().phase() instanceof Phase.StandingAside;
    }

    static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }
}
