package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.check.CheckRun.Outcome;
import io.aliasdefender.payload.CheckKind.Dns;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckKind.Tcp;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketChecksTest {
    private static final int NOERROR = 0;
    private static final int NXDOMAIN = 3;

    private final LookRig rig = new LookRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void portWhenItAcceptsShouldPassThoughNothingIsSaid() {
        NetServer server = LookRig.await(
                rig.vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"));

        assertThat(rig.run(new Tcp(new Endpoint("127.0.0.1", server.actualPort())))
                        .passed())
                .isTrue();
        LookRig.await(server.close());
        assertThat(rig.run(new Tcp(new Endpoint("127.0.0.1", server.actualPort())))
                        .sentence())
                .isEqualTo("connection refused");
    }

    @Test
    void portWhenItsHostHasNoNameShouldFailWithASentence() {
        assertThat(rig.run(new Tcp(new Endpoint("nobody.invalid", 3128))).passed())
                .isFalse();
    }

    /** A DNS server that answers every question so. */
    private int serve(int code, boolean answer) {
        return serve(code, answer, false);
    }

    /** @param alias whether the name stands for another one, that has the address */
    private int serve(int code, boolean answer, boolean alias) {
        DatagramSocket socket = LookRig.await(rig.vertx.createDatagramSocket().listen(0, "127.0.0.1"));
        socket.handler(packet -> {
            Buffer question = packet.data();
            int end = 12;
            while (question.getByte(end) != 0) {
                end += question.getByte(end) + 1;
            }
            end += 5;
            Buffer reply = Buffer.buffer()
                    .appendBuffer(question.slice(0, 2))
                    .appendUnsignedShort(0x8180 | code)
                    .appendUnsignedShort(1)
                    .appendUnsignedShort(alias ? 2 : answer ? 1 : 0)
                    .appendUnsignedShort(0)
                    .appendUnsignedShort(0)
                    .appendBuffer(question.slice(12, end));
            if (alias) {
                reply.appendUnsignedShort(0xc00c)
                        .appendUnsignedShort(5)
                        .appendUnsignedShort(1)
                        .appendUnsignedInt(60)
                        .appendUnsignedShort(4)
                        .appendBytes(new byte[] {1, 'b', (byte) 0xc0, 0x10});
            }
            if (answer) {
                reply.appendUnsignedShort(alias ? 0xc000 | end + 12 : 0xc00c)
                        .appendUnsignedShort(1)
                        .appendUnsignedShort(1)
                        .appendUnsignedInt(60)
                        .appendUnsignedShort(4)
                        .appendBytes(new byte[] {(byte) 192, 0, 2, 80});
            }
            socket.send(reply, packet.sender().port(), packet.sender().host());
        });
        return socket.localAddress().port();
    }

    private Outcome ask(int port) {
        return rig.run(new Dns("www.example.net", new Endpoint("127.0.0.1", port), false));
    }

    @Test
    void nameWhenTheServerHasAnAddressShouldPassWithIt() {
        assertThat(ask(serve(NOERROR, true)).sentence()).isEqualTo("192.0.2.80");
    }

    @Test
    void nameWhenItStandsForAnotherShouldPassWithTheAddressOfThat() {
        assertThat(ask(serve(NOERROR, true, true)).sentence()).isEqualTo("192.0.2.80");
    }

    @Test
    void nameWhenTheServerDoesNotKnowItShouldFailWithItsAnswer() {
        Outcome outcome = ask(serve(NXDOMAIN, false));

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.sentence()).isEqualTo("the server answers NXDOMAIN");
    }

    @Test
    void nameWhenItHasNoAddressShouldFail() {
        assertThat(ask(serve(NOERROR, false)).passed()).isFalse();
    }

    @Test
    void nameWhenTheServerHangsShouldFailAtTheTimeLimit() {
        DatagramSocket silent = LookRig.await(rig.vertx.createDatagramSocket().listen(0, "127.0.0.1"));
        Dns dns = new Dns(
                "www.example.net",
                new Endpoint("127.0.0.1", silent.localAddress().port()),
                false);

        assertThat(rig.run(dns, Duration.ofMillis(300)).passed()).isFalse();
    }
}
