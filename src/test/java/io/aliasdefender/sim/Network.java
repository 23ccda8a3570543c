package io.aliasdefender.sim;

import java.util.Arrays;

/** A switch, whose frames may be lost, late, doubled or cut off in one direction. Times in nanoseconds. */
final class Network {
    private static final long LEAST_FLIGHT = 50_000;
    private static final long MOST_FLIGHT = 500_000;

    private final World world;
    private final boolean[][] cut;
    /** Probability that a frame is lost. */
    double loss;
    /** Probability that a frame is late by up to {@link #mostLate}, and so overtaken by others. */
    double late;

    long mostLate;
    /** Probability that a frame comes twice. */
    double twice;

    Network(World world, int ports) {
        this.world = world;
        cut = new boolean[ports][ports];
    }

    int ports() {
        return cut.length;
    }

    void cut(int from, int to, boolean off) {
        cut[from][to] = off;
    }

    boolean isCut(int from, int to) {
        return cut[from][to];
    }

    boolean hearEachOther(int one, int other) {
        return !cut[one][other] && !cut[other][one];
    }

    /** Whether every port hears this one, and it hears every port. */
    boolean isWhole(int port) {
        for (int other = 0; other < cut.length; other++) {
            if (!hearEachOther(port, other)) {
                return false;
            }
        }
        return true;
    }

    void healCuts() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
    }

    /** Whether one frame gets through. */
    boolean carries(int from, int to) {
        return !cut[from][to] && !world.chance(loss);
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
        return world.chance(late) ? usual + world.between(0, mostLate) : usual;
    }

    /** Sends one frame: what happens when it arrives, happens not at all, once, or twice. */
    void send(int from, int to, Runnable arrival) {
        if (carries(from, to)) {
            world.after(flight(), arrival);
            if (world.chance(twice)) {
                world.after(flight(), arrival);
            }
        }
    }
}
