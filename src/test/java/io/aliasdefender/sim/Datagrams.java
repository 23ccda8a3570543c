package io.aliasdefender.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * The datagrams of the node link on their way between the hosts: over several paths, each with troubles of its own besides
 * those of the network that it goes by. Times in nanoseconds.
 */
final class Datagrams {
    /** How many of those that were sent last a stranger has recorded. */
    private static final int RECORDED = 400;

    private final Site site;
    private final World world;
    private final List<Way> ways;
    /** By sender and receiver: whether something on the way drops what is of the link, and nothing else. */
    private final boolean[][] cut;
    /** By host: since when it has one; before, and for good where it is never, it is silent. */
    private final boolean[] silent;

    private final List<Datagram> recorded = new ArrayList<>();
    private int next;
    /** By pair: since when they have been able to talk both ways; {@link Long#MAX_VALUE}: they are not. */
    private final long[][] talkSince;

    /** Probability that a datagram is lost, beyond what the network loses. */
    double loss;
    /** Probability that it is late by up to {@link #mostLate}. */
    double late;

    long mostLate;
    /** Probability that it comes twice. */
    double twice;

    /** How a datagram goes. */
    enum Way {
        /** Over the first link, from host to host. */
        DIRECT,
        /** Over the first link, to the router and back: no host needs to hear the other. */
        BY_THE_ROUTER,
        /** Over the second link. */
        SECOND_NETWORK
    }

    /** @param content never changed */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Datagram(int from, int to, Way way, byte[] content) {}

    Datagrams(Site site, List<Way> ways) {
        this.site = site;
        this.world = site.world;
        this.ways = List.copyOf(ways);
        int hosts = site.hosts.size();
        cut = new boolean[hosts][hosts];
        silent = new boolean[hosts];
        talkSince = new long[hosts][hosts];
    }

    List<Way> ways() {
        return ways;
    }

    /** A host whose program has no link: an older one, or one without a key. */
    void silent(SimHost host) {
        silent[host.port] = true;
    }

    boolean isSilent(SimHost host) {
        return silent[host.port];
    }

    void send(int from, int to, Way way, byte[] content) {
        Datagram datagram = new Datagram(from, to, way, content);
        record(datagram);
        carry(datagram);
    }

    private void record(Datagram datagram) {
        if (recorded.size() < RECORDED) {
            recorded.add(datagram);
        } else {
            recorded.set(next++ % RECORDED, datagram);
        }
    }

    /** One of those that a stranger recorded is sent once more; perhaps another host's daemon of long ago sent it. */
    void replay() {
        if (!recorded.isEmpty()) {
            carry(world.oneOf(recorded));
        }
    }

    /** Nonsense, or one that was recorded with a bit of it turned over. */
    void forge() {
        if (recorded.isEmpty()) {
            return;
        }
        Datagram one = world.oneOf(recorded);
        byte[] bytes = one.content().clone();
        int at = world.below(bytes.length);
        bytes[at] ^= (byte) (1 << world.below(8));
        carry(new Datagram(one.from(), one.to(), one.way(), bytes));
    }

    /** Sends it into the network, where it may be lost. */
    void carry(Datagram datagram) {
        if (cut[datagram.from()][datagram.to()] || world.chance(loss) || !passes(datagram)) {
            return;
        }
        world.after(flight(), () -> arrive(datagram));
        if (world.chance(twice)) {
            world.after(flight(), () -> arrive(datagram));
        }
    }

    private boolean passes(Datagram datagram) {
        int link = link(datagram.way());
        int router = site.routers[link].port;
        return datagram.way() == Way.BY_THE_ROUTER
                ? site.routers[link].up
                        && site.net.carries(link, datagram.from(), router)
                        && site.net.carries(link, router, datagram.to())
                : site.net.carries(link, datagram.from(), datagram.to());
    }

    private static int link(Way way) {
        return way == Way.SECOND_NETWORK ? 1 : 0;
    }

    private long flight() {
        return site.net.flight() + (world.chance(late) ? world.between(0, mostLate) : 0);
    }

    private void arrive(Datagram datagram) {
        SimHost to = site.hosts.get(datagram.to());
        if (to.onNetwork(link(datagram.way()), world.now()) && to.daemon != null) {
            to.daemon.datagram(datagram);
        }
    }

    void cut(int from, int to, boolean off) {
        cut[from][to] = off;
    }

    void healAll() {
        loss = 0;
        late = 0;
        twice = 0;
        for (boolean[] row : cut) {
            java.util.Arrays.fill(row, false);
        }
    }

    /** Nothing of the link is lost, late or doubled. */
    boolean calm() {
        return loss == 0 && late == 0 && twice == 0;
    }

    /** To be called whenever it may have changed who hears whom. */
    void check() {
        for (int one = 0; one < talkSince.length; one++) {
            for (int other = one + 1; other < talkSince.length; other++) {
                boolean talk = talk(site.hosts.get(one), site.hosts.get(other));
                long since = talkSince[one][other];
                talkSince[one][other] = !talk ? Long.MAX_VALUE : since == Long.MAX_VALUE ? world.now() : since;
            }
        }
    }

    /** Since when two hosts have had a path that works both ways; {@link Long#MAX_VALUE}: they have none. */
    long talkSince(SimHost one, SimHost other) {
        return talkSince[Math.min(one.port, other.port)][Math.max(one.port, other.port)];
    }

    private boolean talk(SimHost one, SimHost other) {
        return !cut[one.port][other.port]
                && !cut[other.port][one.port]
                && speaks(one)
                && speaks(other)
                && ways.stream().anyMatch(way -> isWhole(way, one, other));
    }

    private boolean speaks(SimHost host) {
        return !isSilent(host) && host.daemon != null && host.daemon.loop.runs();
    }

    private boolean isWhole(Way way, SimHost one, SimHost other) {
        int link = link(way);
        long now = world.now();
        if (!one.onNetwork(link, now) || !other.onNetwork(link, now)) {
            return false;
        }
        int router = site.routers[link].port;
        return way == Way.BY_THE_ROUTER
                ? site.routers[link].up && hear(link, one.port, router) && hear(link, other.port, router)
                : hear(link, one.port, other.port);
    }

    /** Whatever a switch drops that has an alias for its source: what is of the link has none. */
    private boolean hear(int link, int one, int other) {
        return !site.net.isCut(link, one, other) && !site.net.isCut(link, other, one);
    }
}
