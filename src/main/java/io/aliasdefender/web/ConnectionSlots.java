package io.aliasdefender.web;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may be connected at once: so many on TCP, not too many of them from one source, and on the Unix socket those who
 * have places that nobody on TCP can take. For the thread that accepts and the one that serves.
 */
final class ConnectionSlots {
    /** Of an IPv6 address: what its network gave its owner; the rest is at the owner's choice. */
    private static final int NETWORK_BYTES = 8;

    private final int tcp;
    private final int perSource;
    private final int unix;
    private final Map<Source, Integer> taken = new HashMap<>();
    private int takenOnTcp;

    /**
     * Who is at the other end, as far as it cannot choose freely: an IPv4 address, a network of IPv6, or whoever can
     * open the Unix socket.
     *
     * @param name empty: the Unix socket
     */
    record Source(Optional<String> name) {
        static final Source UNIX = new Source(Optional.empty());

        static Source of(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (address instanceof Inet6Address && !address.isLoopbackAddress()) {
                bytes = Arrays.copyOf(bytes, NETWORK_BYTES);
            }
            return new Source(Optional.of(Arrays.toString(bytes)));
        }
    }

    /**
     * Limits them.
     *
     * @param tcp all of TCP together
     * @param perSource of TCP
     * @param unix of the Unix socket, besides
     */
    ConnectionSlots(int tcp, int perSource, int unix) {
        this.tcp = tcp;
        this.perSource = perSource;
        this.unix = unix;
    }

    /** Those of a daemon. */
    static ConnectionSlots ofDaemon() {
        return new ConnectionSlots(Limits.TCP_CONNECTIONS, Limits.CONNECTIONS_PER_SOURCE, Limits.UNIX_CONNECTIONS);
    }

    static Source source(Channel channel) {
        if (channel instanceof DomainSocketChannel) {
            return Source.UNIX;
        }
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? Source.of(remote.getAddress())
                : new Source(Optional.of("gone already"));
    }

    /** Takes one, or says what is full. */
    synchronized Optional<String> take(Source source) {
        boolean onTcp = !source.equals(Source.UNIX);
        int ofSource = taken.getOrDefault(source, 0);
        if (!onTcp && ofSource >= unix) {
            return Optional.of("there are " + unix + " connections to the Unix socket already");
        }
        if (onTcp && takenOnTcp >= tcp) {
            return Optional.of("there are " + tcp + " connections to the web already");
        }
        if (onTcp && ofSource >= perSource) {
            return Optional.of("one source has " + perSource + " connections to the web already");
        }
        taken.put(source, ofSource + 1);
        takenOnTcp += onTcp ? 1 : 0;
        return Optional.empty();
    }

    synchronized void free(Source source) {
        taken.computeIfPresent(source, (who, count) -> count > 1 ? count - 1 : null);
        takenOnTcp -= source.equals(Source.UNIX) ? 0 : 1;
    }
}
