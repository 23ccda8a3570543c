package io.aliasdefender.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
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
import java.util.Arrays;

/**
 * Asks a daemon on its Unix socket, for the command line and the laboratory. By the JDK alone: a whole Vert.x for one
 * question would double the time of every {@code status}. HTTP/1.0, so that an answer ends where the connection ends.
 */
public final class ApiClient {
    private static final int MAX_RESPONSE_BYTES = 16 << 20;

    private final Path socket;
    private final Duration limit;

    /** @param limit for one question with its whole answer */
    public ApiClient(Path socket, Duration limit) {
        this.socket = socket;
        this.limit = limit;
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     */
    public record Answer(int status, JsonObject body) {}

    /**
     * Asks for a path.
     *
     * @throws IOException when there is no daemon, no answer in time, or no answer in JSON
     */
    public Answer get(String path) throws IOException {
        return request("GET " + path + " HTTP/1.0\r\n\r\n");
    }

    /** Posts nothing to a path; fails as {@link #get} does. */
    public Answer post(String path) throws IOException {
        return request("POST " + path + " HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
    }

    private Answer request(String request) throws IOException {
        byte[] response = exchange(request.getBytes(StandardCharsets.US_ASCII));
        String head = new String(response, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0 || !head.matches("(?s)HTTP/1\\.[01] \\d{3} .*")) {
            throw new IOException(socket + " gave no HTTP answer");
        }
        int status = Integer.parseInt(head.substring(9, 12));
        String body = new String(Arrays.copyOfRange(response, end + 4, response.length), StandardCharsets.UTF_8);
        try {
            // Json.decodeValue and not JsonObject's constructor, which takes a bare `null` for an object.
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return new Answer(status, object);
            }
            throw new IOException(socket + " gave JSON that is no object with status " + status);
        } catch (DecodeException malformed) {
            throw new IOException(socket + " gave no JSON with status " + status, malformed);
        }
    }

    private byte[] exchange(byte[] request) throws IOException {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
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
                long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (response.size() > MAX_RESPONSE_BYTES) {
                    throw new IOException(socket + " gave an answer of more than " + MAX_RESPONSE_BYTES + " bytes");
                }
                if (leftMillis <= 0) {
                    throw new IOException(socket + " gave no complete answer within " + limit.toMillis() + " ms");
                }
                if (read == 0) {
                    selector.select(leftMillis);
                    selector.selectedKeys().clear();
                }
            }
        }
    }
}
