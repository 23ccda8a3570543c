package io.aliasdefender.lab;

import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something on a host's port that is no defender of ours, or no good one. */
final class FakePeer implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final ServerSocket listening;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private volatile Manner manner;

    /** What it does with whoever connects. */
    interface Manner {
        void meet(Socket socket) throws IOException;
    }

    FakePeer(LabHost host, Manner first) throws Exception {
        manner = first;
        listening = NetNs.call(
                host.namespace().name(),
                () -> new ServerSocket(
                        Door.PORT, BACKLOG, InetAddress.getByName(host.address().toString())));
        Thread thread = new Thread(this::serve, "fake-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes every question and says nothing. */
    static Manner hanging() {
        return socket -> {};
    }

    /** Answers every question with these words. */
    static Manner saying(String words) {
        return socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
        };
    }

    /** Answers every question with an HTTP status and a body. */
    static Manner answering(int status, String body) {
        return saying("HTTP/1.1 " + status + " Any\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** Ends every connection at once. */
    static Manner closing() {
        return Socket::close;
    }

    /** From now on; who is connected has to come again. */
    void behave(Manner next) {
        manner = next;
        accepted.forEach(FakePeer::close);
        accepted.clear();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                accepted.add(socket);
                manner.meet(socket);
            } catch (IOException gone) {
                // The other side, or this one, has ended.
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        accepted.forEach(FakePeer::close);
    }
}
