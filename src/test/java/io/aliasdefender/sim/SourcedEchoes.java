package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.util.SplittableRandom;

/**
 * Echo requests from an address of their host's choice. They have a chance of their own, so that they change nothing of what
 * else happens in the life of a seed.
 */
final class SourcedEchoes {
    private static final long FLIGHT = 200_000;

    private final Site site;
    private final World world;
    private final Network net;
    private final Traffic traffic;
    private final SplittableRandom fate = new SplittableRandom(1);

    SourcedEchoes(Site site, Traffic traffic) {
        this.site = site;
        this.traffic = traffic;
        world = site.world;
        net = site.net;
    }

    /** An echo request from an address of its host's choice, and what comes of it. */
    void ask(SimHost from, int link, IpAddress source, IpAddress to, int mark, long sentNanos) {
        int answerer = -1;
        for (int port = 0; port < net.ports(); port++) {
            if (port != from.port && traffic.isOn(port, link) && traffic.answers(port, link, to)) {
                answerer = port;
            }
        }
        SimAlias alias = traffic.alias(source);
        boolean dropped = alias != null && net.filter(from.port) != Network.Filter.NOTHING;
        if (answerer == -1 || dropped || !passes(link, from.port, answerer)) {
            return;
        }
        int receiver = answerer;
        world.after(2 * FLIGHT, () -> {
            boolean back = alias == null || sendsBack(receiver, link, alias, from);
            if (traffic.answers(receiver, link, to)
                    && back
                    && passes(link, receiver, from.port)
                    && from.daemon != null
                    && from.daemon.wire != null
                    && from.onNetwork(link, world.now())) {
                from.daemon.wire.marked(to, mark, sentNanos);
            }
        });
    }

    private boolean passes(int link, int from, int to) {
        return !net.isCut(link, from, to) && fate.nextDouble() >= net.loss;
    }

    /** Whether that port sends what is for the alias to this host; where it has to ask, the holder answers. */
    private boolean sendsBack(int port, int link, SimAlias alias, SimHost holder) {
        MacAddress known = port < site.hosts.size() ? null : site.station(port).sendsTo(link, alias.index);
        return known == null ? net.filter(holder.port) != Network.Filter.ALL : known.equals(holder.mac(link));
    }
}
