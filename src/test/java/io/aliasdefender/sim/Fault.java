package io.aliasdefender.sim;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.sim.SimHost.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
    SUSPEND {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.suspend(host, life.anyLength(length));
        }
    },
    UPGRADE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.upgrade(host);
        }
    },
    CUT_OFF {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.network.cutOff(host, true);
            life.world.after(length, () -> life.trouble.network.cutOff(host, false));
        }
    },
    CUT_OFF_ON_ONE_LINK {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int link = life.anyLink();
            life.trouble.network.cutOff(host, link, true);
            life.world.after(length, () -> life.trouble.network.cutOff(host, link, false));
        }
    },
    UPLINK_DIES_AFTER_THE_HOLDER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            long later = life.world.between(0, life.site.aliases.get(0).interval() + 300_000_000);
            POWER.strike(life, holder, length);
            life.partitioned();
            life.later(later, () -> SWITCH.strike(life, host, length));
        }
    },
    SWITCH {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int link = life.anyLink();
            life.world.note(() -> "the switch of " + SimHost.linkName(link) + " dies");
            life.partitioned();
            life.site.hosts.forEach(each -> life.trouble.network.cutOff(each, link, true));
            life.world.after(
                    length, () -> life.site.hosts.forEach(each -> life.trouble.network.cutOff(each, link, false)));
        }
    },
    ONE_WAY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost other = life.anyHost();
            if (other != host) {
                life.world.note(() -> other + " does not hear " + host);
                life.partitioned();
                life.cut(life.anyLink(), host.port, other.port, length);
            }
        }
    },
    ONE_WAY_ROUTER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            boolean deaf = life.world.below(2) == 0;
            int link = life.anyLink();
            Station router = life.site.routers[link];
            life.world.note(() -> deaf ? host + " does not hear " + router : router + " does not hear " + host);
            life.cut(link, deaf ? router.port : host.port, deaf ? host.port : router.port, length);
        }
    },
    NO_CONTACT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost other = life.anyHost();
            if (other != host) {
                life.world.note(() -> host + " and " + other + " do not hear each other");
                int link = life.anyLink();
                life.partitioned();
                life.cut(link, host.port, other.port, length);
                life.cut(link, other.port, host.port, length);
            }
        }
    },
    PARTITION {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int sides = life.world.below(1 << life.site.net.ports());
            life.partitioned();
            life.trouble.network.partition(port -> (sides >> port & 1) == 0);
            life.world.after(length, life.trouble.network::heal);
        }
    },
    CABLE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int link = life.anyLink();
            life.trouble.network.link(host, link, false);
            life.world.after(length, () -> life.trouble.network.link(host, link, true));
        }
    },
    ROUTER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            int link = life.anyLink();
            life.trouble.network.router(link, false);
            life.world.after(length, () -> life.trouble.network.router(link, true));
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
            SimHost holder = life.site.holder(alias);
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
            if (!life.site.net.isWhole(alias.link(), life.site.stranger.port)) {
                // A holder that is cut off for less than it can notice does not hear what clients hear.
                life.partitioned();
            }
            life.trouble.stranger(alias, true);
            life.world.after(length, () -> life.trouble.stranger(alias, false));
        }
    },
    FLAPPING_STRANGER {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            life.partitioned();
            int times = 2 + life.world.below(4);
            for (int i = 0; i < times; i++) {
                boolean takes = i % 2 == 0;
                life.world.after(i * length / times, () -> life.trouble.stranger(alias, takes));
            }
            life.world.after(length, () -> life.trouble.stranger(alias, false));
        }
    },
    DELETED_WHILE_CUT_OFF {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost holder = life.anyHolderOr(host);
            CUT_OFF.strike(life, holder, length);
            life.later(length * 9 / 10, () -> DELETION.strike(life, holder, length));
        }
    },
    MOVED_WHILE_IT_IS_ASKED_FOR {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            POWER.strike(life, life.anyHolderOr(host), length);
            long burst = 60_000_000;
            long later = life.world.between(0, life.site.aliases.get(0).interval() + burst);
            life.later(later, () -> {
                life.site.aliases.forEach(SimAlias::moveToTheOtherLink);
                life.trouble.reload(0);
            });
        }
    },
    BETTER_ONE_STARTS_WHEN_THE_GRACE_ENDS {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            SimHost best = life.site.hosts.stream()
                    .filter(each -> each.node.equals(alias.ranking.get(0)))
                    .findFirst()
                    .orElseThrow();
            long grace = alias.policy.grace().map(Duration::toNanos).orElse(length);
            life.trouble.kill(best);
            life.site.aliases.forEach(each -> life.trouble.delete(best, each));
            life.world.after(
                    life.world.between(grace, grace + alias.interval() + 150_000_000), () -> life.trouble.start(best));
        }
    },
    ORDER_TO_ADD {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.trouble.order(host, life.anyAlias(), Order.ADD);
        }
    },
    ORDER_TO_REMOVE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimAlias alias = life.anyAlias();
            SimHost where = life.anyHolderOr(host);
            if (life.world.below(3) == 0) {
                // While it is being put back.
                life.trouble.delete(where, alias);
                life.world.after(
                        life.world.between(0, 60_000_000), () -> life.trouble.order(where, alias, Order.REMOVE));
            } else {
                life.trouble.order(where, alias, Order.REMOVE);
            }
        }
    },
    MAINTENANCE {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            SimHost where = life.world.below(2) == 0 ? life.anyHolderOr(host) : host;
            life.trouble.maintenance(where, true);
            life.world.after(length, () -> life.trouble.maintenance(where, false));
        }
    },
    OTHER_POLICY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            OtherConfiguration.policy(life);
        }
    },
    OTHER_RANKING {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            OtherConfiguration.ranking(life);
        }
    },
    OTHER_PLACEMENT {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            OtherConfiguration.placement(life);
        }
    },
    BUSY {
        @Override
        void strike(Schedule life, SimHost host, long length) {
            life.world.note(() -> host + " is busy: its timers are late");
            host.lateness = life.world.between(1_000_000, Schedule.MOST_LATENESS);
            host.busyUntil = Long.MAX_VALUE;
            life.world.after(length, () -> {
                host.lateness = 0;
                host.busyUntil = life.world.now();
            });
        }
    };

    static final List<Fault> ALL = List.of(values());

    /** Lets it go wrong; it is put right after that time, or with everything else. */
    abstract void strike(Schedule life, SimHost host, long length);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
