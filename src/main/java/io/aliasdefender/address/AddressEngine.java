package io.aliasdefender.address;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The queue of what is to be changed on the interfaces: in order, one batch at a time. What is asked for in one turn of
 * the event loop, and what waits while a batch is carried out, goes together into the next one. One thread only, that
 * of the timers.
 */
public final class AddressEngine {
    /** Who carries out what the queue hands over. */
    public interface Edge {
        /**
         * Makes a note of an address that is about to be added.
         *
         * @param noted to be called once, now or later: it may be begun
         */
        void note(AddressAction action, Runnable noted);

        /**
         * Carries a batch out by {@link AddressBatch#carryOut}, on whatever thread.
         *
         * @param done to be called once on the thread of the timers
         */
        void run(AddressBatch batch, Consumer<List<AddressApplied>> done);

        /** How an action went. */
        void applied(AddressApplied applied);

        /**
         * Puts the aliases of this host behind its own addresses, by {@link SubnetOrder}, on whatever thread.
         *
         * @param done to be called once on the thread of the timers
         */
        default void restoreOrder(Runnable done) {
            done.run();
        }
    }

    private static final class Queued {
        private final AddressBatch.Asked asked;
        private boolean noted;

        private Queued(AddressBatch.Asked asked) {
            this.asked = asked;
        }

        private AddressAction action() {
            return asked.action();
        }
    }

    private final Timers timers;
    private final Edge edge;
    private final List<Queued> queue = new ArrayList<>();
    private KernelView kernel = KernelView.EMPTY;
    private boolean running;
    private boolean woken;

    public AddressEngine(Timers timers, Edge edge) {
        this.timers = timers;
        this.edge = edge;
    }

    /** What the kernel of this host has now. */
    public void kernel(KernelView view) {
        kernel = view;
    }

    /** To be done, after everything before it. */
    public void action(AddressAction action) {
        Queued queued = new Queued(new AddressBatch.Asked(action, timers.nanoTime()));
        queue.add(queued);
        if (action.kind() == Kind.ADD) {
            edge.note(action, () -> {
                queued.noted = true;
                wake();
            });
        } else {
            queued.noted = true;
            wake();
        }
    }

    /** What waits and is like this is not done; what is under way is. */
    void drop(Predicate<AddressAction> unwanted) {
        queue.removeIf(queued -> unwanted.test(queued.action()));
    }

    /**
     * Puts the aliases behind the host's own addresses, with nothing else under way: an alias that is about to be
     * removed must not be added again.
     *
     * @return whether it is begun; else there is something to be done first, after which the kernel shows something else
     */
    boolean restoreOrder() {
        if (running || !queue.isEmpty()) {
            return false;
        }
        running = true;
        edge.restoreOrder(() -> {
            running = false;
            runQueue();
        });
        return true;
    }

    /** Not at once: what is decided in the same turn, such as a removal and an addition instead, belongs together. */
    private void wake() {
        if (!running && !woken) {
            woken = true;
            timers.soon(() -> {
                woken = false;
                runQueue();
            });
        }
    }

    private void runQueue() {
        int count = running ? 0 : ready();
        if (count == 0) {
            return;
        }
        running = true;
        List<Queued> taken = queue.subList(0, count);
        AddressBatch batch =
                new AddressBatch(taken.stream().map(queued -> queued.asked).toList(), kernel);
        taken.clear();
        edge.run(batch, results -> {
            running = false;
            // Before the rest of the host hears of it: what waits is somebody's outage.
            runQueue();
            results.forEach(edge::applied);
        });
    }

    /**
     * How many may be begun together: what is noted already waits for what came before it, and the removal of an
     * address for its addition elsewhere, so that nothing but the kernel is between the two.
     */
    private int ready() {
        int count = 0;
        while (count < queue.size() && queue.get(count).noted) {
            count++;
        }
        if (count == queue.size()) {
            return count;
        }
        Set<IpAddress> beingNoted = new HashSet<>();
        for (Queued queued : queue.subList(count, queue.size())) {
            if (!queued.noted) {
                beingNoted.add(address(queued));
            }
        }
        for (int i = 0; i < count; i++) {
            if (queue.get(i).action().kind() == Kind.REMOVE && beingNoted.contains(address(queue.get(i)))) {
                return i;
            }
        }
        return count;
    }

    private static IpAddress address(Queued queued) {
        return queued.action().placement().address().address();
    }
}
