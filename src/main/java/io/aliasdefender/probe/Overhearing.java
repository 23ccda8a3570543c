package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.OverhearSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for frames of anybody else on links where nobody answers: a host that hears, though nobody answers it, is not
 * cut off in the way in which one is that hears nothing. A socket that takes every kind of frame costs something with
 * every frame, so there is one for each link only while somebody waits, and only until the first frame.
 */
final class Overhearing {
    private static final Logger LOG = LoggerFactory.getLogger(Overhearing.class);
    /** Frames looked at in one turn. */
    private static final int MAX_FRAMES = 64;

    private final EventLoop loop;
    private final Consumer<OverhearSocket> disposal;
    private final Map<Link, Ear> ears = new HashMap<>();
    private Surroundings surroundings;

    /** @param disposal closes a socket elsewhere: that takes too long for the event loop */
    Overhearing(EventLoop loop, Consumer<OverhearSocket> disposal) {
        this.loop = loop;
        this.disposal = disposal;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    private static final class Ear {
        private final OverhearSocket socket;
        private final List<Runnable> waiting = new ArrayList<>();
        private Timers.Registration watch = () -> {};

        private Ear(OverhearSocket socket) {
            this.socket = socket;
        }
    }

    /**
     * Calls once when a frame of somebody else comes in on an interface's link.
     *
     * @return ends the waiting
     */
    Timers.Registration await(String linkName, Runnable heard) {
        return surroundings
                .link(linkName)
                .filter(surroundings::ethernet)
                .map(link -> await(link, heard))
                .orElse(() -> {});
    }

    private Timers.Registration await(Link link, Runnable heard) {
        try {
            Ear ear = ears.get(link);
            if (ear == null) {
                ear = open(link);
            }
            ear.waiting.add(heard);
            return () -> cancel(link, heard);
        } catch (IOException failure) {
            // What cannot be listened for is not heard: the cautious answer.
            LOG.debug("{}: {}", link.name(), failure.getMessage());
            return () -> {};
        }
    }

    private Ear open(Link link) throws IOException {
        Ear ear = new Ear(OverhearSocket.open(link.index()));
        try {
            ear.watch = loop.watch(ear.socket.fd(), () -> read(link, ear));
        } catch (IOException failure) {
            disposal.accept(ear.socket);
            throw failure;
        }
        ears.put(link, ear);
        return ear;
    }

    private void read(Link link, Ear ear) {
        boolean[] others = {false};
        ear.socket.receive(MAX_FRAMES, sender -> others[0] |= !surroundings.ownMac(sender));
        if (others[0] && ears.get(link) == ear) {
            close(link, ear);
            ear.waiting.forEach(Runnable::run);
        }
    }

    private void cancel(Link link, Runnable heard) {
        Ear ear = ears.get(link);
        if (ear != null && ear.waiting.remove(heard) && ear.waiting.isEmpty()) {
            close(link, ear);
        }
    }

    private void close(Link link, Ear ear) {
        ears.remove(link);
        ear.watch.cancel();
        disposal.accept(ear.socket);
    }
}
