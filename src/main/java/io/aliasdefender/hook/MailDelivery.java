package io.aliasdefender.hook;

import io.aliasdefender.payload.HookSpec.Mail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sends what happens within half a minute as one mail. */
final class MailDelivery implements Delivery {
    private static final int MOST_IN_ONE = 200;

    private final SmtpClient client;
    private final Mail mail;
    private final Duration window;

    MailDelivery(Vertx vertx, Mail mail, Duration limit, Duration window) {
        this.mail = mail;
        this.window = window;
        client = new SmtpClient(vertx, mail, limit);
    }

    @Override
    public Future<String> tell(List<Told> told) {
        return client.send(MailText.of(mail, told, Instant.now()));
    }

    @Override
    public int most() {
        return MOST_IN_ONE;
    }

    @Override
    public Duration window() {
        return window;
    }

    @Override
    public void close() {
        client.close();
    }
}
