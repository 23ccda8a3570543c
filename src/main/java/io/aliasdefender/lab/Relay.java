package io.aliasdefender.lab;

import io.aliasdefender.os.NetNs;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way from this machine's own loopback to the loopback of a namespace, such as a browser needs to see the page of a
 * daemon in the laboratory. Whoever connects while nobody listens on the other side is hung up on.
 */
public final class Relay implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Namespace namespace;
    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Relay(Namespace namespace, int target, ServerSocket server) {
        this.namespace = namespace;
        this.target = target;
        this.server = server;
    }

    /**
     * Listens at once, on loopback only.
     *
     * @param target the TCP port on the namespace's loopback
     * @param port the port here; 0 for any that is free
     * @throws IOException when the port cannot be had
     */
    public static Relay open(Namespace namespace, int target, int port) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(LOOPBACK, port));
        } catch (IOException taken) {
            server.close();
            throw taken;
        }
        Relay relay = new Relay(namespace, target, server);
        relay.inBackground("accept", relay::accept);
        return relay;
    }

    /** The port on this machine's loopback. */
    public int port() {
        return server.getLocalPort();
    }

    /** Cuts all who are connected off, and lets nobody in any more. */
    @Override
    public void close() {
        hangUp(server);
        sockets.forEach(Relay::hangUp);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            inBackground("connection", () -> connect(client));
        }
    }

    /** Ends when the server has said all that it had to say. */
    private void connect(Socket client) throws IOException {
        try (client;
                Socket daemon = NetNs.call(namespace.name(), () -> connected())) {
            sockets.add(client);
            sockets.add(daemon);
            if (server.isClosed()) {
                return;
            }
            client.setTcpNoDelay(true);
            inBackground("requests", () -> pass(client, daemon));
            pass(daemon, client);
        } catch (IOException ended) {
            throw ended;
        } catch (Exception unexpected) {
            throw new LabException("relay to " + namespace + ": " + unexpected, unexpected);
        } finally {
            sockets.removeIf(Socket::isClosed);
        }
    }

    /** Belongs to the namespace in whose thread it is made. */
    private Socket connected() throws IOException {
        Socket daemon = new Socket();
        try {
            daemon.setTcpNoDelay(true);
            daemon.connect(new InetSocketAddress(LOOPBACK, target), (int) CONNECT_LIMIT.toMillis());
            return daemon;
        } catch (IOException refused) {
            daemon.close();
            throw refused;
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void inBackground(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // One of the two is gone; the other one is told by the end of its connection.
                    }
                },
                "relay-" + namespace + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void hangUp(Closeable socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // As it should be.
        }
    }
}
