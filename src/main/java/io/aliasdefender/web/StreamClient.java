package io.aliasdefender.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import javax.net.ssl.SSLContext;

/**
 * Reads a daemon's event stream, for the command line: once, until it ends. By the JDK alone, as {@link ApiClient}.
 * The daemon writes something every five seconds, so that a silence means that it is gone.
 */
public final class StreamClient implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int MAX_LINE_BYTES = 8 << 20;

    private static final int MAX_HEADERS = 64;
    private static final int MAX_PROBLEM_BYTES = 64 << 10;
    private static final int MAX_VALUES = 500_000;

    private final ClientConnection connection;
    private final InputStream in;
    private final Timer watch = new Timer("stream-watch", true);
    private volatile long heardNanos = System.nanoTime();

    /**
     * One event of the stream.
     *
     * @param name such as {@code status} or {@code event}
     * @param id only events of the history have one
     */
    public record Received(String name, Optional<Long> id, JsonObject data) {}

    private StreamClient(ClientConnection connection) throws IOException {
        this.connection = connection;
        in = new BufferedInputStream(connection.in());
        watch.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        if (System.nanoTime() - heardNanos > SILENCE.toNanos()) {
                            close();
                        }
                    }
                },
                1_000,
                1_000);
    }

    /**
     * Opens it on a Unix socket.
     *
     * @param path with its query
     * @param lastEventId to go on after it
     * @throws IOException when there is no daemon, or it refuses, with its sentence, or does not answer in time
     */
    public static StreamClient open(Path socket, String path, Optional<Long> lastEventId) throws IOException {
        return open(ClientConnection.to(socket), path, lastEventId, SILENCE);
    }

    /**
     * Opens it at {@code http://HOST:PORT} or {@code https://HOST:PORT}; fails as {@link #open(Path, String, Optional)}.
     *
     * @param trust instead of whom Java trusts
     */
    public static StreamClient open(URI base, Optional<SSLContext> trust, String path, Optional<Long> lastEventId)
            throws IOException {
        return open(ClientConnection.to(base, trust), path, lastEventId, SILENCE);
    }

    /** @param limit until the answer begins */
    static StreamClient open(ClientConnection connection, String path, Optional<Long> lastEventId, Duration limit)
            throws IOException {
        try (Deadline deadline = new Deadline(connection, limit)) {
            try {
                return begin(connection, path, lastEventId);
            } catch (IOException failure) {
                connection.close();
                throw deadline.passed() ? new IOException("no answer within " + limit.toMillis() + " ms") : failure;
            }
        }
    }

    private static StreamClient begin(ClientConnection connection, String path, Optional<Long> lastEventId)
            throws IOException {
        connection.connect(SILENCE);
        // HTTP/1.0, so that the stream comes as it is and not in chunks.
        String request = "GET " + path + " HTTP/1.0\r\n" + connection.hostHeader() + "Accept: text/event-stream\r\n"
                + lastEventId.map(id -> "Last-Event-ID: " + id + "\r\n").orElse("") + "\r\n";
        connection.out().write(request.getBytes(StandardCharsets.US_ASCII));
        StreamClient client = new StreamClient(connection);
        try {
            String head = client.line();
            for (int headers = 0; !client.line().isEmpty(); headers++) {
                // Nothing else of the head matters.
                if (headers > MAX_HEADERS) {
                    throw new IOException("no event stream, but headers without end");
                }
            }
            if (!head.matches("HTTP/1\\.[01] 200 .*")) {
                throw refused(new String(client.in.readNBytes(MAX_PROBLEM_BYTES), StandardCharsets.UTF_8), head);
            }
            return client;
        } catch (IOException failure) {
            client.close();
            throw failure;
        }
    }

    private static IOException refused(String body, String otherwise) {
        try {
            if (json(body) instanceof JsonObject problem && problem.getValue("detail") instanceof String why) {
                return new IOException(why);
            }
        } catch (DecodeException noProblem) {
            // Then it is told as it is.
        }
        return new IOException("no event stream, but " + otherwise);
    }

    /**
     * The next event; blocks.
     *
     * @throws IOException when the stream has ended, or nothing came for 15 seconds
     */
    public Received next() throws IOException {
        String name = "message";
        Optional<Long> id = Optional.empty();
        while (true) {
            String line = line();
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.matches("id: \\d{1,18}")) {
                id = Optional.of(Long.parseLong(line.substring(4)));
            } else if (line.startsWith("data: ")) {
                return new Received(name, id, data(line.substring(6)));
            }
        }
    }

    private static Object json(String text) {
        return BoundedJson.decode(text.getBytes(StandardCharsets.UTF_8), MAX_VALUES);
    }

    private static JsonObject data(String text) throws IOException {
        try {
            if (json(text) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException broken) {
            // The sentence is the same.
        }
        throw new IOException("the stream has something that is not JSON");
    }

    private String line() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            heardNanos = System.nanoTime();
            if (next < 0) {
                throw new IOException("the stream has ended");
            }
            if (read.size() > MAX_LINE_BYTES) {
                throw new IOException("the stream has a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            if (next != '\r') {
                read.write(next);
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        watch.cancel();
        try {
            connection.close();
        } catch (IOException already) {
            // It was about to end anyway.
        }
    }
}
