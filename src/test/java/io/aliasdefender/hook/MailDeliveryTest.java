package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.Pki;
import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.hook.MailServer.Fault;
import io.aliasdefender.payload.HookSpec.Login;
import io.aliasdefender.payload.HookSpec.Mail;
import io.aliasdefender.payload.HookSpec.MailTls;
import io.aliasdefender.payload.Secret;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class MailDeliveryTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Optional<Login> LOGIN = Optional.of(new Login("web1", new Secret("geheim")));

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Vertx hooks = HookEngine.newVertx();

    @AfterEach
    void close() throws Exception {
        Some.await(hooks.close());
        Some.await(vertx.close());
    }

    private static Mail mail(int port, MailTls tls, Optional<Login> login, Optional<String> authority) {
        return new Mail(
                "localhost",
                port,
                tls,
                "web1@example.net",
                List.of("admin@example.net", "night@example.net"),
                login,
                authority);
    }

    private String send(Mail mail, Duration limit, Told... told) throws Exception {
        MailDelivery delivery = new MailDelivery(hooks, mail, limit, Duration.ZERO);
        Promise<String> sent = Promise.promise();
        hooks.runOnContext(now -> delivery.tell(List.of(told)).onComplete(sent));
        return Some.await(sent.future());
    }

    private String refused(Mail mail, Duration limit) throws Exception {
        try {
            throw new AssertionError("it was sent: " + send(mail, limit, Some.told(1)));
        } catch (ExecutionException refused) {
            assertThat(((NotDelivered) refused.getCause()).forGood()).isFalse();
            return refused.getCause().getMessage();
        }
    }

    @ParameterizedTest
    @EnumSource(MailTls.class)
    void serverShouldGetTheMailEncryptedAsTheConfigurationSays(MailTls tls) throws Exception {
        Pki pki = Pki.make(folder, "own");
        MailServer server = new MailServer(vertx, Fault.NONE, Optional.of(pki), tls == MailTls.TLS);
        int port = server.listen();
        Optional<Login> login = tls == MailTls.NONE ? Optional.empty() : LOGIN;
        Mail mail = mail(port, tls, login, Optional.of(Files.readString(pki.certificate())));

        assertThat(send(mail, Some.LONG, Some.told(1), Some.told(2))).isEqualTo("took the mail: 250 queued as 4711");
        assertThat(server.heard)
                .contains("MAIL FROM:<web1@example.net>", "RCPT TO:<admin@example.net>", "RCPT TO:<night@example.net>");
        if (tls == MailTls.STARTTLS) {
            assertThat(server.heard).startsWith("EHLO example.net", "STARTTLS", "[encrypted]", "EHLO example.net");
        }
        String login64 = Base64.getEncoder().encodeToString("\0web1\0geheim".getBytes(StandardCharsets.UTF_8));
        assertThat(server.heard.contains("AUTH PLAIN " + login64)).isEqualTo(login.isPresent());
        assertThat(server.mails).hasSize(1);
    }

    @Test
    void mailShouldHaveAllEventsInLinesThatEveryServerTakes() {
        String text = MailText.of(
                mail(25, MailTls.NONE, Optional.empty(), Optional.empty()),
                List.of(Some.told(41), Some.told(42)),
                Instant.parse("2026-01-02T03:04:05Z"));
        String[] parts = text.split("\r\n\r\n", 2);

        assertThat(parts[0].lines())
                .contains(
                        "From: Alias Defender <web1@example.net>",
                        "Subject: [alias-defender] web1: 2 events, first took-over of 192.0.2.100",
                        "Date: Fri, 2 Jan 2026 03:04:05 GMT",
                        "Message-ID: <alias-defender.web1.41.2@example.net>",
                        "Content-Transfer-Encoding: base64");
        assertThat(text.lines()).allMatch(line -> line.length() <= 78 && !line.startsWith("."));
        assertThat(new String(Base64.getMimeDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .isEqualTo("2026-01-02T03:04:05.678Z  info  took-over of 192.0.2.100\r\n    so it is\r\n\r\n"
                        + "2026-01-02T03:04:05.678Z  info  took-over of 192.0.2.100\r\n    so it is\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTS_AND_HANGS, does not take the mail within 500 ms",
        "HANGS_AFTER_THE_MAIL, does not take the mail within 500 ms"
    })
    void serverThatHangsShouldCostItsTimeLimitOnly(Fault fault, String sentence) throws Exception {
        int port = new MailServer(vertx, fault, Optional.empty(), false).listen();

        assertThat(refused(mail(port, MailTls.NONE, Optional.empty(), Optional.empty()), SHORT))
                .isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "SAYS_TOO_MUCH, says too much",
        "IS_NO_MAIL_SERVER, is no mail server: it says SSH-2.0-OpenSSH_9.2",
        "CLOSES_AT_THE_MAIL, closes the connection"
    })
    void serverThatMisbehavesShouldBeToldInASentence(Fault fault, String sentence) throws Exception {
        int port = new MailServer(vertx, fault, Optional.empty(), false).listen();

        assertThat(refused(mail(port, MailTls.NONE, Optional.empty(), Optional.empty()), Some.LONG))
                .isEqualTo(sentence);
    }

    @Test
    void passwordShouldNotBeInTheSentenceOfItsRefusal() throws Exception {
        Pki pki = Pki.make(folder, "own");
        int port = new MailServer(vertx, Fault.REFUSES_THE_LOGIN, Optional.of(pki), false).listen();
        Optional<String> authority = Optional.of(Files.readString(pki.certificate()));

        assertThat(refused(mail(port, MailTls.STARTTLS, LOGIN, authority), Some.LONG))
                .isEqualTo("refuses AUTH PLAIN: 535 5.7.8 no");
    }

    /** What somebody on the way says before encryption must not be taken for what the server says in it. */
    @Test
    void serverThatSpeaksBeforeEncryptionShouldNotBeBelieved() throws Exception {
        Pki pki = Pki.make(folder, "own");
        MailServer server = new MailServer(vertx, Fault.SPEAKS_BEFORE_ENCRYPTION, Optional.of(pki), false);
        int port = server.listen();

        assertThat(refused(mail(port, MailTls.STARTTLS, LOGIN, Optional.empty()), Some.LONG))
                .isEqualTo("speaks out of turn");
        assertThat(server.heard.toString()).doesNotContain("AUTH");
    }

    @Test
    void serverWithoutATrustedCertificateShouldGetNeitherPasswordNorMail() throws Exception {
        Pki pki = Pki.make(folder, "own");
        MailServer server = new MailServer(vertx, Fault.NONE, Optional.of(pki), false);
        int port = server.listen();

        assertThat(refused(mail(port, MailTls.STARTTLS, LOGIN, Optional.empty()), Some.LONG))
                .startsWith("cannot be reached: ");
        assertThat(server.heard.toString()).doesNotContain("AUTH", "MAIL");
    }

    @Test
    void serverThatIsNotThereShouldBeToldInASentence() throws Exception {
        assertThat(refused(mail(1, MailTls.NONE, Optional.empty(), Optional.empty()), Some.LONG))
                .startsWith("cannot be reached: ");
    }
}
