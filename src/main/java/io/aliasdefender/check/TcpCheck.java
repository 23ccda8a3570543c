package io.aliasdefender.check;

import io.aliasdefender.core.Wording;
import io.aliasdefender.payload.CheckKind.Tcp;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;

/** Whether a TCP connection is established. */
final class TcpCheck implements Check {
    private final Tcp tcp;
    private final NetClient client;
    private OneLook look = new OneLook();

    TcpCheck(Tcp tcp, Duration timeout, Facilities facilities) {
        this.tcp = tcp;
        client = facilities.vertx().createNetClient(new NetClientOptions().setConnectTimeout((int) timeout.toMillis()));
    }

    @Override
    public Future<Result> run() {
        OneLook current = new OneLook();
        look = current;
        long began = System.nanoTime();
        client.connect(tcp.endpoint().port(), tcp.endpoint().host())
                .onSuccess(socket -> {
                    socket.close();
                    current.passed("connected in " + Wording.of(Duration.ofNanos(System.nanoTime() - began)));
                })
                .onFailure(current::failed);
        return current.future();
    }

    @Override
    public void giveUp() {
        look.giveUp();
    }

    @Override
    public void close() {
        look.giveUp();
        client.close();
    }
}
