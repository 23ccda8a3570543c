package io.aliasdefender.sim;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.sim.SimHost.Commands;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong for a while. Times in nanoseconds. */
enum Fault {
    POWER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.powerOff(host);
            long boot = life.world.between(0, 300_000_000);
            life.world.after(length, () -> life.trouble.powerOn(host, boot));
        }
    },
    KILL {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.kill(host);
            life.world.after(life.world.below(3) == 0 ? 0 : length, () -> life.trouble.start(host));
        }
    },
    STOP {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.stop(host);
            life.world.after(length, () -> life.trouble.start(host));
        }
    },
    PAUSE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.pause(host, life.anyLength(length));
        }
    },
    FREEZE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.freeze(host, life.anyLength(length));
        }
    },
    CUT_OFF {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.cutOff(host, true);
            life.world.after(length, () -> life.trouble.cutOff(host, false));
        }
    },
    ONE_WAY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost other = life.anyHost();
            if (other != host) {
                life.world.note(() -> other + " does not hear " + host);
                life.cut(host.port, other.port, length);
            }
        }
    },
    ONE_WAY_ROUTER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            boolean deaf = life.world.below(2) == 0;
            int router = life.site.router.port;
            life.world.note(() -> deaf ? host + " does not hear the router" : "the router does not hear " + host);
            life.cut(deaf ? router : host.port, deaf ? host.port : router, length);
        }
    },
    NO_CONTACT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost other = life.anyHost();
            if (other != host) {
                life.world.note(() -> host + " and " + other + " do not hear each other");
                life.cut(host.port, other.port, length);
                life.cut(other.port, host.port, length);
            }
        }
    },
    PARTITION {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int sides = life.world.below(1 << life.site.net.ports());
            life.partitioned();
            life.trouble.partition(port -> (sides >> port & 1) == 0);
            life.world.after(length, life.trouble::heal);
        }
    },
    CABLE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.link(host, false);
            life.world.after(length, () -> life.trouble.link(host, true));
        }
    },
    ROUTER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.router(false);
            life.world.after(length, () -> life.trouble.router(true));
        }
    },
    DELETION {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.delete(life.anyHolderOr(host), life.anyAlias());
        }
    },
    STRAY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            SimHost holder = life.site.invariants.settlement().holder(alias);
            life.trouble.stray(life.world.below(4) == 0 || holder == null ? host : holder, alias);
        }
    },
    COMMANDS_FAIL {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.commands(host, Commands.FAIL, length);
        }
    },
    COMMANDS_SLOW {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.commands(host, Commands.SLOW, length);
        }
    },
    COMMANDS_HANG {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.commands(host, Commands.HANG, length);
        }
    },
    STRANGER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            if (!life.site.net.isWhole(life.site.stranger.port)) {
                // A holder that is cut off for less than it can notice does not hear what clients hear.
                life.partitioned();
            }
            life.trouble.stranger(alias, true);
            life.world.after(length, () -> life.trouble.stranger(alias, false));
        }
    },
    OTHER_POLICY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            Policy old = life.site.aliases.get(0).policy;
            Optional<java.time.Duration> failback = old.failback().isPresent()
                    ? Optional.empty()
                    : Optional.of(old.interval().multipliedBy(5));
            Policy next = new Policy(
                    old.interval(),
                    old.confirmProbes() + life.world.below(5),
                    old.confirmSpacing(),
                    old.grace(),
                    failback,
                    old.onStop(),
                    old.onIsolation(),
                    old.announce());
            life.site.aliases.forEach(alias -> alias.policy = next);
            life.trouble.reload(RELOAD_WITHIN);
        }
    },
    OTHER_RANKING {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            List<Node> ranking = new ArrayList<>(alias.ranking);
            Collections.swap(ranking, life.world.below(ranking.size()), life.world.below(ranking.size()));
            life.site.aliases.stream()
                    .filter(other -> other == alias || other.group.isPresent() && other.group.equals(alias.group))
                    .forEach(other -> other.ranking = List.copyOf(ranking));
            life.trouble.reload(RELOAD_WITHIN);
        }
    },
    OTHER_PLACEMENT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            alias.placed = (alias.placed + 1) % alias.placementCount();
            life.trouble.reload(RELOAD_WITHIN);
        }
    },
    BUSY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.world.note(() -> host + " is busy: its timers are late");
            host.lateness = life.world.between(1_000_000, Schedule.MOST_LATENESS);
            life.world.after(length, () -> host.lateness = 0);
        }
    };

    private static final long RELOAD_WITHIN = 150_000_000;
    private static final List<Fault> ALL = List.of(values());

    /** Lets it go wrong; it is put right after that time, or with everything else. */
    abstract void strike(Schedule life, SimHost host, long length);

    static Fault any(World world) {
        return world.oneOf(ALL);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
