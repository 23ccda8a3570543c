package io.aliasdefender.lab;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a daemon's HTTP API on its Unix socket. One request a connection, each with a time limit. */
public final class DaemonApi {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MAX_RESPONSE_BYTES = 16 << 20;

    private final Path socket;

    DaemonApi(Path socket) {
        this.socket = socket;
    }

    /** One alias in {@code GET /api/status}. */
    public record AliasStatus(String address, String state, String holder, String reason) {}

    /** One entry of {@code GET /api/events}. */
    public record DaemonEvent(long id, String at, String node, String alias, String cause, String level, String text) {}

    /** Whether the daemon answers. */
    public boolean answers() {
        try {
            get("/api/status");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The whole status. */
    public JsonObject status() throws IOException {
        return get("/api/status");
    }

    /** What the daemon says about an alias; empty when it does not know it. */
    public Optional<AliasStatus> alias(String address) throws IOException {
        for (Object entry : status().getJsonArray("aliases")) {
            JsonObject alias = (JsonObject) entry;
            if (address.equals(alias.getString("address"))) {
                return Optional.of(new AliasStatus(
                        address,
                        alias.getString("state"),
                        alias.getString("holder", ""),
                        alias.getString("reason", "")));
            }
        }
        return Optional.empty();
    }

    /** The events after a number, the oldest first; 0: all that the daemon still has. */
    public List<DaemonEvent> events(long since) throws IOException {
        List<DaemonEvent> events = new ArrayList<>();
        for (Object entry : get("/api/events?since=" + since).getJsonArray("events")) {
            JsonObject event = (JsonObject) entry;
            events.add(new DaemonEvent(
                    event.getLong("id"),
                    event.getString("at", ""),
                    event.getString("node", ""),
                    event.getString("alias", ""),
                    event.getString("cause", ""),
                    event.getString("level", ""),
                    event.getString("sentence", "")));
        }
        return events;
    }

    /** Any path of the API that answers with a JSON object. */
    public JsonObject get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        byte[] response = exchange(request.getBytes(StandardCharsets.US_ASCII));
        String text = new String(response, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(
                    "GET " + path + ": " + text.lines().findFirst().orElse("no answer"));
        }
        boolean chunked = text.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        try {
            // UTF-8 text in chunks is cut between bytes, not characters, so the bytes are put together first.
            int bodyStart = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length + 4;
            byte[] body = chunked
                    ? unchunk(response, bodyStart)
                    : java.util.Arrays.copyOfRange(response, bodyStart, response.length);
            return new JsonObject(new String(body, StandardCharsets.UTF_8));
        } catch (DecodeException | NumberFormatException | IndexOutOfBoundsException malformed) {
            throw new IOException("GET " + path + ": " + malformed.getMessage(), malformed);
        }
    }

    private byte[] exchange(byte[] request) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
            while (true) {
                int read = channel.read(buffer);
                if (read < 0) {
                    return response.toByteArray();
                }
                response.write(buffer.array(), 0, buffer.position());
                buffer.clear();
                long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0 || response.size() > MAX_RESPONSE_BYTES) {
                    throw new IOException(socket + ": no complete answer within " + LIMIT.toMillis() + " ms");
                }
                if (read == 0) {
                    selector.select(leftMillis);
                    selector.selectedKeys().clear();
                }
            }
        }
    }

    private static byte[] unchunk(byte[] response, int start) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = start;
        while (true) {
            int lineEnd = at;
            while (response[lineEnd] != '\r') {
                lineEnd++;
            }
            String size = new String(response, at, lineEnd - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            if (length == 0) {
                return body.toByteArray();
            }
            body.write(response, lineEnd + 2, length);
            at = lineEnd + 2 + length + 2;
        }
    }
}
