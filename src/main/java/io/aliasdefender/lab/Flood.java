package io.aliasdefender.lab;

import io.aliasdefender.lab.WebLoad.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Clients that mean no good, each kind in bounded number and time. */
final class Flood {
    private static final int TIMEOUT_MILLIS = 10_000;
    /** The most that a server here may look patient. */
    private static final int TRICKLE_SECONDS = 40;

    private Flood() {}

    /** Asks for a path; the body of the answer. */
    static String get(InetSocketAddress web, String path) throws IOException {
        try (Socket socket = connect(web)) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The same by a Unix socket, where a web full of others has a place. */
    static String get(Path socket, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            // As of HTTP its lines may end with a carriage return.
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r", "");
        }
    }

    private static Socket connect(InetSocketAddress web) throws IOException {
        Socket socket = new Socket();
        socket.connect(web, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** Connects and says nothing. */
    static String idle(Options options) throws IOException, InterruptedException {
        List<SocketChannel> open = new ArrayList<>();
        int refused = 0;
        try {
            for (int i = 0; i < options.connections(); i++) {
                SocketChannel channel = SocketChannel.open();
                open.add(channel);
                try {
                    channel.bind(new InetSocketAddress(Siege.source(i), 0));
                    channel.connect(options.web());
                } catch (IOException full) {
                    refused++;
                }
            }
            Thread.sleep(1_000);
            int alive = alive(open);
            Thread.sleep(20_000);
            int left = alive(open);
            return String.format(
                    Locale.ROOT,
                    "%d kept at first, the others closed at once; %d left after 20 s%s",
                    alive,
                    left,
                    refused > 0 ? "; " + refused + " not even accepted" : "");
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    private static int alive(List<SocketChannel> channels) throws IOException {
        int alive = 0;
        ByteBuffer nothing = ByteBuffer.allocate(1);
        for (SocketChannel channel : channels) {
            try {
                channel.configureBlocking(false);
                alive += channel.read(nothing.clear()) == 0 ? 1 : 0;
            } catch (IOException reset) {
                // Closed.
            }
        }
        return alive;
    }

    /** Requests that are none. */
    static String broken(Options options) {
        String[] heads = {
            "GET\r\n\r\n",
            "\0\1\2\3\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nA: " + "b".repeat(20_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        };
        int answered = 0;
        int closed = 0;
        for (int i = 0; i < options.connections(); i++) {
            try (Socket socket = connect(options.web())) {
                socket.getOutputStream().write(heads[i % heads.length].getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                answered += socket.getInputStream().read() >= 0 ? 1 : 0;
            } catch (IOException reset) {
                closed++;
            }
        }
        return answered + " answered with an error, " + (options.connections() - answered) + " closed (" + closed
                + " by a reset)";
    }

    /** Bodies that nobody wants. */
    static String bodies(Options options, int count, int bytes) {
        byte[] part = new byte[64 << 10];
        int refused = 0;
        long sent = 0;
        for (int i = 0; i < count; i++) {
            try (Socket socket = connect(options.web())) {
                String head =
                        "POST /api/maintenance HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                for (int left = bytes; left > 0; left -= part.length) {
                    socket.getOutputStream().write(part, 0, Math.min(left, part.length));
                    sent += part.length;
                }
            } catch (IOException reset) {
                refused++;
            }
        }
        return refused + " refused" + (refused < count ? " (NOT all)" : "") + ", " + (sent >> 20)
                + " MB of them sent before that";
    }

    /** A head that never comes to its end. */
    static String trickle(Options options, int count) throws IOException, InterruptedException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                open.add(socket);
                socket.bind(new InetSocketAddress(Siege.source(i), 0));
                socket.connect(options.web(), TIMEOUT_MILLIS);
            }
            int seconds = 0;
            int left = count;
            while (left > 0 && seconds < TRICKLE_SECONDS) {
                left = 0;
                for (Socket socket : open) {
                    left += writes(socket) ? 1 : 0;
                }
                Thread.sleep(1_000);
                seconds++;
            }
            return left == 0 ? "all closed after " + seconds + " s" : left + " are left (NOT closed)";
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static boolean writes(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
