package io.aliasdefender.sim;

import java.util.Arrays;

/**
 * One or two switches, each with a port of every host, whose frames may be lost, late, doubled or cut off in one
 * direction. Times in nanoseconds.
 */
final class Network {
    private static final long LEAST_FLIGHT = 50_000;
    private static final long MOST_FLIGHT = 500_000;
    /** In a bad time of a path. */
    private static final double LOSS_IN_A_BURST = 0.9;

    private final World world;
    private final int ports;
    /** By link, sender and receiver. */
    private final boolean[][][] cut;
    /** By link, sender and receiver: the path is bad until then; negative: good until then. */
    private final long[][][] weather;

    /** By port: which frames about an alias the switch drops that come from it. */
    private final Filter[] filters;

    /** Port security or anti-spoofing. */
    enum Filter {
        NOTHING,
        /** What has an alias for its source. */
        IP,
        /** That, and ARP or neighbour discovery that names an alias as the sender's. */
        ALL
    }

    /** Probability that a frame is lost. */
    double loss;
    /** How long the bad times of a path are on average, in which most is lost; 0: losses do not depend on each other. */
    long burst;
    /** Probability that a frame is late by up to {@link #mostLate}, and so overtaken by others. */
    double late;

    long mostLate;
    /** Probability that a frame comes twice. */
    double twice;

    Network(World world, int links, int ports) {
        this.world = world;
        this.ports = ports;
        cut = new boolean[links][ports][ports];
        weather = new long[links][ports][ports];
        filters = new Filter[ports];
        Arrays.fill(filters, Filter.NOTHING);
    }

    void filter(int port, Filter filter) {
        filters[port] = filter;
    }

    Filter filter(int port) {
        return filters[port];
    }

    int ports() {
        return ports;
    }

    int links() {
        return cut.length;
    }

    void cut(int link, int from, int to, boolean off) {
        cut[link][from][to] = off;
    }

    /** On every link. */
    void cut(int from, int to, boolean off) {
        for (boolean[][] link : cut) {
            link[from][to] = off;
        }
    }

    boolean isCut(int link, int from, int to) {
        return cut[link][from][to];
    }

    boolean hearEachOther(int link, int one, int other) {
        return !cut[link][one][other]
                && !cut[link][other][one]
                && filters[one] == Filter.NOTHING
                && filters[other] == Filter.NOTHING;
    }

    /** Whether every port hears this one, and it hears every port. */
    boolean isWhole(int link, int port) {
        for (int other = 0; other < ports; other++) {
            if (!hearEachOther(link, port, other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no port of the link hears this one or is heard by it. */
    boolean isAlone(int link, int port) {
        for (int other = 0; other < ports; other++) {
            if (other != port && (!cut[link][port][other] || !cut[link][other][port])) {
                return false;
            }
        }
        return true;
    }

    void healCuts() {
        for (boolean[][] link : cut) {
            for (boolean[] row : link) {
                Arrays.fill(row, false);
            }
        }
    }

    /** Whether one frame gets through. */
    boolean carries(int link, int from, int to) {
        return !cut[link][from][to] && (loss == 0 || !isLost(link, from, to));
    }

    private boolean isLost(int link, int from, int to) {
        return burst == 0 ? world.chance(loss) : world.chance(isBad(link, from, to) ? LOSS_IN_A_BURST : 0);
    }

    /** The model of Gilbert and Elliott: a path is good and bad in turns, whether or not something is sent. */
    private boolean isBad(int link, int from, int to) {
        long[] paths = weather[link][from];
        while (Math.abs(paths[to]) <= world.now()) {
            double share = Math.min(loss / LOSS_IN_A_BURST, 0.5);
            boolean nowBad = paths[to] == 0 ? world.chance(share) : paths[to] < 0;
            long mean = nowBad ? burst : (long) (burst * (1 - share) / share);
            long until = Math.max(Math.abs(paths[to]), world.now() - burst) + world.between(1, 2 * mean);
            paths[to] = nowBad ? until : -until;
        }
        return paths[to] > 0;
    }

    /** Nothing is lost, late or doubled. */
    boolean calm() {
        return loss == 0 && late == 0 && twice == 0;
    }

    /** Whether this is what a frame usually takes. */
    boolean isUsual(long flight) {
        return flight <= MOST_FLIGHT;
    }

    /** How long a frame takes. */
    long flight() {
        long usual = world.between(LEAST_FLIGHT, MOST_FLIGHT);
        return late > 0 && world.chance(late) ? usual + world.between(0, mostLate) : usual;
    }

    /** Sends one frame: what happens when it arrives, happens not at all, once, or twice. */
    void send(int link, int from, int to, Runnable arrival) {
        if (carries(link, from, to)) {
            world.after(flight(), arrival);
            if (twice > 0 && world.chance(twice)) {
                world.after(flight(), arrival);
            }
        }
    }
}
