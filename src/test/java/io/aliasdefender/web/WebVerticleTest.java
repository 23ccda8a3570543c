package io.aliasdefender.web;

import static io.aliasdefender.web.Served.LOOPBACK;
import static io.aliasdefender.web.Served.anyPort;
import static io.aliasdefender.web.Served.await;
import static io.aliasdefender.web.Served.freePort;
import static io.aliasdefender.web.Served.settings;
import static io.aliasdefender.web.Served.tcp;
import static io.aliasdefender.web.Served.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.config.Pki;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Deployable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebVerticleTest {
    @TempDir
    private Path folder;

    private Served served;
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        served = new Served(folder).answering();
        Channels.REPORT.listen(served.vertx, reports::add);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void tcpPortWhenTakenShouldBeReportedAndCostNothingElse() throws Exception {
        try (ServerSocket taken = anyPort()) {
            served.deploy(settings(web(Optional.of(taken.getLocalPort()))));

            Report report = reports.poll(30, TimeUnit.SECONDS);
            assertThat(report.cause()).isEqualTo("web-failed");
            assertThat(report.level()).isEqualTo(Level.WARNING);
            assertThat(report.sentence())
                    .startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .contains("in use")
                    .endsWith("; defending without it (another `web: {port: ...}` helps)");
            assertThat(served.get("/api/status").status()).isEqualTo(200);
        }
    }

    @Test
    void tcpPortWhenReconfiguredTwiceAtOnceShouldBeTheLastOneOnly() throws Exception {
        int first = freePort();
        int second = freePort();
        int third = freePort();
        served.deploy(settings(web(Optional.of(first))));

        Channels.SETTINGS.publish(served.vertx, settings(web(Optional.of(second))));
        Channels.SETTINGS.publish(served.vertx, settings(web(Optional.of(third))));

        while (!listens(third) || listens(second) || listens(first)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(served.request(tcp(third), "GET", "/api/status").status()).isEqualTo(200);
    }

    @Test
    void tcpShouldServeTlsWithTheConfiguredCertificate() throws Exception {
        Pki pki = Pki.make(folder, "web");
        int port = freePort();
        Settings.Tls tls = new Settings.Tls(
                "web.pem",
                Files.readString(pki.certificate()),
                new Secret(Files.readString(pki.key())),
                Instant.parse("2026-01-02T03:04:05Z"));
        served.deploy(settings(new Settings.Web(
                LOOPBACK, Optional.of(port), Optional.empty(), Optional.of(tls), Map.of(), Optional.empty())));
        HttpClient client = served.vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertValue(Buffer.buffer(Files.readString(pki.certificate())))));

        HttpClientResponse response = await(
                client.request(HttpMethod.GET, port, LOOPBACK, "/api/status").compose(request -> request.send()));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void socketShouldBeForItsOwnerAndGroupReplaceAStaleOneAndBeGoneInTheEnd() throws Exception {
        Files.writeString(served.socket, "left by a daemon that was killed");
        String id = served.deploy();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(served.socket)))
                .isEqualTo("rw-rw----");

        await(served.vertx.undeploy(id));

        assertThat(served.socket).doesNotExist();
    }

    @Test
    void socketWhenItCannotBeMadeShouldFailTheStartInASentence() {
        Path socket = folder.resolve("missing").resolve("api.sock");
        Deployable verticle = WebVerticle.limited(socket, settings(web(Optional.empty())), "1.2.3", Optional.empty());

        assertThat(served.vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture())
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("cannot listen on " + socket + ": ");
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(LOOPBACK, port)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
