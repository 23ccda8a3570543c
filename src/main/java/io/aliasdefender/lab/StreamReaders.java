package io.aliasdefender.lab;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Many readers of one event stream, on one thread. */
final class StreamReaders implements AutoCloseable {
    private static final byte[] REQUEST = "GET /api/events/stream HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STALLED_BUFFER_BYTES = 4_096;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> all = new ArrayList<>();
    private final List<SocketChannel> stalled = new ArrayList<>();
    private final Thread thread = new Thread(this::loop, "stream-readers");
    private final List<Long> delaysMillis = new ArrayList<>();
    /** How many readers had an event, by its number. */
    private final Map<Long, Integer> delivered = new HashMap<>();

    private double samples;
    private int begun;
    private volatile boolean ended;

    /** The line of one reader that is not complete yet, and the name of its event. */
    private static final class Reading {
        private final StringBuilder line = new StringBuilder();
        private String event = "";
        private boolean begun;
    }

    /**
     * @param web on a loopback address
     * @param stalledReaders never read, besides the others
     */
    StreamReaders(InetSocketAddress web, int readers, int stalledReaders) throws IOException {
        for (int i = 0; i < stalledReaders; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLED_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(Siege.source(readers + i), 0));
            channel.connect(web);
            channel.write(ByteBuffer.wrap(REQUEST));
            stalled.add(channel);
        }
        for (int i = 0; i < readers; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.bind(new InetSocketAddress(Siege.source(i), 0));
            channel.connect(web);
            channel.write(ByteBuffer.wrap(REQUEST));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Reading());
            all.add(channel);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        while (!ended) {
            try {
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key, buffer.clear());
                }
                selector.selectedKeys().clear();
            } catch (IOException closed) {
                // A reader that was cut off; its events will be missing in the end.
            } catch (ClosedSelectorException over) {
                return;
            }
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
        int length = ((SocketChannel) key.channel()).read(buffer);
        if (length < 0) {
            key.cancel();
            return;
        }
        long now = System.currentTimeMillis();
        Reading reading = (Reading) key.attachment();
        for (int i = 0; i < length; i++) {
            char next = (char) buffer.get(i);
            if (next == '\n') {
                line(reading, now);
                reading.line.setLength(0);
            } else {
                reading.line.append(next);
            }
        }
    }

    private synchronized void line(Reading reading, long now) {
        if (reading.line.indexOf("event: ") == 0) {
            reading.event = reading.line.substring(7);
        } else if (reading.line.indexOf("data: ") == 0 && reading.event.equals("event")) {
            JsonObject event = new JsonObject(reading.line.substring(6));
            delaysMillis.add(now - Instant.parse(event.getString("at")).toEpochMilli());
            delivered.merge(event.getLong("id"), 1, Integer::sum);
        } else if (reading.line.indexOf("data: ") == 0 && reading.event.equals("probe")) {
            samples++;
        } else if (reading.line.indexOf("data: ") == 0 && !reading.begun) {
            reading.begun = true;
            begun++;
        }
    }

    /** Returns when all have their first status. */
    void awaitBegun(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (begun() < all.size()) {
            if (System.nanoTime() > end) {
                throw new IOException("only " + begun() + " of " + all.size() + " readers have been served");
            }
            Thread.sleep(10);
        }
    }

    private synchronized int begun() {
        return begun;
    }

    /** From the time of an event to when a reader had it. */
    synchronized List<Long> delaysMillis() {
        return new ArrayList<>(delaysMillis);
    }

    /** How many readers had this event; one that had it twice counts twice. */
    synchronized int delivered(long id) {
        return delivered.getOrDefault(id, 0);
    }

    /** Sample events of all readers. */
    synchronized double samples() {
        return samples;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        for (SocketChannel channel : all) {
            channel.close();
        }
        for (SocketChannel channel : stalled) {
            channel.close();
        }
        selector.close();
    }
}
