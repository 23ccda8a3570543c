package io.aliasdefender.lab;

import io.aliasdefender.os.NetNs;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server on a host's loopback that is told what happens there, and that fails, hangs and forgets to answer at random. */
final class Receiver implements AutoCloseable {
    static final int PORT = 9_900;

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String BAD = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";

    /** The events whose bodies came in, in that order; some more than once. */
    final List<JsonObject> received = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final Random random;
    private volatile boolean well;

    Receiver(LabHost host, long seed) throws Exception {
        random = new Random(seed);
        server = NetNs.call(
                host.namespace().name(), () -> new ServerSocket(PORT, 50, InetAddress.getByName("127.0.0.1")));
        Thread thread = new Thread(this::serve, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on it takes everything. */
    void getWell() {
        well = true;
    }

    private void serve() {
        while (!server.isClosed()) {
            // One at a time: so does the hook.
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException brokenOff) {
                // A daemon that was killed.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        JsonObject event = read(socket.getInputStream());
        int what = well ? 9 : random.nextInt(10);
        if (what == 0) {
            // Hangs until the other end has enough.
            socket.getInputStream().read();
            return;
        }
        if (what > 2) {
            received.add(event);
        }
        if (what != 3) {
            socket.getOutputStream().write((what <= 2 ? BAD : OK).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
    }

    private static JsonObject read(InputStream stream) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = stream.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
        if (!length.find()) {
            throw new IOException("no length");
        }
        byte[] body = stream.readNBytes(Integer.parseInt(length.group(1)));
        return new JsonObject(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
