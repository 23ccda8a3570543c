package io.aliasdefender.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that answers HTTP requests, as small as a service can be. It prints when it listens, and whenever somebody of its
 * own host connects, which is how the checks of that host look at it; the times are those of {@link System#nanoTime()}, which all
 * processes of a machine share.
 */
public final class WebServer {
    static final String LISTENING = "listening ";
    static final String ASKED = "asked ";

    private static final int BACKLOG = 512;
    private static final int TIMEOUT_MILLIS = 2000;
    private static final int MOST_REQUEST_BYTES = 8192;

    private final byte[] answer;

    private WebServer(String name) {
        String body = name + "\n";
        answer = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The command line of the process.
     *
     * @param java the JVM, by any name
     */
    static List<String> argv(String java, int port, String name) {
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "-Xmx16m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-cp",
                DaemonCommand.classPath(),
                WebServer.class.getName(),
                Integer.toString(port),
                name);
    }

    /** Port, and what every answer says. */
    public static void main(String[] arguments) throws IOException {
        WebServer server = new WebServer(arguments[1]);
        ExecutorService crew = Executors.newCachedThreadPool();
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(arguments[0]), BACKLOG)) {
            System.out.println(LISTENING + System.nanoTime());
            while (true) {
                Socket client = socket.accept();
                if (client.getInetAddress().isLoopbackAddress()) {
                    System.out.println(ASKED + System.nanoTime());
                }
                crew.execute(() -> server.serve(client));
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(TIMEOUT_MILLIS);
            client.setTcpNoDelay(true);
            if (isAsked(client.getInputStream())) {
                client.getOutputStream().write(answer);
            }
        } catch (IOException gone) {
            // Who only connects, or has given up, needs no answer.
        }
    }

    /** Whether a whole head of a request came. */
    private static boolean isAsked(InputStream in) throws IOException {
        int newlines = 0;
        for (int i = 0; i < MOST_REQUEST_BYTES; i++) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
            if (newlines == 2) {
                return true;
            }
        }
        return false;
    }
}
