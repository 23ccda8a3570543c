package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.RouterSocket;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of the link, on a thread of their own and of ordinary priority: whatever comes in, the loop that probes and
 * decides comes first. One socket for each address of this host, so that a message leaves from the address that it says.
 */
final class LinkThread implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(LinkThread.class);
    /** In one turn of all sockets together; several times what all nodes send in that time. */
    private static final int DATAGRAMS = 32;
    /** After a turn with so many: the kernel drops what does not fit meanwhile, which costs us nothing. */
    private static final Duration REST = Duration.ofMillis(5);
    /** Longer than any message, so that what is too long is seen to be. */
    private static final int BUFFER_BYTES = 1_300;

    private static final Duration SHOWN_EVERY = Duration.ofMillis(100);
    private static final Duration BIND_AGAIN = Duration.ofSeconds(2);
    private static final Duration END_LIMIT = Duration.ofSeconds(1);

    private final Selector selector;
    private final Queue<Consumer<LinkEngine>> tasks = new ConcurrentLinkedQueue<>();
    private final Map<IpAddress, DatagramChannel> channels = new LinkedHashMap<>();
    private final Consumer<String> broken;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] datagram = new byte[BUFFER_BYTES];
    private final Thread thread;
    private LinkEngine engine;
    /** Empty: this process may send no such frames, or this system cannot. */
    private Optional<RouterSocket> byRouters = Optional.empty();

    private int port;
    private long bindAgainNanos;
    private Optional<String> trouble = Optional.empty();
    private volatile boolean ended;
    private volatile LinkView view = LinkView.off("it is just starting");
    private long shownNanos;

    /** Makes the engine, on the thread. */
    interface Maker {
        LinkEngine make(Wire wire, long nowNanos);
    }

    /**
     * Starts it.
     *
     * @param broken is told why an address cannot be listened on, once for each reason
     */
    LinkThread(int port, Maker maker, Consumer<String> broken) throws IOException {
        this.port = port;
        this.broken = broken;
        selector = Selector.open();
        thread = new Thread(() -> run(maker), "alias-defender-link");
        thread.setDaemon(true);
        thread.start();
    }

    /** What was so a moment ago. */
    LinkView view() {
        return view;
    }

    /** Has something done on the thread, in the order of the calls. */
    void submit(Consumer<LinkEngine> task) {
        tasks.add(task);
        selector.wakeup();
    }

    void settings(Settings settings) {
        submit(at -> {
            at.settings(settings, System.nanoTime());
            int next = settings.link().port().orElse(port);
            if (next != port) {
                port = next;
                channels.values().forEach(LinkThread::close);
                channels.clear();
            }
            bindAgainNanos = System.nanoTime();
        });
    }

    /** By which routers messages can go from the addresses of this host. */
    void routers(Map<IpAddress, Hop> hops) {
        submit(at -> {
            if (byRouters.isPresent()) {
                at.routers(hops, System.nanoTime());
            }
        });
    }

    /** Says goodbye and ends the thread; waits for that for a second at the most. */
    void end() {
        submit(at -> {
            at.farewell(System.nanoTime());
            ended = true;
        });
        try {
            thread.join(END_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Maker maker) {
        engine = maker.make(this, System.nanoTime());
        openByRouters();
        bindAgainNanos = System.nanoTime();
        long next = bindAgainNanos;
        while (!ended) {
            try {
                next = turn(next);
            } catch (IOException | RuntimeException error) {
                // Whatever it is, the link is no reason to end, and none to fill the log.
                LOG.warn("the link: {}", String.valueOf(error));
                rest(BIND_AGAIN);
            }
        }
        channels.values().forEach(LinkThread::close);
        byRouters.ifPresent(RouterSocket::close);
        try {
            selector.close();
        } catch (IOException closed) {
            LOG.debug("closing the link's selector: {}", closed.toString());
        }
    }

    private void openByRouters() {
        try {
            byRouters = Optional.of(RouterSocket.open(BUFFER_BYTES));
        } catch (IOException failure) {
            LOG.debug("the link cannot go by way of routers: {}", failure.getMessage());
        }
    }

    private long turn(long next) throws IOException {
        long wait = Math.min(next, bindAgainNanos) - System.nanoTime();
        if (wait > 0) {
            selector.select(Math.max(1, wait / 1_000_000));
        } else {
            selector.selectNow();
        }
        selector.selectedKeys().clear();
        for (Consumer<LinkEngine> task = tasks.poll(); task != null; task = tasks.poll()) {
            task.accept(engine);
        }
        long now = System.nanoTime();
        if (now - bindAgainNanos >= 0) {
            bind(engine.ownAddresses());
            bindAgainNanos = now + (trouble.isPresent() ? BIND_AGAIN : BIND_AGAIN.multipliedBy(10)).toNanos();
        }
        int read = 0;
        for (DatagramChannel channel : channels.values()) {
            read += read(channel, Math.max(1, DATAGRAMS / channels.size()));
        }
        long due = engine.tick(System.nanoTime());
        if (now - shownNanos >= SHOWN_EVERY.toNanos()) {
            shownNanos = now;
            view = engine.view(trouble, now);
        }
        if (read >= DATAGRAMS / 2) {
            rest(REST);
        }
        return due;
    }

    private static void rest(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int read(DatagramChannel channel, int most) {
        IpAddress ours = address((InetSocketAddress) channel.socket().getLocalSocketAddress());
        int read = 0;
        try {
            while (read < most) {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                if (from == null) {
                    break;
                }
                read++;
                int length = buffer.flip().remaining();
                buffer.get(datagram, 0, length);
                if (from.getPort() == port) {
                    engine.received(ours, address(from), datagram, length, System.nanoTime());
                }
            }
        } catch (IOException failure) {
            LOG.debug("the link cannot receive: {}", failure.toString());
        }
        return read;
    }

    private static IpAddress address(InetSocketAddress socket) {
        return IpAddress.of(socket.getAddress().getAddress());
    }

    @Override
    public void send(IpAddress from, IpAddress to, byte[] bytes) {
        DatagramChannel channel = channels.get(from);
        if (channel == null) {
            return;
        }
        try {
            channel.send(ByteBuffer.wrap(bytes), new InetSocketAddress(inet(to), port));
        } catch (IOException failure) {
            LOG.debug("the link cannot send to {}: {}", to, failure.toString());
        }
    }

    @Override
    public void sendByRouter(Hop hop, IpAddress from, IpAddress to, byte[] bytes) {
        byRouters
                .flatMap(socket -> socket.send(hop.linkIndex(), hop.mac(), from, to, port, bytes))
                .ifPresent(why -> LOG.debug("the link cannot send to {} by way of {}: {}", to, hop.router(), why));
    }

    private static InetAddress inet(IpAddress address) throws UnknownHostException {
        return InetAddress.getByAddress(address.toBytes());
    }

    private void bind(Set<IpAddress> wanted) {
        channels.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                close(entry.getValue());
            }
            return gone;
        });
        Optional<String> now = Optional.empty();
        for (IpAddress address : wanted) {
            if (!channels.containsKey(address)) {
                Optional<String> why = bind(address);
                now = now.isPresent() ? now : why;
            }
        }
        now.filter(why -> !trouble.equals(Optional.of(why))).ifPresent(broken);
        trouble = now;
    }

    /** Returns why it could not be. */
    private Optional<String> bind(IpAddress address) {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(address.v6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(inet(address), port));
            channel.register(selector, SelectionKey.OP_READ);
            channels.put(address, channel);
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException failure) {
            if (channel != null) {
                close(channel);
            }
            return Optional.of("the link cannot listen on UDP port " + port + " of " + address + " ("
                    + failure.getMessage() + ")");
        }
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            LOG.debug("closing a socket of the link: {}", closed.toString());
        }
    }
}
