package io.aliasdefender.address;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.KernelView;
import java.util.List;
import java.util.function.Consumer;

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
    }

    public AddressEngine(Timers timers, Edge edge) {}

    /** What the kernel of this host has now. */
    public void kernel(KernelView view) {}

    /** To be done, after everything before it. */
    public void action(AddressAction action) {}
}
