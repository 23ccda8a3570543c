package io.aliasdefender.sim;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import java.time.Duration;
import java.util.Optional;

/** The steady rounds of one daemon at one address, as the prober makes them. */
final class SimRound {
    /** After silent rounds the next ones listen longer, doubling so many times at most. */
    private static final int MAX_DOUBLINGS = 3;

    private static final long MAX_AGE = 1_000_000_000;
    /** A time-out that is noticed later than this proves nothing. */
    private static final long LATE = 50_000_000;

    private final Site site;
    private final World world;
    private final SimDaemon daemon;
    private final Target target;
    private long begunAt;
    private long deadline;
    private long number;
    private boolean waiting;
    private int silentRounds;
    private MacAddress roundMac;
    private MacAddress toldMac;

    SimRound(Site site, SimDaemon daemon, Target target) {
        this.site = site;
        this.world = site.world;
        this.daemon = daemon;
        this.target = target;
    }

    Target target() {
        return target;
    }

    void begin() {
        daemon.timer(world.between(0, interval()), this::ask);
    }

    private long interval() {
        return site.aliases
                .get(target.alias() == null ? 0 : target.alias().index)
                .interval();
    }

    private void ask() {
        daemon.timer(interval(), this::ask);
        if (waiting) {
            silent(0);
        }
        SimHost host = daemon.host();
        if (!host.linkUp) {
            daemon.probed(target, new ProbeOutcome.Broken("no carrier"));
            return;
        }
        begunAt = world.now();
        long timeout = SimBurst.timeout(target.alias() == null ? site.aliases.get(0) : target.alias());
        long ceiling = Math.min(interval(), MAX_AGE);
        deadline = begunAt + Math.min(timeout << Math.min(silentRounds, MAX_DOUBLINGS), ceiling);
        waiting = true;
        roundMac = null;
        long mine = ++number;
        boolean sure = site.ask(daemon, target, false);
        if (!sure) {
            daemon.timer(deadline - begunAt, () -> {
                if (waiting && number == mine) {
                    silent(world.now() - deadline);
                }
            });
        }
    }

    private void silent(long late) {
        waiting = false;
        if (late > LATE) {
            daemon.probed(target, new ProbeOutcome.Broken("this process was paused"));
            return;
        }
        silentRounds++;
        toldMac = null;
        daemon.probed(target, new ProbeOutcome.Silence(Duration.ofNanos(world.now() - begunAt)));
    }

    /** After a pause, nothing is concluded from an open round. */
    void spoilt() {
        if (waiting) {
            waiting = false;
            daemon.probed(target, new ProbeOutcome.Broken("this process was paused"));
        }
    }

    /**
     * An answer came in.
     *
     * @param mac whose, when it is an ARP reply; else null
     * @param then whose ARP reply follows at once; null: none
     * @return whether it shows another holder than the one that answered in this round
     */
    boolean answered(MacAddress mac, MacAddress then) {
        boolean another = mac == null ? echoed() : spoken(mac);
        return then != null ? spoken(then) : another;
    }

    private boolean echoed() {
        if (waiting) {
            news(null);
        }
        return false;
    }

    private boolean spoken(MacAddress mac) {
        if (waiting) {
            roundMac = mac;
            news(mac);
            return false;
        }
        if (roundMac == null && world.now() <= deadline) {
            roundMac = mac;
            if (!mac.equals(toldMac)) {
                news(mac);
            }
            return false;
        }
        return !mac.equals(roundMac == null ? toldMac : roundMac);
    }

    private void news(MacAddress mac) {
        waiting = false;
        silentRounds = 0;
        toldMac = mac == null ? toldMac : mac;
        daemon.probed(
                target, new ProbeOutcome.Reply(Duration.ofNanos(world.now() - begunAt), Optional.ofNullable(mac)));
    }
}
