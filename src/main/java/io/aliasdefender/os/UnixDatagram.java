package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A Unix datagram socket that only sends, and never waits (unix(7)); the JDK has none. One thread at a time. */
public final class UnixDatagram implements AutoCloseable {
    private static final int MAX_PATH_BYTES = 107;
    private static final char ABSTRACT = '@';

    private final NativeSocket socket;
    private final byte[] path;

    private UnixDatagram(NativeSocket socket, byte[] path) {
        this.socket = socket;
        this.path = path;
    }

    /** What became of a datagram. */
    public enum Sent {
        LEFT,
        /** The receiver does not read as quickly as is sent; it may be tried again. */
        FULL,
        /** Nobody is there, or nobody who may be sent to. */
        REFUSED
    }

    /**
     * Opens one. That somebody listens there is seen only when something is sent.
     *
     * @param address a path, or {@code @NAME} for an abstract address
     * @param maxBytes of one datagram
     * @throws IOException one sentence when the address cannot be one, or no socket can be opened
     */
    public static UnixDatagram to(String address, int maxBytes) throws IOException {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        boolean named = address.length() > 1 && (address.charAt(0) == '/' || address.charAt(0) == ABSTRACT);
        if (!named || path.length > MAX_PATH_BYTES) {
            throw new IOException(address + " is no address of a Unix socket");
        }
        if (path[0] == ABSTRACT) {
            path[0] = 0;
        }
        NativeSocket socket = NativeSocket.open(Libc.AF_UNIX, Libc.SOCK_DGRAM, 0, maxBytes, ByteOrder.nativeOrder());
        return new UnixDatagram(socket, path);
    }

    /** Sends one datagram; what is longer than the greatest length is cut. */
    public Sent send(byte[] datagram) {
        if (socket.fd() < 0) {
            return Sent.REFUSED;
        }
        socket.prepare();
        socket.out.put(datagram, 0, Math.min(datagram.length, socket.out.capacity()));
        socket.to.putShort((short) Libc.AF_UNIX).put(path);
        // A name in the file system ends with a zero byte; in an abstract name every byte counts.
        if (path[0] != 0) {
            socket.to.put((byte) 0);
        }
        int errno = socket.trySend();
        return switch (errno) {
            case 0 -> Sent.LEFT;
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.EINTR -> Sent.FULL;
            default -> Sent.REFUSED;
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
