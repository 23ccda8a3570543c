package io.aliasdefender.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that asks a daemon for its status as fast as it is answered, for so long: on some connections at once, on each
 * of them many times before it reads an answer, and on a new one after that.
 */
public final class HttpFlood {
    private static final String REQUEST = "GET /api/status HTTP/1.1\r\nHost: localhost\r\n";
    private static final int AT_ONCE = 64;
    private static final byte[] REQUESTS = ((REQUEST + "\r\n").repeat(AT_ONCE - 1) + REQUEST
                    + "Connection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    /** How every answer begins. */
    private static final String ANSWER = "HTTP/1.1 200 ";

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final long REST_MILLIS = 100;

    private final InetSocketAddress web;
    private final long endNanos;
    private final AtomicLong answered = new AtomicLong();

    private HttpFlood(InetSocketAddress web, Duration length) {
        this.web = web;
        endNanos = System.nanoTime() + length.toNanos();
    }

    /** The command line of the process; in the end it prints how many requests were answered. */
    static List<String> argv(InetSocketAddress web, Duration length, int connections) {
        return List.of(
                DaemonCommand.java(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HttpFlood.class.getName(),
                web.getHostString(),
                Integer.toString(web.getPort()),
                Long.toString(length.toMillis()),
                Integer.toString(connections));
    }

    /** Host, port, milliseconds, connections. */
    public static void main(String[] arguments) throws InterruptedException {
        HttpFlood flood = new HttpFlood(
                new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                Duration.ofMillis(Long.parseLong(arguments[2])));
        List<Thread> threads = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
            Thread thread = new Thread(flood::run, "flood-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(flood.answered);
    }

    private void run() {
        while (System.nanoTime() - endNanos < 0) {
            try (Socket socket = new Socket()) {
                socket.connect(web, TIMEOUT_MILLIS);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                ask(socket);
            } catch (IOException refused) {
                rest();
            }
        }
    }

    private void ask(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUESTS);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            // One that lies across two reads is not counted, which is as good as any other loss of a flood.
            String text = new String(buffer, 0, got, StandardCharsets.ISO_8859_1);
            for (int at = text.indexOf(ANSWER); at >= 0; at = text.indexOf(ANSWER, at + 1)) {
                answered.incrementAndGet();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
