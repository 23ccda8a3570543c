package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A non-blocking datagram socket of any family with its buffers. One thread only. A packet is put into {@link #out}
 * and its destination into {@link #to}; what was received is in {@link #in} and its sender in {@link #from}.
 */
final class NativeSocket implements AutoCloseable {
    private static final int SOCKADDR_STORAGE = 128;
    /** The default (212,992 bytes) holds about 256 replies; a burst at thousands of aliases is answered at once. */
    private static final int WANTED_RECEIVE_BUFFER_BYTES = 8 << 20;
    /** An error that is pending on the socket (ENETDOWN after a link went down) is told by one receive each. */
    private static final int MAX_PENDING_ERRORS = 4;

    final ByteBuffer out;
    final ByteBuffer in;
    final ByteBuffer to;
    final ByteBuffer from;
    private final NativeBuffer outBuffer;
    private final NativeBuffer inBuffer;
    private final NativeBuffer toBuffer;
    private final NativeBuffer fromBuffer;
    private final NativeBuffer fromLength = NativeBuffer.allocate(Integer.BYTES, ByteOrder.nativeOrder());
    private final Map<Integer, Optional<String>> sentences = new HashMap<>();
    private final boolean lent;
    private int fd;

    private NativeSocket(int fd, NativeBuffer out, NativeBuffer in, boolean lent) {
        this.fd = fd;
        this.lent = lent;
        outBuffer = out;
        inBuffer = in;
        toBuffer = NativeBuffer.allocate(SOCKADDR_STORAGE, ByteOrder.nativeOrder());
        fromBuffer = NativeBuffer.allocate(SOCKADDR_STORAGE, ByteOrder.nativeOrder());
        this.out = out.bytes();
        this.in = in.bytes();
        to = toBuffer.bytes();
        from = fromBuffer.bytes();
    }

    /**
     * Opens one in the calling thread's network namespace.
     *
     * @param order of numbers in {@link #out} and {@link #in}
     * @throws OpenException when the kernel refuses; it has the error number
     */
    static NativeSocket open(int domain, int type, int protocol, int bufferBytes, ByteOrder order) throws IOException {
        int fd = open(domain, type, protocol);
        return new NativeSocket(
                fd, NativeBuffer.allocate(bufferBytes, order), NativeBuffer.allocate(bufferBytes, order), false);
    }

    /** The same for one who is going to close it at once and for good: its buffers are lent. */
    static NativeSocket openBriefly(int domain, int type, int protocol, int bufferBytes, ByteOrder order)
            throws IOException {
        int fd = open(domain, type, protocol);
        return new NativeSocket(
                fd, NativeBuffer.borrow(bufferBytes, order), NativeBuffer.borrow(bufferBytes, order), true);
    }

    private static int open(int domain, int type, int protocol) throws IOException {
        Libc.require();
        int fd = Libc.socket(domain, type | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, protocol);
        if (fd < 0) {
            throw new OpenException("cannot open a socket", Errno.last());
        }
        return fd;
    }

    /** A socket that could not be opened or set up. */
    static final class OpenException extends IOException {
        final int errno;

        OpenException(String what, int errno) {
            super(what + ": " + Errno.openingFailed(errno));
            this.errno = errno;
        }
    }

    int fd() {
        return fd;
    }

    /** Binds to what was put into {@link #to}; closes the socket when that fails. */
    void bind() throws OpenException {
        if (Libc.bind(fd, toBuffer.address(), to.position()) < 0) {
            int errno = Errno.last();
            close();
            throw new OpenException("cannot bind a socket", errno);
        }
    }

    /** Sets an option; false when the kernel refuses. */
    boolean option(int level, int name, NativeBuffer value, int length) {
        return Libc.setsockopt(fd, level, name, value.address(), length) == 0;
    }

    boolean option(int level, int name, int value) {
        NativeBuffer buffer = NativeBuffer.allocate(Integer.BYTES, ByteOrder.nativeOrder());
        buffer.bytes().putInt(0, value);
        return option(level, name, buffer, Integer.BYTES);
    }

    /** Asks for a big receive buffer: past the system's limit where that is permitted, else up to it. */
    void growReceiveBuffer() {
        if (!option(Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, WANTED_RECEIVE_BUFFER_BYTES)) {
            option(Libc.SOL_SOCKET, Libc.SO_RCVBUF, WANTED_RECEIVE_BUFFER_BYTES);
        }
    }

    /** Clears {@link #out} and {@link #to} for the next packet. */
    void prepare() {
        out.clear();
        to.clear();
    }

    /**
     * Sends what was put into {@link #out} to where {@link #to} says.
     *
     * @return empty when it left, else why not
     */
    Optional<String> send() {
        if (fd < 0) {
            return Optional.of("the socket is closed");
        }
        return sentence(trySend());
    }

    /**
     * The same, but from this address of this host and over the interface of this index.
     *
     * @param sourced written for it
     */
    Optional<String> sendFrom(IpAddress source, int link, SourcedMessage sourced) {
        if (fd < 0) {
            return Optional.of("the socket is closed");
        }
        long message =
                sourced.put(toBuffer.address(), to.position(), outBuffer.address(), out.position(), source, link);
        return sentence(Libc.sendmsg(fd, message, Libc.MSG_DONTWAIT) >= 0 ? 0 : Errno.last());
    }

    private Optional<String> sentence(int failed) {
        return failed == 0
                ? Optional.empty()
                : sentences.computeIfAbsent(failed, errno -> Optional.of(Errno.sendingFailed(errno)));
    }

    /** The same on an open socket; 0 when it left, else the error's number. */
    int trySend() {
        long sent = Libc.sendto(
                fd, outBuffer.address(), out.position(), Libc.MSG_DONTWAIT, toBuffer.address(), to.position());
        return sent >= 0 ? 0 : Errno.last();
    }

    /** Receives one packet, ready to be read from {@link #in}; false when none is waiting. */
    boolean receive() {
        return receive(error -> {});
    }

    /** The same; tells errors other than "nothing there", such as ENOBUFS for lost netlink events. */
    boolean receive(java.util.function.IntConsumer onError) {
        for (int errors = 0; fd >= 0 && errors < MAX_PENDING_ERRORS; errors++) {
            in.clear();
            from.clear();
            fromLength.bytes().putInt(0, SOCKADDR_STORAGE);
            long length = Libc.recvfrom(
                    fd,
                    inBuffer.address(),
                    in.capacity(),
                    Libc.MSG_DONTWAIT,
                    fromBuffer.address(),
                    fromLength.address());
            if (length >= 0) {
                in.limit((int) length);
                from.limit(Math.min(fromLength.bytes().getInt(0), SOCKADDR_STORAGE));
                return true;
            }
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return false;
            }
            onError.accept(errno);
        }
        return false;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
            if (lent) {
                outBuffer.giveBack();
                inBuffer.giveBack();
            }
        }
    }
}
