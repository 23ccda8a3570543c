package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A host that is asked by echo and sends the answer once more in another's name, a thousand times a second, to whoever
 * asked: with all that it was told in the question. Its own kernel answers in its own name, as ever. Ends by itself.
 */
public final class EchoForger implements AutoCloseable {
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    /** To send with an IP header of our own, of either family. */
    private static final int IPPROTO_RAW = 255;

    private static final int V4_HEADER = 20;
    private static final int V4_REQUEST = 8;
    private static final int V6_REQUEST = 128;
    private static final int HOPS = 64;
    private static final int CHECKSUM = 2;
    private static final int BUFFER_BYTES = 2048;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long END_MILLIS = 5_000;

    private final IpAddress name;
    private final NativeSocket ear;
    private final NativeSocket mouth;
    /** The newest question of each, as the ICMP message of its answer. */
    private final Map<IpAddress, byte[]> answers = new HashMap<>();

    private final AtomicLong learnt = new AtomicLong();
    private final Thread thread = new Thread(this::run, "echo-forger");
    private volatile boolean over;

    private EchoForger(IpAddress name, NativeSocket ear, NativeSocket mouth) {
        this.name = name;
        this.ear = ear;
        this.mouth = mouth;
        thread.setDaemon(true);
        thread.start();
    }

    /** @param name in which is answered */
    public static EchoForger begin(String namespace, IpAddress name) throws Exception {
        return NetNs.call(namespace, () -> {
            int family = name.v6() ? Libc.AF_INET6 : Libc.AF_INET;
            NativeSocket ear = open(family, name.v6() ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
            return new EchoForger(name, ear, open(family, IPPROTO_RAW));
        });
    }

    private static NativeSocket open(int family, int protocol) throws IOException {
        return NativeSocket.open(family, Libc.SOCK_RAW, protocol, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** How many questions it was asked so far. */
    public long learnt() {
        return learnt.get();
    }

    private void run() {
        long end = System.nanoTime() + LIFE_NANOS;
        while (!over && System.nanoTime() - end < 0) {
            while (ear.receive()) {
                learn();
            }
            answers.forEach(this::forge);
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    private void learn() {
        int start = name.v6() ? 0 : (ear.in.get(0) & 0xf) * 4;
        if (ear.in.limit() < start + IcmpEcho.BYTES
                || (ear.in.get(start) & 0xff) != (name.v6() ? V6_REQUEST : V4_REQUEST)) {
            return;
        }
        byte[] message = new byte[ear.in.limit() - start];
        ear.in.get(start, message);
        message[0] = (byte) (name.v6() ? V6_REQUEST + 1 : 0);
        Arrays.fill(message, CHECKSUM, CHECKSUM + Short.BYTES, (byte) 0);
        SocketAddresses.getInet(ear.from).ifPresent(asker -> answers.put(asker, message));
        learnt.incrementAndGet();
    }

    private void forge(IpAddress to, byte[] message) {
        mouth.prepare();
        SocketAddresses.putInet(mouth.to, to, 0);
        ByteBuffer out = mouth.out;
        if (name.v6()) {
            out.putInt(6 << 28).putShort((short) message.length);
            out.put((byte) IPPROTO_ICMPV6).put((byte) HOPS);
        } else {
            // The kernel fills in the length, the identification and the checksum.
            out.put((byte) 0x45).put((byte) 0).putShort((short) (V4_HEADER + message.length));
            out.putInt(0).put((byte) HOPS).put((byte) IPPROTO_ICMP).putShort((short) 0);
        }
        out.put(name.toBytes()).put(to.toBytes());
        int start = out.position();
        out.put(message);
        short checksum = name.v6()
                ? Checksum.ofIcmp6(out, start, out.position(), name, to)
                : Checksum.of(out, start, out.position());
        out.putShort(start + CHECKSUM, checksum);
        // What does not leave is not received, which whoever counts that sees.
        mouth.trySend();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ear.close();
        mouth.close();
    }
}
