package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes down what is sent; what comes in is given by the test. */
final class FakeWire implements Wire {
    final List<String> sent = new ArrayList<>();
    final Map<String, Set<IpAddress>> listening = new HashMap<>();
    /** What lies in the sockets until they are read. */
    final List<Runnable> waiting = new ArrayList<>();

    Consumer<MacAddress> overhearing;
    Listener listener;
    boolean closed;

    FakeWire open(Listener now) {
        listener = now;
        return this;
    }

    /** Forgets what was sent, and gives it. */
    List<String> takeSent() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public Optional<String> ping(IpAddress to, int scope) {
        sent.add("ping " + to + (scope == 0 ? "" : " %" + scope));
        return Optional.empty();
    }

    @Override
    public Optional<String> pingFrom(IpAddress source, IpAddress to, Link link, int mark) {
        sent.add("ping " + to + " on " + link.name() + " from " + source + " #" + mark);
        return Optional.empty();
    }

    @Override
    public LinkPort port(Link link) {
        return new LinkPort() {
            @Override
            public Optional<String> probe(IpAddress target, boolean watching) {
                sent.add((watching ? "watch " : "probe ") + target + " on " + link.name()
                        + (watching ? " from nowhere" : ""));
                return Optional.empty();
            }

            @Override
            public Optional<String> farewell(Optional<IpAddress> own, IpAddress target) {
                sent.add("farewell " + target + " on " + link.name()
                        + own.map(address -> " from " + address).orElse(""));
                return Optional.empty();
            }

            @Override
            public Optional<String> request(
                    IpAddress own, IpAddress target, Optional<MacAddress> to, boolean watching) {
                String whom = to.map(mac -> " of " + mac).orElse("");
                sent.add((watching ? "watch " : "request ") + target + whom + " on " + link.name() + " from " + own);
                return Optional.empty();
            }

            @Override
            public Optional<String> listenFor(Set<IpAddress> addresses) {
                listening.put(link.name(), addresses);
                return Optional.empty();
            }
        };
    }

    @Override
    public void retain(Map<String, Link> wanted) {}

    @Override
    public void drain() {
        listener.taking();
        while (!waiting.isEmpty()) {
            waiting.remove(0).run();
            listener.taking();
        }
    }

    /** A packet comes in and is read, with what lay in the sockets before. */
    void read(Runnable packet) {
        waiting.add(packet);
        drain();
    }

    @Override
    public Timers.Registration overhear(Link link, Consumer<MacAddress> senders) {
        overhearing = senders;
        return () -> overhearing = null;
    }

    @Override
    public void close() {
        closed = true;
    }
}
