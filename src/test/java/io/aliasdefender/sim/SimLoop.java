package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The event loop of one process: its timers, its bus, and what becomes of them while the process or its machine does not
 * run. Nanoseconds.
 */
final class SimLoop implements Timers {
    /** What a timer of an idle event loop is late by. */
    private static final long LEAST_LATENESS = 5_000;

    private static final long MOST_LATENESS = 80_000;

    private final World world;
    private final SimHost host;
    /** The same for all timers, so that they fire in the order of their deadlines. */
    private final long usualLateness;
    /** Messages of the bus, which are delivered in order when what is under way has ended. */
    private final Deque<Runnable> bus = new ArrayDeque<>();

    private final List<Runnable> missedTimers = new ArrayList<>();
    private final List<Runnable> missedInputs = new ArrayList<>();
    private final List<Runnable> atResume = new ArrayList<>();
    private boolean alive = true;
    private boolean running;
    private long pausedUntil;
    private long pausedAt;

    SimLoop(World world, SimHost host) {
        this.world = world;
        this.host = host;
        usualLateness = world.between(LEAST_LATENESS, MOST_LATENESS);
    }

    @Override
    public long nanoTime() {
        return host.clock.nanoTime();
    }

    @Override
    public long bootNanos() {
        return host.clock.bootNanos();
    }

    @Override
    public Registration at(long deadlineNanos, Runnable task) {
        Timer timer = new Timer(deadlineNanos, task);
        timer.schedule();
        return timer;
    }

    private final class Timer implements Runnable, Registration {
        private final long deadline;
        private Runnable task;
        private World.Event event;

        private Timer(long deadline, Runnable task) {
            this.deadline = deadline;
            this.task = task;
        }

        private void schedule() {
            long left = Math.max(0, deadline - nanoTime());
            long late = host.lateness == 0 ? usualLateness : world.between(0, host.lateness);
            event = world.after(host.clock.worldNanos(left) + late, this);
        }

        @Override
        public void run() {
            if (!alive || task == null) {
                return;
            }
            if (pausedUntil > world.now()) {
                missedTimers.add(this);
            } else if (deadline - nanoTime() > 0) {
                // Its clock stood still meanwhile.
                schedule();
            } else {
                Runnable now = task;
                task = null;
                enter(now);
            }
        }

        @Override
        public void cancel() {
            task = null;
            event.cancel();
        }
    }

    /** Publishes on the bus of this process. */
    void post(Runnable message) {
        if (running) {
            bus.add(message);
        } else {
            input(message);
        }
    }

    /** Something from outside comes in: at once, or when the process runs again. */
    void input(Runnable input) {
        if (alive) {
            if (pausedUntil > world.now()) {
                missedInputs.add(input);
            } else {
                enter(input);
            }
        }
    }

    private void enter(Runnable task) {
        if (running) {
            bus.add(task);
            return;
        }
        running = true;
        try {
            task.run();
            Runnable message = bus.poll();
            while (message != null && alive) {
                message.run();
                message = bus.poll();
            }
        } finally {
            running = false;
        }
    }

    boolean alive() {
        return alive;
    }

    /** Whether it can do something at this moment. */
    boolean runs() {
        return alive && pausedUntil <= world.now();
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** How long the pause lasted that has just ended. */
    long pausedFor() {
        return world.now() - pausedAt;
    }

    /** Ends without another word. */
    void kill() {
        alive = false;
        bus.clear();
        missedTimers.clear();
        missedInputs.clear();
    }

    /** @param resumed is called first when it runs again */
    void pause(long until, Runnable resumed) {
        if (runs()) {
            pausedAt = world.now();
            atResume.clear();
        }
        if (until > pausedUntil) {
            pausedUntil = until;
            if (atResume.isEmpty()) {
                atResume.add(resumed);
            }
            world.at(until, this::resume);
        }
    }

    private void resume() {
        if (!runs()) {
            return;
        }
        atResume.forEach(Runnable::run);
        atResume.clear();
        List<Runnable> timers = List.copyOf(missedTimers);
        List<Runnable> inputs = List.copyOf(missedInputs);
        missedTimers.clear();
        missedInputs.clear();
        // Which of the two an event loop looks at first is chance.
        boolean timersFirst = world.below(2) == 0;
        if (timersFirst) {
            timers.forEach(Runnable::run);
        }
        inputs.forEach(this::input);
        if (!timersFirst) {
            timers.forEach(Runnable::run);
        }
    }
}
