package io.aliasdefender.sim;

import io.aliasdefender.sim.SimHost.Commands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** What can be done to a site. All of it may be done at any time, in any order, and twice. Times in nanoseconds. */
final class Trouble {
    private final Site site;
    private final World world;
    /** From now on every daemon that ends is started again. */
    private boolean mended;

    Trouble(Site site) {
        this.site = site;
        this.world = site.world;
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
        back(host);
        site.changed();
    }

    private void back(SimHost host) {
        host.back(world.now(), 3 * site.aliases.get(0).interval());
    }

    /** kill -9. */
    void kill(SimHost host) {
        if (host.daemon != null) {
            world.note(() -> host + "'s daemon is killed");
            host.daemon.kill();
            host.daemon = null;
            site.changed();
        }
    }

    /** SIGTERM. */
    void stop(SimHost host) {
        SimDaemon daemon = host.daemon;
        if (daemon != null) {
            world.note(() -> host + "'s daemon is stopped");
            daemon.stop(() -> {
                if (host.daemon == daemon) {
                    world.note(() -> host + "'s daemon has ended");
                    host.daemon = null;
                    site.changed();
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
            host.loseAll();
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
            site.changed();
        }
    }

    /** A virtual machine that is paused: nobody answers, and what is sent to it is lost. */
    void freeze(SimHost host, long length) {
        if (host.powered) {
            world.note(() -> host + " stands still for " + millis(length));
            host.frozenUntil = Math.max(host.frozenUntil, world.now() + length);
            host.gone(world.now());
            world.at(host.frozenUntil, () -> back(host));
            if (host.daemon != null) {
                host.daemon.pause(host.frozenUntil);
            }
            site.disturbed();
            world.after(length, site::disturbed);
        }
    }

    void link(SimHost host, boolean up) {
        if (host.linkUp != up) {
            host.linkUp = up;
            if (up) {
                back(host);
            } else {
                host.gone(world.now());
            }
            world.note(() -> host + "'s link is " + (up ? "up" : "down"));
            if (!up) {
                wipe(host);
            }
            if (host.daemon != null) {
                host.daemon.kernelChanged();
            }
            site.disturbed();
        }
    }

    /** Linux takes the IPv6 addresses off a link that goes down locally; IPv4 addresses stay. */
    private void wipe(SimHost host) {
        site.aliases.stream().filter(alias -> alias.address.v6()).forEach(alias -> site.carry(host, alias, 0));
    }

    void router(boolean up) {
        if (site.router.up != up) {
            world.note(() -> "the router is " + (up ? "back" : "down"));
            site.router.up(up);
            site.disturbed();
        }
    }

    /** Nobody hears the host, and it hears nobody, though its carrier is up. */
    void cutOff(SimHost host, boolean off) {
        world.note(() -> host + (off ? " is cut off" : " is no longer cut off"));
        for (int port = 0; port < site.net.ports(); port++) {
            if (port != host.port) {
                site.net.cut(host.port, port, off);
                site.net.cut(port, host.port, off);
            }
        }
        site.disturbed();
    }

    void cut(int from, int to, boolean off) {
        site.net.cut(from, to, off);
        site.disturbed();
    }

    /** Whoever is on one side does not hear the other. */
    void partition(Predicate<Integer> leftSide) {
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int port = 0; port < site.net.ports(); port++) {
            (leftSide.test(port) ? left : right).add(port);
        }
        world.note(() -> "the network falls apart: " + names(left) + " | " + names(right));
        for (int one : left) {
            for (int other : right) {
                site.net.cut(one, other, true);
                site.net.cut(other, one, true);
            }
        }
        site.disturbed();
    }

    private List<String> names(List<Integer> ports) {
        return ports.stream().map(site::nameOf).toList();
    }

    void heal() {
        world.note(() -> "all connections are healed");
        site.net.healCuts();
        site.disturbed();
    }

    /** An operator, or networkd, deletes what a host has of an alias. */
    void delete(SimHost host, SimAlias alias) {
        if (host.has(alias.index)) {
            world.note(() -> "somebody deletes " + alias + " on " + host);
            site.carry(host, alias, 0);
        }
    }

    /** Somebody puts the address on a host with a prefix that is not the configured one. */
    void stray(SimHost host, SimAlias alias) {
        if (host.powered) {
            world.note(() -> "somebody puts " + alias + " on " + host + " with another prefix");
            int other = SimAlias.prefixBit((alias.placed + 1) % alias.placementCount());
            site.carry(host, alias, host.prefixes(alias.index) | other);
        }
    }

    void stranger(SimAlias alias, boolean takes) {
        if (site.strangerHas(alias.index) != takes) {
            world.note(() -> "a stranger " + (takes ? "brings " + alias + " up" : "lets " + alias + " go"));
            site.strangerTakes(alias, takes);
            site.disturbed();
        }
    }

    void commands(SimHost host, Commands how) {
        if (host.commands != how) {
            world.note(() -> host + "'s commands " + how);
            host.commands = how;
            site.changed();
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

    /** Everything is put right, and every daemon runs. */
    void mend() {
        world.note(() -> "everything is mended");
        mended = true;
        site.net.healCuts();
        router(true);
        site.aliases.forEach(alias -> stranger(alias, false));
        List<SimHost> hosts = new ArrayList<>(site.hosts);
        Collections.rotate(hosts, world.below(hosts.size()));
        for (SimHost host : hosts) {
            commands(host, Commands.WORK);
            powerOn(host, 0);
            link(host, true);
            start(host);
        }
        site.disturbed();
    }

    static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }
}
