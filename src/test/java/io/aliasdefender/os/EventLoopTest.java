package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.Timers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pins down what is used of Vert.x's internal {@code ContextInternal}. */
@ExtendWith(VertxExtension.class)
class EventLoopTest {
    private static final int PACKET_BYTES = 2;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void readerWhenSomethingArrivesShouldRunOnItsContextUntilAllIsRead(VertxTestContext test) throws Exception {
        NativeSocket socket = loopbackSocket();
        int port = Short.toUnsignedInt(port(socket));
        var context = vertx.getOrCreateContext();
        var seen = new StringBuilder();
        context.runOnContext(ignored -> {
            try {
                EventLoop loop = EventLoop.current(vertx);
                Timers.Registration[] watch = new Timers.Registration[1];
                // One packet at a time: what is left must wake the reader again.
                watch[0] = loop.watch(socket.fd(), () -> {
                    assertThat(socket.receive()).isTrue();
                    seen.append((char) socket.in.get(0));
                    if (seen.length() == 3) {
                        watch[0].cancel();
                        socket.close();
                        test.verify(() -> {
                            assertThat(seen).hasToString("abc");
                            assertThat(Vertx.currentContext()).isEqualTo(context);
                        });
                        test.completeNow();
                    }
                });
            } catch (Exception failure) {
                test.failNow(failure);
            }
        });
        try (DatagramSocket sender = new DatagramSocket()) {
            for (byte letter : new byte[] {'a', 'b', 'c'}) {
                sender.send(new DatagramPacket(new byte[] {letter}, 1, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    @Test
    void timersWhenSetInAnyOrderShouldFireInOrderAndNotEarly(VertxTestContext test) {
        var order = new StringBuilder();
        vertx.runOnContext(ignored -> {
            try {
                EventLoop loop = EventLoop.current(vertx);
                long now = System.nanoTime();
                loop.at(now + 200_000_000, () -> {
                    order.append('b');
                    test.verify(() -> {
                        assertThat(order).hasToString("ab");
                        assertThat(System.nanoTime() - now).isGreaterThanOrEqualTo(200_000_000);
                    });
                    test.completeNow();
                });
                loop.at(now + 100_000_000, () -> order.append('a'));
                loop.at(now + 150_000_000, () -> order.append('x')).cancel();
            } catch (Exception failure) {
                test.failNow(failure);
            }
        });
    }

    private static NativeSocket loopbackSocket() throws Exception {
        NativeSocket socket = NativeSocket.open(Libc.AF_INET, Libc.SOCK_DGRAM, 0, 16, ByteOrder.BIG_ENDIAN);
        socket.to.putShort((short) Libc.AF_INET).putShort((short) 0);
        socket.to.put(InetAddress.getLoopbackAddress().getAddress()).putLong(0);
        socket.bind();
        return socket;
    }

    /** The port that the kernel chose: it is the sender's of a packet that the socket sends. */
    private static short port(NativeSocket socket) throws Exception {
        try (DatagramSocket mirror = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.prepare();
            socket.to.putShort((short) Libc.AF_INET);
            socket.to.put((byte) (mirror.getLocalPort() >>> 8)).put((byte) mirror.getLocalPort());
            socket.to.put(InetAddress.getLoopbackAddress().getAddress()).putLong(0);
            socket.out.put((byte) 1);
            assertThat(socket.send()).isEmpty();
            DatagramPacket packet = new DatagramPacket(new byte[PACKET_BYTES], PACKET_BYTES);
            mirror.receive(packet);
            return (short) packet.getPort();
        }
    }
}
