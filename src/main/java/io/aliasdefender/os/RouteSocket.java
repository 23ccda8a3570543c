package io.aliasdefender.os;

import io.aliasdefender.core.net.Route;
import io.aliasdefender.core.net.RoutingRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adds and deletes routes and rules of routing policy by rtnetlink(7), in the calling thread's network namespace. All of
 * them carry a protocol number of our own, by which they are told from everybody else's: what has another number is never
 * deleted.
 */
public final class RouteSocket implements AutoCloseable {
    /** RTPROT: no other program has it (rtnetlink(7), {@code /etc/iproute2/rt_protos}; above 4, the kernel does not look). */
    public static final int PROTOCOL = 173;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int NO_INTERFACE = 0;

    private final NativeSocket socket;
    private int sequence;

    private RouteSocket(NativeSocket socket) {
        this.socket = socket;
    }

    /** What became of a change. */
    public enum Outcome {
        DONE,
        /** To be added: it is there already. */
        EXISTED,
        /** To be deleted: it is not there, or is somebody else's. */
        ABSENT
    }

    /** @throws IOException one sentence */
    public static RouteSocket open() throws IOException {
        NativeSocket socket = Netlink.socketForChanges(BUFFER_BYTES);
        socket.option(Netlink.SOL_NETLINK, Netlink.NETLINK_GET_STRICT_CHK, 1);
        return new RouteSocket(socket);
    }

    /**
     * Adds or deletes a route.
     *
     * @param interfaceName of the alias
     * @throws IOException why it cannot be, in one sentence
     */
    public Outcome change(boolean add, Route route, String interfaceName) throws IOException {
        String name = route.interfaceName().orElse(interfaceName);
        int index = Libc.if_nametoindex(name);
        if (index == NO_INTERFACE) {
            if (!add) {
                return Outcome.ABSENT;
            }
            throw new IOException("there is no interface " + name);
        }
        socket.prepare();
        RouteMessages.write(socket.out, ++sequence, add, route, index);
        return outcome(add, ask());
    }

    /**
     * Adds or deletes a rule.
     *
     * @throws IOException why it cannot be, in one sentence
     */
    public Outcome change(boolean add, RoutingRule rule) throws IOException {
        socket.prepare();
        RouteMessages.write(socket.out, ++sequence, add, rule);
        return outcome(add, ask());
    }

    private NetlinkAnswer ask() throws IOException {
        send();
        while (socket.receive()) {
            for (NetlinkAnswer answer : NetlinkAnswer.read(socket.in)) {
                if (answer.sequence() == sequence) {
                    return answer;
                }
            }
        }
        throw new IOException("the kernel did not answer");
    }

    private void send() throws IOException {
        SocketAddresses.putNetlink(socket.to, 0);
        Optional<String> unsent = socket.send();
        if (unsent.isPresent()) {
            throw new IOException("the kernel cannot be asked: " + unsent.get());
        }
    }

    private static Outcome outcome(boolean add, NetlinkAnswer answer) throws IOException {
        int errno = answer.errno();
        if (errno == 0) {
            return Outcome.DONE;
        }
        if (add && errno == Errno.EEXIST) {
            return Outcome.EXISTED;
        }
        if (!add && (errno == Errno.ESRCH || errno == Errno.ENOENT || errno == Errno.ENODEV)) {
            return Outcome.ABSENT;
        }
        String words = Errno.routingFailed(errno);
        throw new IOException(answer.words().isEmpty() ? words : words + " (" + answer.words() + ")");
    }

    /**
     * All that carries our protocol number. The kernel goes through all of its routes for it: a fifth of a second for a
     * million.
     *
     * @throws IOException when the kernel refuses or answers with nonsense
     */
    public List<Owned> owned() throws IOException {
        List<Owned> owned = new ArrayList<>();
        for (boolean v6 : new boolean[] {false, true}) {
            socket.prepare();
            RouteMessages.askForRoutes(socket.out, ++sequence, v6);
            dump(body -> RouteMessages.route(body).ifPresent(owned::add));
            socket.prepare();
            RouteMessages.askForRules(socket.out, ++sequence, v6);
            dump(body -> RouteMessages.rule(body).ifPresent(owned::add));
        }
        return owned;
    }

    /**
     * Something of ours in the kernel; one of the two.
     *
     * @param link index of the route's interface; 0: none
     */
    public record Owned(Optional<Route> route, Optional<RoutingRule> rule, int link) {
        /** Whether it is this route on that interface. */
        public boolean is(Route other, int itsLink) {
            return route.filter(own -> own.to().equals(other.to())
                                    && own.via().equals(other.via())
                                    && own.table() == other.table()
                                    && own.source().equals(other.source())
                                    && (other.metric() == 0 || own.metric() == other.metric()))
                            .isPresent()
                    && link == itsLink;
        }

        @Override
        public String toString() {
            return route.map(Route::toString).orElseGet(() -> rule.orElseThrow().toString());
        }
    }

    private void dump(Consumer<ByteBuffer> reader) throws IOException {
        send();
        NetlinkDump.read(socket, sequence, "routes", (type, start, length) -> true, reader);
    }

    /** Deletes what {@link #owned()} found. */
    public Outcome delete(Owned owned) throws IOException {
        socket.prepare();
        if (owned.route().isPresent()) {
            RouteMessages.write(socket.out, ++sequence, false, owned.route().get(), owned.link());
        } else {
            RouteMessages.write(socket.out, ++sequence, false, owned.rule().orElseThrow());
        }
        return outcome(false, ask());
    }

    @Override
    public void close() {
        socket.close();
    }
}
