package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.IcmpSocket;
import io.aliasdefender.os.OverhearSocket;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Every socket of the prober, read on the event loop. */
final class Sockets implements Wire {
    /** Packets read from one socket before timers and the other sockets get their turn: a storm must not starve them. */
    static final int BATCH = 256;
    /** Frames that are overheard in one turn. */
    private static final int MAX_OVERHEARD = 64;
    /** Batches read before something is concluded from silence. */
    private static final int MAX_DRAIN_BATCHES = 64;

    private final EventLoop loop;
    private final Listener listener;
    private final Consumer<OverhearSocket> disposal;
    private final IcmpSocket icmp4;
    private final Optional<IcmpSocket> icmp6;
    private final Map<String, SocketPort> ports = new HashMap<>();
    private final IcmpSocket.ScopedReceiver told = this::told;
    private Timers.Registration watch4 = () -> {};
    private Timers.Registration watch6 = () -> {};

    private Sockets(
            EventLoop loop,
            Listener listener,
            Consumer<OverhearSocket> disposal,
            IcmpSocket icmp4,
            Optional<IcmpSocket> icmp6) {
        this.loop = loop;
        this.listener = listener;
        this.disposal = disposal;
        this.icmp4 = icmp4;
        this.icmp6 = icmp6;
    }

    /**
     * Opens what every prober needs.
     *
     * @param disposal closes a socket elsewhere: that takes too long for the event loop
     * @throws IOException one sentence with the remedy, such as a missing capability
     */
    static Sockets open(EventLoop loop, Listener listener, Consumer<OverhearSocket> disposal) throws IOException {
        ArpSocket.requirePermission();
        IcmpSocket icmp4 = IcmpSocket.open(false);
        Sockets sockets = new Sockets(loop, listener, disposal, icmp4, openIcmp6());
        try {
            sockets.watch4 = loop.watch(icmp4.fd(), () -> sockets.read(icmp4));
            if (sockets.icmp6.isPresent()) {
                IcmpSocket icmp6 = sockets.icmp6.get();
                sockets.watch6 = loop.watch(icmp6.fd(), () -> sockets.read(icmp6));
            }
            return sockets;
        } catch (IOException failure) {
            sockets.close();
            throw failure;
        }
    }

    /** A kernel without IPv6 is no reason not to defend IPv4. */
    private static Optional<IcmpSocket> openIcmp6() {
        try {
            return Optional.of(IcmpSocket.open(true));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> ping(IpAddress to, int scope) {
        if (!to.v6()) {
            return icmp4.send(to, scope, loop.nanoTime());
        }
        return icmp6.map(icmp -> icmp.send(to, scope, loop.nanoTime()))
                .orElse(Optional.of("this host's kernel has no IPv6"));
    }

    @Override
    public Optional<String> pingFrom(IpAddress source, IpAddress to, Link link, int mark) {
        if (!to.v6()) {
            return icmp4.sendFrom(source, to, link.index(), mark, loop.nanoTime());
        }
        return icmp6.map(icmp -> icmp.sendFrom(source, to, link.index(), mark, loop.nanoTime()))
                .orElse(Optional.of("this host's kernel has no IPv6"));
    }

    @Override
    public LinkPort port(Link link) {
        SocketPort port = ports.get(link.name());
        if (port == null || !port.isOf(link)) {
            if (port != null) {
                port.close();
            }
            port = new SocketPort(loop, link, listener);
            ports.put(link.name(), port);
        }
        return port;
    }

    @Override
    public void retain(Map<String, Link> wanted) {
        ports.entrySet().removeIf(entry -> {
            Link link = wanted.get(entry.getKey());
            boolean stale = link == null || !entry.getValue().isOf(link);
            if (stale) {
                entry.getValue().close();
            }
            return stale;
        });
    }

    @Override
    public void drain() {
        boolean more = true;
        for (int batch = 0; more && batch < MAX_DRAIN_BATCHES; batch++) {
            more = read(icmp4);
            if (icmp6.isPresent()) {
                more |= read(icmp6.get());
            }
            // A pause that is noticed while reading asks anew, for which a port may be made.
            for (SocketPort port : List.copyOf(ports.values())) {
                more |= port.read();
            }
        }
    }

    @Override
    public Timers.Registration overhear(Link link, Consumer<MacAddress> senders) throws IOException {
        Overheard overheard = new Overheard(OverhearSocket.open(link.index()), senders);
        try {
            overheard.watch = loop.watch(overheard.socket.fd(), overheard::read);
            return overheard;
        } catch (IOException failure) {
            overheard.cancel();
            throw failure;
        }
    }

    /** A socket that is closed elsewhere is not read any more: its number may be another one's by then. */
    private final class Overheard implements Timers.Registration {
        private final OverhearSocket socket;
        private final Consumer<MacAddress> senders;
        private Timers.Registration watch = () -> {};
        private boolean cancelled;

        private Overheard(OverhearSocket socket, Consumer<MacAddress> senders) {
            this.socket = socket;
            this.senders = senders;
        }

        private void read() {
            for (int count = 0; count < MAX_OVERHEARD && !cancelled; count++) {
                if (socket.receive(1, senders) == 0) {
                    return;
                }
            }
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                watch.cancel();
                disposal.accept(socket);
            }
        }
    }

    private boolean read(IcmpSocket icmp) {
        return read(listener, () -> icmp.receive(1, told) == 1);
    }

    /**
     * Reads a batch from one socket.
     *
     * @param one takes one packet and tells it; false: none was waiting
     * @return whether there may be more
     */
    static boolean read(Listener listener, BooleanSupplier one) {
        for (int count = 0; count < BATCH; count++) {
            listener.taking();
            if (!one.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private void told(IpAddress from, int scope, int mark, long sentNanos) {
        if (mark == 0) {
            listener.echo(from, scope, sentNanos);
        } else {
            listener.marked(from, mark, sentNanos);
        }
    }

    @Override
    public void close() {
        watch4.cancel();
        watch6.cancel();
        icmp4.close();
        icmp6.ifPresent(IcmpSocket::close);
        ports.values().forEach(SocketPort::close);
        ports.clear();
    }
}
