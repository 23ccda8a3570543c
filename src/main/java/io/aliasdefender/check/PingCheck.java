package io.aliasdefender.check;

import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.core.Wording;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.payload.CheckKind.Ping;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Whether an address answers echo requests. One that is lost on the way is not silence, so each look sends several. */
final class PingCheck implements Check {
    private static final int REQUESTS = 3;

    private final Ping ping;
    private final Duration timeout;
    private final Facilities facilities;
    private OneLook look = new OneLook();

    PingCheck(Ping ping, Duration timeout, Facilities facilities) {
        this.ping = ping;
        this.timeout = timeout;
        this.facilities = facilities;
    }

    @Override
    public Future<Result> run() {
        OneLook current = new OneLook();
        look = current;
        Optional<Link> link = ping.over().flatMap(facilities.kernel()::link);
        if (ping.over().isPresent() && link.isEmpty()) {
            current.failed("there is no interface " + ping.over().get());
            return current.future();
        }
        int scope = link.map(Link::index).orElse(0);
        long began = System.nanoTime();
        Echoes.Listener listener =
                (from, asked, sentNanos) -> answered(current, from, scope == asked, began, sentNanos);
        try {
            facilities.echoes().listen(ping.address(), listener);
        } catch (IOException refused) {
            current.failed(refused);
            return current.future();
        }
        current.atEnd(() -> facilities.echoes().forget(ping.address(), listener));
        send(current, scope, REQUESTS);
        return current.future();
    }

    private void send(OneLook current, int scope, int left) {
        if (current.over()) {
            return;
        }
        Optional<String> problem = facilities.echoes().send(ping.address(), scope);
        if (problem.isPresent()) {
            current.failed(problem.get());
            return;
        }
        if (left > 1) {
            Registration timer = facilities
                    .loop()
                    .at(
                            facilities.loop().nanoTime() + timeout.toNanos() / REQUESTS,
                            () -> send(current, scope, left - 1));
            current.atEnd(timer::cancel);
        }
    }

    private void answered(OneLook current, IpAddress from, boolean here, long began, long sentNanos) {
        if (here && from.equals(ping.address()) && sentNanos >= began) {
            current.passed("answers in " + Wording.of(Duration.ofNanos(System.nanoTime() - sentNanos)));
        }
    }

    @Override
    public void giveUp() {
        look.giveUp();
    }
}
