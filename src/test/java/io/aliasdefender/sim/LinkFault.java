package io.aliasdefender.sim;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.sim.SimHost.Commands;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong with planned moves and with the node link, where there is one. Times in nanoseconds. */
enum LinkFault {
    MOVE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            move(life, life.anyHolderOr(host));
        }
    },
    /** In the middle of its hand-over. */
    HOLDER_DIES {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            move(life, holder);
            soon(life, () -> die(life, holder, length));
        }
    },
    TAKER_DIES {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            move(life, life.anyHolderOr(host));
            soon(life, () -> taker(life).ifPresent(taker -> die(life, taker, length)));
        }
    },
    BOTH_DIE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            move(life, holder);
            soon(life, () -> taker(life).ifPresent(taker -> die(life, taker, length)));
            soon(life, () -> die(life, holder, length));
        }
    },
    /** A command of the taker fails, or comes to nothing for a while. */
    TAKER_CANNOT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            Commands how = life.world.oneOf(List.of(Commands.FAIL, Commands.HANG, Commands.SLOW));
            life.site.hosts.stream()
                    .filter(other -> other != holder)
                    .forEach(other -> life.commands(other, how, length));
            life.later(life.world.between(0, 50 * MS), () -> move(life, holder));
        }
    },
    TAKER_HAS_NO_CARRIER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            SimHost other = life.anyHost();
            int link = life.site.plan.home();
            if (other != holder) {
                life.trouble.network.link(other, link, false);
                life.world.after(length, () -> life.trouble.network.link(other, link, true));
            }
            life.later(life.world.between(0, 50 * MS), () -> move(life, holder));
        }
    },
    MOVE_WHILE_THE_LINK_IS_CUT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            soon(life, () -> LINK_CUT.strike(life, holder, length));
            move(life, holder);
        }
    },
    STOP {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            life.trouble.stop(holder);
            life.world.after(length, () -> life.trouble.start(holder));
        }
    },
    MAINTENANCE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            life.trouble.maintenance(holder, true);
            life.world.after(length, () -> life.trouble.maintenance(holder, false));
        }
    },
    /** Something drops what is of the link, and nothing else. */
    LINK_CUT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.site.hosts.stream().filter(other -> other != host).forEach(other -> {
                cut(life, host, other, length);
                cut(life, other, host, length);
            });
        }
    },
    LINK_ONE_WAY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost other = life.anyHost();
            if (other != host) {
                cut(life, host, other, length);
            }
        }
    },
    LINK_LOSSY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            double loss = 0.1 + 0.2 * life.world.below(5);
            life.world.note(() -> "the link loses " + Math.round(loss * 100) + " %");
            life.site.datagrams.loss = loss;
            life.world.after(length, () -> life.site.datagrams.loss = 0);
        }
    },
    /** Messages come up to ten seconds late, and overtake each other; or twice. */
    LINK_LATE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            long most = life.world.oneOf(List.of(50L, 400L, 10_000L)) * MS;
            life.world.note(() -> "messages of the link are late by up to " + Trouble.millis(most));
            life.site.datagrams.late = 0.5;
            life.site.datagrams.mostLate = most;
            life.site.datagrams.twice = 0.3;
            life.world.after(length, () -> {
                life.site.datagrams.late = 0;
                life.site.datagrams.twice = 0;
            });
        }
    },
    /** A stranger sends what it has recorded, of this and of earlier lives of the daemons. */
    REPLAYS {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.world.note(() -> "a stranger replays messages of the link");
            for (long at = 0; at < length; at += life.world.between(MS, 20 * MS)) {
                life.later(at, life.site.datagrams::replay);
            }
            life.later(life.world.between(0, length), () -> move(life, life.anyHolderOr(host)));
        }
    },
    FORGERIES {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.world.note(() -> "a stranger forges messages of the link");
            for (long at = 0; at < length; at += life.world.between(MS, 50 * MS)) {
                life.later(at, life.site.datagrams::forge);
            }
        }
    },
    /** The hosts do not hear each other, and the router and everybody else hears both. */
    HOSTS_APART {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int link = life.site.plan.home();
            life.world.note(() -> "no host hears another one on " + SimHost.linkName(link));
            life.partitioned();
            for (SimHost one : life.site.hosts) {
                for (SimHost other : life.site.hosts) {
                    if (one != other) {
                        life.cut(link, one.port, other.port, length);
                    }
                }
            }
        }
    },
    /** Then the alias is silent for every other host, wherever it is. */
    PORT_SECURITY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.partitioned();
            Network.Filter filter = life.world.oneOf(List.of(Network.Filter.IP, Network.Filter.ALL));
            life.site.hosts.forEach(each -> {
                life.trouble.network.filter(each, filter);
                life.world.after(length, () -> life.trouble.network.filter(each, Network.Filter.NOTHING));
            });
        }
    };

    private static final long MS = 1_000_000;
    /** Within this time an offer, what comes of it, and the release are over. */
    private static final long HAND_OVER = 60 * MS;

    static final List<LinkFault> ALL = List.of(values());

    /** Lets it go wrong; it is put right after that time, or with everything else. */
    abstract void strike(Schedule life, SimHost host, long length);

    private static void move(Schedule life, SimHost holder) {
        life.trouble.order(holder, life.anyAlias(), Order.MOVE);
    }

    private static void soon(Schedule life, Runnable trouble) {
        life.later(life.world.between(0, HAND_OVER), trouble);
    }

    private static void cut(Schedule life, SimHost from, SimHost to, long length) {
        life.world.note(() -> "the link from " + from + " to " + to + " is cut");
        life.site.datagrams.cut(from.port, to.port, true);
        life.site.disturbed();
        life.world.after(length, () -> {
            life.site.datagrams.cut(from.port, to.port, false);
            life.site.disturbed();
        });
    }

    private static void die(Schedule life, SimHost host, long length) {
        switch (life.world.below(4)) {
            case 0 -> Fault.POWER.strike(life, host, length);
            case 1 -> Fault.KILL.strike(life, host, length);
            case 2 -> Fault.PAUSE.strike(life, host, length);
            default -> Fault.FREEZE.strike(life, host, length);
        }
    }

    /** To whom something is being handed over, or was last. */
    private static Optional<SimHost> taker(Schedule life) {
        return life.site.invariants.links().taker();
    }

    @Override
    public String toString() {
        return "link-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
