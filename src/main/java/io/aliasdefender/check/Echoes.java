package io.aliasdefender.check;

import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.IcmpSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One ICMP socket of each family for all checks that ask by echo, opened when the first of them asks. */
final class Echoes implements AutoCloseable {
    private static final int MOST_AT_ONCE = 64;

    private final EventLoop loop;
    private final Family v4 = new Family();
    private final Family v6 = new Family();

    Echoes(EventLoop loop) {
        this.loop = loop;
    }

    /** Takes the answers of one family. */
    interface Listener {
        /** @param scope the index of the interface that was named with the request, else 0 */
        void answered(IpAddress from, int scope, long sentNanos);
    }

    private static final class Family {
        private final List<Listener> listeners = new ArrayList<>();
        private Optional<IcmpSocket> socket = Optional.empty();
        private Registration watch = () -> {};
    }

    private Family of(IpAddress address) {
        return address.v6() ? v6 : v4;
    }

    /** @throws IOException one sentence: this host cannot ask so */
    void listen(IpAddress about, Listener listener) throws IOException {
        Family family = of(about);
        if (family.socket.isEmpty()) {
            IcmpSocket socket = IcmpSocket.openForAny(about.v6());
            family.watch = loop.watch(socket.fd(), () -> receive(family));
            family.socket = Optional.of(socket);
        }
        family.listeners.add(listener);
    }

    /** The last one closes the socket: what others are answered would wake this loop. */
    void forget(IpAddress about, Listener listener) {
        Family family = of(about);
        family.listeners.remove(listener);
        if (family.listeners.isEmpty()) {
            close(family);
        }
    }

    /** @return empty when it left this host, else why not */
    Optional<String> send(IpAddress to, int scope) {
        return of(to).socket
                .map(socket -> socket.send(to, scope, System.nanoTime()))
                .orElse(Optional.of("the socket is closed"));
    }

    private static void receive(Family family) {
        family.socket.ifPresent(socket -> socket.receive(
                MOST_AT_ONCE,
                (from, scope, mark, sentNanos) ->
                        List.copyOf(family.listeners).forEach(listener -> listener.answered(from, scope, sentNanos))));
    }

    private static void close(Family family) {
        family.watch.cancel();
        family.socket.ifPresent(IcmpSocket::close);
        family.socket = Optional.empty();
    }

    @Override
    public void close() {
        close(v4);
        close(v6);
    }
}
