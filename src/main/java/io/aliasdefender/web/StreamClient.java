package io.aliasdefender.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Reads a daemon's event stream, for the command line: once, until it ends. By the JDK alone, as {@link ApiClient}.
 * The daemon writes something every five seconds, so that a silence means that it is gone.
 */
public final class StreamClient implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int MAX_LINE_BYTES = 16 << 20;

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

    private StreamClient(InputStream in) {
        this.in = in;
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
     * @throws IOException when there is no daemon, or it refuses, with its sentence
     */
    public static StreamClient open(Path socket, String path, Optional<Long> lastEventId) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        // HTTP/1.0, so that the stream comes as it is and not in chunks.
        String request = "GET " + path + " HTTP/1.0\r\n"
                + lastEventId.map(id -> "Last-Event-ID: " + id + "\r\n").orElse("") + "\r\n";
        StreamClient client = new StreamClient(new BufferedInputStream(Channels.newInputStream(channel)));
        try {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            String head = client.line();
            while (!client.line().isEmpty()) {
                // Nothing else of the head matters.
            }
            if (!head.matches("HTTP/1\\.[01] 200 .*")) {
                throw refused(new String(client.in.readAllBytes(), StandardCharsets.UTF_8), head);
            }
            return client;
        } catch (IOException failure) {
            client.close();
            throw failure;
        }
    }

    /**
     * Opens it at {@code http://HOST:PORT} or {@code https://HOST:PORT}; fails as {@link #open(Path, String, Optional)}.
     *
     * @param trust instead of whom Java trusts
     */
    public static StreamClient open(URI base, Optional<SSLContext> trust, String path, Optional<Long> lastEventId)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection();
        if (connection instanceof HttpsURLConnection secured) {
            trust.ifPresent(context -> secured.setSSLSocketFactory(context.getSocketFactory()));
        }
        connection.setConnectTimeout((int) SILENCE.toMillis());
        connection.setReadTimeout((int) SILENCE.toMillis());
        connection.setRequestProperty("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", Long.toString(id)));
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            InputStream error = connection.getErrorStream();
            String body = error == null ? "" : new String(error.readAllBytes(), StandardCharsets.UTF_8);
            throw refused(body, "HTTP status " + connection.getResponseCode());
        }
        return new StreamClient(new BufferedInputStream(connection.getInputStream()));
    }

    private static IOException refused(String body, String otherwise) {
        try {
            if (Json.decodeValue(body) instanceof JsonObject problem
                    && problem.getValue("detail") instanceof String why) {
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

    private static JsonObject data(String text) throws IOException {
        try {
            if (Json.decodeValue(text) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException broken) {
            // The sentence is the same.
        }
        throw new IOException("the stream has something that is not JSON");
    }

    /** Negative at the end, in whatever way it comes. */
    private int read() throws IOException {
        try {
            return in.read();
        } catch (IOException failure) {
            if ("Premature EOF".equals(failure.getMessage())) {
                return -1;
            }
            throw failure;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = read(); next != '\n'; next = read()) {
            heardNanos = System.nanoTime();
            if (next < 0) {
                throw new IOException("the stream has ended");
            }
            if (line.size() > MAX_LINE_BYTES) {
                throw new IOException("the stream has a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        watch.cancel();
        try {
            in.close();
        } catch (IOException already) {
            // It was about to end anyway.
        }
    }
}
