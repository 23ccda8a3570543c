package io.aliasdefender.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server on loopback that answers every request as badly as a test wants it to. */
public final class HostileServer implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final ServerSocket listening;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final Behaviour behaviour;

    /** What is done after a request's head was read. */
    public interface Behaviour {
        void answer(String path, Writer out) throws IOException, InterruptedException;
    }

    /** Counts what the other side takes. */
    public interface Writer {
        void write(String text) throws IOException;
    }

    public HostileServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1")), behaviour);
    }

    public HostileServer(ServerSocket listening, Behaviour behaviour) {
        this.listening = listening;
        this.behaviour = behaviour;
        start(this::accept);
    }

    /** An answer as it should be, whatever is in it. */
    public static String ok(String body) {
        return ok("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    public static String ok(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n" + body;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "hostile-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                accepted.add(socket);
                connections.incrementAndGet();
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            Writer writer = text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.write(bytes);
                written.addAndGet(bytes.length);
            };
            for (String line = line(socket.getInputStream()); !line.isEmpty(); line = line(socket.getInputStream())) {
                String path = line.split(" ")[1];
                while (!line.isEmpty()) {
                    line = line(socket.getInputStream());
                }
                behaviour.answer(path, writer);
            }
        } catch (IOException | InterruptedException clientGone) {
            // It has had enough, or the test is over.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    public int port() {
        return listening.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** How many there were. */
    public int connections() {
        return connections.get();
    }

    /** Bytes that were taken from this server, the system's buffers included. */
    public long written() {
        return written.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
