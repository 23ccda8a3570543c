package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for frames of anybody else on links where nobody answers: a host that hears, though nobody answers it, is not
 * cut off in the way in which one is that hears nothing. It costs something with every frame, so it is done for each link
 * only while somebody waits, and only until the first frame.
 */
final class Overhearing {
    private static final Logger LOG = LoggerFactory.getLogger(Overhearing.class);
    private static final Timers.Registration NOTHING = () -> {};

    private final Wire wire;
    private final PauseGuard guard;
    private final Map<Link, Ear> ears = new HashMap<>();
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    Overhearing(Wire wire, PauseGuard guard) {
        this.wire = wire;
        this.guard = guard;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    private final class Ear {
        private final Link link;
        private final List<Runnable> waiting = new ArrayList<>();
        private Timers.Registration listening = NOTHING;

        private Ear(Link link) {
            this.link = link;
        }

        private void frame(MacAddress sender) {
            guard.check();
            // A socket may tell some more frames than the one at which the listening ended.
            if (ears.get(link) != this || surroundings.ownMac(sender)) {
                return;
            }
            close();
            waiting.forEach(Runnable::run);
        }

        private void cancel(Runnable heard) {
            if (ears.get(link) == this && waiting.remove(heard) && waiting.isEmpty()) {
                close();
            }
        }

        private void close() {
            ears.remove(link);
            listening.cancel();
        }
    }

    /**
     * Calls once when a frame of somebody else comes in on an interface's link.
     *
     * @return ends the waiting
     */
    Timers.Registration await(String linkName, Runnable heard) {
        Optional<Link> link = surroundings.link(linkName);
        if (link.isEmpty() || !link.get().neighbourly()) {
            return NOTHING;
        }
        Ear ear = ears.get(link.get());
        if (ear == null) {
            ear = new Ear(link.get());
            try {
                ear.listening = wire.overhear(link.get(), ear::frame);
            } catch (IOException failure) {
                // What cannot be listened for is not heard: the cautious answer.
                LOG.debug("{}: {}", linkName, failure.getMessage());
                return NOTHING;
            }
            ears.put(link.get(), ear);
        }
        ear.waiting.add(heard);
        Ear joined = ear;
        return () -> joined.cancel(heard);
    }
}
