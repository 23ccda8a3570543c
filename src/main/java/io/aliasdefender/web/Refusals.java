package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Orders over TCP that were refused: counted, and told once a minute at the most, with who the last one came from. */
final class Refusals {
    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final Vertx vertx;
    private long withoutToken;
    private long withWrongToken;
    private Optional<Long> toldNanos = Optional.empty();

    Refusals(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Mostly somebody who does not know that a token is needed. */
    void withoutToken() {
        withoutToken++;
    }

    /** Perhaps somebody who tries out tokens; what was shown is not told, for it may be nearly right. */
    void withWrongToken(SocketAddress from) {
        withWrongToken++;
        long now = System.nanoTime();
        if (toldNanos.filter(told -> now - told < REPEAT.toNanos()).isPresent()) {
            return;
        }
        toldNanos = Optional.of(now);
        Channels.REPORT.publish(
                vertx,
                Report.of(
                        "order-refused",
                        Level.WARNING,
                        "an order over TCP from " + from.hostAddress() + " came with a wrong token; refused ("
                                + withWrongToken + " so far)"));
    }

    long countWithoutToken() {
        return withoutToken;
    }

    long countWithWrongToken() {
        return withWrongToken;
    }
}
