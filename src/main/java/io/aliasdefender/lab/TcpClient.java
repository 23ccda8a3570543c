package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Somebody who uses a service at the alias all the time: every few milliseconds a TCP connection of its own with an HTTP
 * request on it. Connections leave at absolute times, whatever became of those before.
 */
public final class TcpClient implements AutoCloseable {
    /** Between two connections of one by whom time is measured. */
    public static final Duration INTERVAL = Duration.ofMillis(5);

    private static final Duration MEMORY = Duration.ofMinutes(15);
    /** A connection without an answer is given up after it. */
    private static final long PATIENCE_NANOS = 1_000_000_000;
    /** A client that was not run for longer than this does not send what it missed. */
    private static final int MOST_LATE = 4;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final byte[] REQUEST = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String ANSWER = "HTTP/1.1 200 ";

    private final Station station;
    private final InetSocketAddress target;
    private final long intervalNanos;
    private final EchoRecord connections;
    private final EchoRecord answers;
    private final Queue<Attempt> open = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1024);
    private final LabThread thread;
    private volatile String failure = "";

    private record Attempt(SocketChannel channel, long sequence, long atNanos) {}

    /** Starts at once. */
    public TcpClient(Station station, IpAddress target, Duration interval) {
        this.station = station;
        this.target = new InetSocketAddress(target.toString(), Service.PORT);
        intervalNanos = interval.toNanos();
        int capacity = (int) MEMORY.dividedBy(interval);
        connections = new EchoRecord(capacity, interval);
        answers = new EchoRecord(capacity, interval);
        thread = new LabThread("lab-tcp-client", this::run).first();
        thread.start();
    }

    /** When connections were begun, and established. */
    public EchoRecord connections() {
        return connections;
    }

    /** When requests were begun (with the connection), and answered. */
    public EchoRecord answers() {
        return answers;
    }

    /** Waits until a request is answered after a moment. */
    public void awaitAnswer(long afterNanos, Duration limit) {
        Await.until(
                limit,
                () -> answers.latestNanos() > afterNanos,
                () -> "the client gets an answer from " + target + " " + failure);
    }

    private void run() {
        try {
            // Sockets belong to the namespace of the thread that makes them.
            NetNs.enter(station.namespace().name());
            try (Selector selector = Selector.open()) {
                long next = System.nanoTime();
                while (!thread.stopped()) {
                    long now = System.nanoTime();
                    if (now >= next) {
                        begin(selector, now);
                        next = Math.max(next + intervalNanos, now - MOST_LATE * intervalNanos);
                    }
                    selector.select(this::goOn, Math.max(1, (next - System.nanoTime()) / NANOS_PER_MILLI));
                    giveUp(System.nanoTime() - PATIENCE_NANOS);
                }
            }
            giveUp(Long.MAX_VALUE);
        } catch (IOException broken) {
            failure = "(it cannot ask: " + broken.getMessage() + ")";
        }
    }

    private void begin(Selector selector, long now) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Closed without a wait of the kernel's: thousands of connections a minute would use up the ports.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        Attempt attempt = new Attempt(channel, connections.next(), now);
        connections.sent(now);
        answers.sent(now);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, attempt);
        open.add(attempt);
        try {
            if (channel.connect(target)) {
                established(key, attempt);
            }
        } catch (IOException refused) {
            channel.close();
        }
    }

    private void goOn(SelectionKey key) {
        Attempt attempt = (Attempt) key.attachment();
        try {
            if (key.isConnectable() && attempt.channel().finishConnect()) {
                established(key, attempt);
            } else if (key.isReadable()) {
                buffer.clear();
                int got = attempt.channel().read(buffer);
                String text = new String(buffer.array(), 0, Math.max(0, got), StandardCharsets.ISO_8859_1);
                if (text.startsWith(ANSWER)) {
                    answers.answered(attempt.sequence(), System.nanoTime());
                }
                attempt.channel().close();
            }
        } catch (IOException refused) {
            close(attempt.channel());
        }
    }

    private void established(SelectionKey key, Attempt attempt) throws IOException {
        connections.answered(attempt.sequence(), System.nanoTime());
        attempt.channel().write(ByteBuffer.wrap(REQUEST));
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Closes all that were begun before a moment. */
    private void giveUp(long beforeNanos) {
        while (!open.isEmpty()
                && (beforeNanos == Long.MAX_VALUE
                        || !open.peek().channel().isOpen()
                        || open.peek().atNanos() - beforeNanos < 0)) {
            close(open.remove().channel());
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // Then it is closed as well.
        }
    }

    @Override
    public void close() {
        thread.stop();
    }
}
