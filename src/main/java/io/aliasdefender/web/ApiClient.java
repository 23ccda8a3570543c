package io.aliasdefender.web;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Asks a daemon, mostly on its Unix socket, for the command line and the laboratory. By the JDK alone: a whole Vert.x for
 * one question would double the time of every {@code status}. HTTP/1.0, so that an answer ends where the connection
 * ends. No redirect is followed.
 */
public final class ApiClient {
    /** Twice the status of 5,000 aliases. */
    private static final int MAX_RESPONSE_BYTES = 8 << 20;

    private static final int MAX_VALUES = 500_000;

    private final String name;
    private final Opener opener;
    private final Duration limit;

    private interface Opener {
        ClientConnection open() throws IOException;
    }

    /** @param limit for one question with its whole answer */
    public ApiClient(Path socket, Duration limit) {
        this(socket.toString(), () -> ClientConnection.to(socket), limit);
    }

    /**
     * Of a node at {@code http://HOST:PORT} or {@code https://HOST:PORT}.
     *
     * @param trust instead of whom Java trusts
     */
    public ApiClient(URI base, Optional<SSLContext> trust, Duration limit) {
        this(base.toString(), () -> ClientConnection.to(base, trust), limit);
    }

    private ApiClient(String name, Opener opener, Duration limit) {
        this.name = name;
        this.opener = opener;
        this.limit = limit;
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     */
    public record Answer(int status, JsonObject body) {}

    /**
     * An answer that is no JSON where the status is 200; else its sentence.
     *
     * @param status of HTTP
     */
    public record Text(int status, String body) {}

    /**
     * Asks for a path.
     *
     * @throws IOException when there is no daemon, no answer in time, or no answer in JSON
     */
    public Answer get(String path) throws IOException {
        return request("GET " + path, "", new byte[0]);
    }

    /**
     * Asks for a path of which the answer is text.
     *
     * @throws IOException when there is no daemon, or no answer in time
     */
    public Text text(String path) throws IOException {
        Raw answer = raw("GET " + path, "", new byte[0]);
        return new Text(
                answer.status,
                answer.status == 200
                        ? new String(answer.body, StandardCharsets.UTF_8)
                        : object(answer).body().getString("detail", "it answered " + answer.status));
    }

    /** Posts nothing to a path; fails as {@link #get} does. */
    public Answer post(String path) throws IOException {
        return request("POST " + path, "Content-Length: 0\r\n", new byte[0]);
    }

    /** Posts a JSON object to a path; fails as {@link #get} does. */
    public Answer post(String path, JsonObject content) throws IOException {
        byte[] body = content.encode().getBytes(StandardCharsets.UTF_8);
        String headers = "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
        return request("POST " + path, headers, body);
    }

    private static final class Raw {
        private final int status;
        private final byte[] body;

        private Raw(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }
    }

    private Answer request(String methodAndPath, String headers, byte[] content) throws IOException {
        return object(raw(methodAndPath, headers, content));
    }

    private Raw raw(String methodAndPath, String headers, byte[] content) throws IOException {
        byte[] response = exchange(methodAndPath, headers, content);
        int end = endOfHead(response);
        String head = new String(response, 0, Math.max(0, end), StandardCharsets.ISO_8859_1);
        if (end < 0 || !head.matches("(?s)HTTP/1\\.[01] \\d{3} .*")) {
            throw new IOException(name + " gave no HTTP answer");
        }
        return new Raw(Integer.parseInt(head.substring(9, 12)), Arrays.copyOfRange(response, end + 4, response.length));
    }

    private Answer object(Raw answer) throws IOException {
        try {
            if (BoundedJson.decode(answer.body, MAX_VALUES) instanceof JsonObject object) {
                return new Answer(answer.status, object);
            }
            throw new IOException(name + " gave JSON that is no object with status " + answer.status);
        } catch (DecodeException malformed) {
            throw new IOException(name + " gave no JSON with status " + answer.status, malformed);
        }
    }

    private static int endOfHead(byte[] response) {
        for (int i = 0; i + 3 < response.length; i++) {
            if (response[i] == '\r' && response[i + 1] == '\n' && response[i + 2] == '\r' && response[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private byte[] exchange(String methodAndPath, String headers, byte[] content) throws IOException {
        try (ClientConnection connection = opener.open();
                Deadline deadline = new Deadline(connection, limit)) {
            try {
                connection.connect(limit);
                connection
                        .out()
                        .write((methodAndPath + " HTTP/1.0\r\n" + connection.hostHeader() + headers + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                connection.out().write(content);
                byte[] response = connection.in().readNBytes(MAX_RESPONSE_BYTES + 1);
                if (deadline.passed()) {
                    throw new IOException("closed");
                }
                if (response.length > MAX_RESPONSE_BYTES) {
                    throw new IOException(name + " gave an answer of more than " + MAX_RESPONSE_BYTES + " bytes");
                }
                return response;
            } catch (IOException failure) {
                throw deadline.passed()
                        ? new IOException(name + " gave no complete answer within " + limit.toMillis() + " ms")
                        : failure;
            }
        }
    }
}
