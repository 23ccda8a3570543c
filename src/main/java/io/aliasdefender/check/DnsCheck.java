package io.aliasdefender.check;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.CheckKind.Dns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Whether a DNS server has an address for a name. Each look has a socket of its own, and so a port that nobody guesses. */
final class DnsCheck implements Check {
    private final Dns dns;
    private final boolean serverV6;
    private final Facilities facilities;
    private OneLook look = new OneLook();

    DnsCheck(Dns dns, Facilities facilities) {
        this.dns = dns;
        this.facilities = facilities;
        serverV6 = IpAddress.parse(dns.server().host()).filter(IpAddress::v6).isPresent();
    }

    @Override
    public Future<Result> run() {
        OneLook current = new OneLook();
        look = current;
        DatagramSocket socket = facilities.vertx().createDatagramSocket(new DatagramSocketOptions().setIpV6(serverV6));
        current.atEnd(socket::close);
        Buffer question = DnsMessage.question(ThreadLocalRandom.current().nextInt(1 << 16), dns.name(), dns.v6());
        socket.handler(packet -> {
            boolean fromServer = packet.sender().port() == dns.server().port();
            Optional<Result> result =
                    fromServer ? DnsMessage.judge(question, packet.data(), dns.v6()) : Optional.empty();
            result.ifPresent(current::ended);
        });
        socket.exceptionHandler(current::failed);
        socket.send(question, dns.server().port(), dns.server().host()).onFailure(current::failed);
        return current.future();
    }

    @Override
    public void giveUp() {
        look.giveUp();
    }
}
