package io.aliasdefender.hook;

import io.aliasdefender.config.Pki;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server as far as a client can tell, with faults. */
final class MailServer {
    /** What it does otherwise than it should. */
    enum Fault {
        NONE,
        ACCEPTS_AND_HANGS,
        HANGS_AFTER_THE_MAIL,
        REFUSES_THE_LOGIN,
        SPEAKS_BEFORE_ENCRYPTION,
        SAYS_TOO_MUCH,
        IS_NO_MAIL_SERVER,
        CLOSES_AT_THE_MAIL
    }

    /** Every line that a client said, and in brackets what happened otherwise. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    final List<String> mails = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final Fault fault;
    private final boolean tls;
    private final ServerSSLOptions certificate;

    MailServer(Vertx vertx, Fault fault, Optional<Pki> pki, boolean tls) {
        this.vertx = vertx;
        this.fault = fault;
        this.tls = tls;
        certificate = new ServerSSLOptions();
        pki.ifPresent(own -> certificate.setKeyCertOptions(new PemKeyCertOptions()
                .setCertPath(own.certificate().toString())
                .setKeyPath(own.key().toString())));
    }

    int listen() throws Exception {
        NetServerOptions options = new NetServerOptions();
        if (tls) {
            options.setSsl(true).setKeyCertOptions(certificate.getKeyCertOptions());
        }
        NetServer server = vertx.createNetServer(options);
        server.connectHandler(socket -> new Talk(socket).begin());
        return Some.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private final class Talk {
        private final NetSocket socket;
        private final StringBuilder unread = new StringBuilder();
        private final StringBuilder mail = new StringBuilder();
        private boolean inMail;

        Talk(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.handler(this::heard);
            switch (fault) {
                case ACCEPTS_AND_HANGS -> heard.add("[connected]");
                case SAYS_TOO_MUCH -> say("220-" + "x".repeat(1 << 20));
                case IS_NO_MAIL_SERVER -> say("SSH-2.0-OpenSSH_9.2");
                default -> say("220-mail.example.net\r\n220 ready");
            }
        }

        private void say(String text) {
            socket.write(text + "\r\n");
        }

        private void heard(Buffer text) {
            unread.append(text.toString(StandardCharsets.UTF_8));
            for (int end = unread.indexOf("\r\n"); end >= 0; end = unread.indexOf("\r\n")) {
                String line = unread.substring(0, end);
                unread.delete(0, end + 2);
                if (inMail) {
                    mailLine(line);
                } else {
                    heard.add(line);
                    answer(line);
                }
            }
        }

        private void mailLine(String line) {
            if (!line.equals(".")) {
                mail.append(line).append("\r\n");
                return;
            }
            inMail = false;
            mails.add(mail.toString());
            mail.setLength(0);
            if (fault == Fault.CLOSES_AT_THE_MAIL) {
                socket.close();
            } else if (fault != Fault.HANGS_AFTER_THE_MAIL) {
                say("250 queued as 4711");
            }
        }

        private void answer(String line) {
            switch (line.replaceFirst("[ :].*", "")) {
                case "EHLO" -> say("250-mail.example.net\r\n250-STARTTLS\r\n250 AUTH PLAIN");
                case "STARTTLS" -> encrypt();
                case "AUTH" -> say(fault == Fault.REFUSES_THE_LOGIN ? "535 5.7.8 no" : "235 welcome");
                case "DATA" -> {
                    inMail = true;
                    say("354 go on");
                }
                case "QUIT" -> say("221 bye");
                default -> say("250 ok");
            }
        }

        private void encrypt() {
            if (fault == Fault.SPEAKS_BEFORE_ENCRYPTION) {
                say("220 go on\r\n250 as if it were the answer to the next command");
                return;
            }
            // Together: what the client says next is encrypted, however soon it comes.
            socket.upgradeToSsl(certificate, Buffer.buffer("220 go on\r\n"))
                    .onSuccess(encrypted -> heard.add("[encrypted]"));
        }
    }
}
