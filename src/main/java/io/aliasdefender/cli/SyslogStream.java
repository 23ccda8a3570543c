package io.aliasdefender.cli;

import io.aliasdefender.os.UnixDatagram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The system log: each line that is written is a datagram. What the system log does not take goes to another stream
 * instead. For one writing thread, which may wait.
 */
final class SyslogStream extends OutputStream {
    static final String SYSTEM_LOG = "/dev/log";

    /** What rsyslog takes in one message. */
    private static final int MAX_BYTES = 8 << 10;
    /** A system log that is busy is given the line again for a second. */
    private static final int TRIES = 200;

    private static final Duration TRY_AGAIN = Duration.ofMillis(5);

    private final String address;
    private final OutputStream instead;
    private Optional<UnixDatagram> socket = Optional.empty();

    /** @param instead gets the lines, without their priority, when nobody listens at the address */
    SyslogStream(String address, OutputStream instead) {
        this.address = address;
        this.instead = instead;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /** Whole lines only. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int begin = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                line(Arrays.copyOfRange(bytes, begin, i));
                begin = i + 1;
            }
        }
    }

    private void line(byte[] line) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            UnixDatagram.Sent sent = open().send(line);
            if (sent == UnixDatagram.Sent.LEFT) {
                return;
            }
            if (sent == UnixDatagram.Sent.REFUSED) {
                break;
            }
            LockSupport.parkNanos(TRY_AGAIN.toNanos());
        }
        String text = new String(line, StandardCharsets.UTF_8) + "\n";
        instead.write(text.substring(text.indexOf('>') + 1).getBytes(StandardCharsets.UTF_8));
    }

    private UnixDatagram open() throws IOException {
        if (socket.isEmpty()) {
            socket = Optional.of(UnixDatagram.to(address, MAX_BYTES));
        }
        return socket.get();
    }

    @Override
    public void close() {
        socket.ifPresent(UnixDatagram::close);
        socket = Optional.empty();
    }
}
