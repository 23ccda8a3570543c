package io.aliasdefender.hook;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.payload.HookSpec.Login;
import io.aliasdefender.payload.HookSpec.Mail;
import io.aliasdefender.payload.HookSpec.MailTls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands a mail to a server (RFC 5321), encrypted as the configuration says or not at all. One time limit is over all of it: a
 * server that accepts a connection and says nothing, or says one letter a second, holds up nothing else.
 */
final class SmtpClient {
    private final Mail mail;
    private final Duration limit;
    private final NetClient client;
    private Optional<SmtpTalk> talking = Optional.empty();

    SmtpClient(Vertx vertx, Mail mail, Duration limit) {
        this.mail = mail;
        this.limit = limit;
        client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) limit.toMillis()));
    }

    /** @param text as {@link MailText} makes it */
    Future<String> send(String text) {
        Session session = new Session();
        return session.run(text)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(ended -> session.end())
                .recover(failure -> Future.failedFuture(
                        failure instanceof NotDelivered ? failure : new NotDelivered(sentence(failure), false)));
    }

    private String sentence(Throwable failure) {
        return failure instanceof TimeoutException
                ? "does not take the mail within " + limit.toMillis() + " ms"
                : "cannot be reached: " + Sentences.of(String.valueOf(failure.getMessage()));
    }

    private ClientSSLOptions tls() {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        mail.authority()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        return options;
    }

    /** One mail. */
    private final class Session {
        private boolean over;

        Future<String> run(String text) {
            ConnectOptions to = new ConnectOptions()
                    .setHost(mail.host())
                    .setPort(mail.port())
                    .setSsl(mail.tls() == MailTls.TLS);
            if (mail.tls() == MailTls.TLS) {
                to.setSslOptions(tls());
            }
            return client.connect(to).compose(socket -> {
                SmtpTalk talk = new SmtpTalk(socket);
                talking = Optional.of(talk);
                if (over) {
                    talk.close();
                    return Future.failedFuture("nobody waits any more");
                }
                return talk.answer(220)
                        .compose(greeting -> talk.say("EHLO " + ownName(), 250))
                        .compose(greeted -> mail.tls() == MailTls.STARTTLS ? encrypt(talk) : Future.succeededFuture())
                        .compose(encrypted -> logIn(talk))
                        .compose(known -> deliver(talk, text));
            });
        }

        void end() {
            over = true;
            talking.ifPresent(SmtpTalk::close);
            talking = Optional.empty();
        }
    }

    /** The sender's domain: this host's own name is seldom one that the server could look up. */
    private String ownName() {
        return mail.from().substring(mail.from().indexOf('@') + 1);
    }

    private Future<?> encrypt(SmtpTalk talk) {
        return talk.say("STARTTLS", 220)
                .compose(ready -> talk.encrypt(tls(), mail.host()))
                .compose(encrypted -> talk.say("EHLO " + ownName(), 250));
    }

    private Future<?> logIn(SmtpTalk talk) {
        if (mail.login().isEmpty()) {
            return Future.succeededFuture();
        }
        Login login = mail.login().get();
        byte[] both = ("\0" + login.user() + "\0" + login.password().text()).getBytes(StandardCharsets.UTF_8);
        return talk.sayInSecret("AUTH PLAIN " + Base64.getEncoder().encodeToString(both), "AUTH PLAIN", 235);
    }

    private Future<String> deliver(SmtpTalk talk, String text) {
        Future<?> done = talk.say("MAIL FROM:<" + mail.from() + ">", 250);
        for (String recipient : mail.to()) {
            done = done.compose(before -> talk.say("RCPT TO:<" + recipient + ">", 250));
        }
        return done.compose(before -> talk.say("DATA", 354))
                .compose(ready -> talk.sayInSecret(text + ".", "the mail", 250))
                .map(taken -> {
                    talk.bye();
                    return "took the mail: " + Sentences.of(taken);
                });
    }

    void close() {
        talking.ifPresent(SmtpTalk::close);
        client.close();
    }
}
