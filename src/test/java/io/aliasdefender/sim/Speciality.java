package io.aliasdefender.sim;

import java.util.List;

/**
 * What few schedules have besides. The seed alone tells which, and nothing is drawn for it in any other schedule: so those
 * stay as they were. Times in nanoseconds.
 */
enum Speciality {
    NONE(-1, Fault.ALL) {
        @Override
        boolean begin(Schedule life, long end) {
            return true;
        }
    },

    /**
     * Who has an address cannot be asked, as on WireGuard or a tun. Two hosts that both had the alias there would never
     * know of each other, so nothing happens that could lead to that: daemons end and pause, or one host dies for good.
     */
    LINK_WITHOUT_ARP(7, List.of(Fault.KILL, Fault.PAUSE, Fault.UPGRADE)) {
        @Override
        boolean begin(Schedule life, long end) {
            boolean daemonsAlone = life.world.below(3) != 0;
            if (!daemonsAlone) {
                life.world.after(
                        life.world.between(life.interval() * 4, end / 2),
                        () -> life.trouble.powerOff(life.anyHolderOr(life.anyHost())));
            }
            return daemonsAlone;
        }
    },

    /** Default routes go and come again while the alias is asked for: then there is no router that could be asked. */
    FLAPPING_ROUTES(17, Fault.ALL) {
        @Override
        boolean begin(Schedule life, long end) {
            life.world.after(life.world.between(life.interval() * 4, end / 2), () -> {
                SimHost holder = life.anyHolderOr(life.anyHost());
                Fault.POWER.strike(life, holder, life.world.between(life.interval(), end / 2));
                life.site.hosts.stream().filter(host -> host != holder).forEach(host -> flap(life, host));
            });
            return true;
        }

        private void flap(Schedule life, SimHost host) {
            for (int i = 0; i < FLAPS; i++) {
                long gone = life.world.between(0, life.interval() + BURST);
                life.later(gone, () -> life.trouble.network.route(host, false));
                life.later(gone + life.world.between(MS, BURST), () -> life.trouble.network.route(host, true));
            }
        }
    },

    /** A stranger says in the nodes' names, again and again, that they have let go of the alias. */
    FORGED_FAREWELLS(27, Fault.ALL) {
        @Override
        boolean begin(Schedule life, long end) {
            for (long at = life.interval(); at < end; at += life.world.between(MS, 2 * life.interval() + MS)) {
                life.later(at, () -> life.trouble.forgeFarewell(life.anyHost(), life.world.oneOf(life.site.aliases)));
            }
            return true;
        }
    };

    private static final long MS = 1_000_000;
    private static final long BURST = 60 * MS;
    private static final int FLAPS = 8;
    /** Each has one schedule of so many. */
    private static final int ONE_OF = 40;

    private final int residue;
    private final List<Fault> faults;

    Speciality(int residue, List<Fault> faults) {
        this.residue = residue;
        this.faults = faults;
    }

    static Speciality of(long seed) {
        for (Speciality one : values()) {
            if (seed % ONE_OF == one.residue) {
                return one;
            }
        }
        return NONE;
    }

    /** What may strike. */
    List<Fault> faults() {
        return faults;
    }

    /**
     * Plans what happens besides.
     *
     * @param end of the trouble
     * @return whether other faults strike too
     */
    abstract boolean begin(Schedule life, long end);
}
