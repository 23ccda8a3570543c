package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.check.CheckRun.Outcome;
import io.aliasdefender.config.Pki;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckKind.Http;
import io.aliasdefender.payload.CheckKind.Statuses;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpCheckTest {
    private final LookRig rig = new LookRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Http plain(int port) {
        return http(port, false, Optional.empty(), false);
    }

    private static Http http(int port, boolean tls, Optional<String> authority, boolean insecure) {
        return new Http(
                new Endpoint("127.0.0.1", port),
                tls,
                "/health?a=b",
                Optional.empty(),
                List.of(Statuses.DEFAULT),
                Map.of(),
                Optional.empty(),
                authority,
                insecure);
    }

    private static Http wanting(Http http, Map<String, String> headers, Optional<String> body, Optional<String> host) {
        return new Http(
                http.endpoint(),
                http.tls(),
                http.path(),
                host,
                http.statuses(),
                headers,
                body,
                http.authority(),
                http.insecure());
    }

    private int serve(Handler<HttpServerRequest> handler) {
        HttpServer server = LookRig.await(
                rig.vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
        return server.actualPort();
    }

    @Test
    void serverWhenItAnswersShouldPassWithItsStatus() {
        int port = serve(request -> request.response()
                .setStatusCode(request.uri().equals("/health?a=b") ? 204 : 500)
                .end());

        Outcome outcome = rig.run(plain(port));

        assertThat(outcome.sentence()).startsWith("status 204 in ");
        assertThat(outcome.passed()).isTrue();
    }

    @Test
    void serverWhenItAnswersWithAnotherStatusShouldFail() {
        int port = serve(request -> request.response().setStatusCode(503).end());

        assertThat(rig.run(plain(port)).sentence()).isEqualTo("status 503, not 200-399");
    }

    @Test
    void answerWhenItHasAllThatIsWantedShouldPassAndElseSayWhatIsMissing() {
        int port = serve(request -> {
            request.response().setChunked(true).putHeader("X-Role", "primary");
            request.response().write("all is hea");
            rig.vertx.setTimer(20, later -> request.response().end("lthy here"));
        });
        Http http = plain(port);

        assertThat(rig.run(wanting(http, Map.of("X-Role", "prim"), Optional.of("healthy"), Optional.empty()))
                        .passed())
                .isTrue();
        assertThat(rig.run(wanting(http, Map.of("X-Role", "replica"), Optional.empty(), Optional.empty()))
                        .sentence())
                .isEqualTo("header X-Role is primary, without replica");
        assertThat(rig.run(wanting(http, Map.of("X-Other", "a"), Optional.empty(), Optional.empty()))
                        .sentence())
                .isEqualTo("the answer has no header X-Other");
        assertThat(rig.run(wanting(http, Map.of(), Optional.of("sick"), Optional.empty()))
                        .sentence())
                .isEqualTo("the answer does not have the text \"sick\"");
    }

    @Test
    void requestWhenAHostIsWrittenShouldNameThatOne() {
        int port = serve(request -> request.response()
                .putHeader("X-Asked", String.valueOf(request.getHeader("host")))
                .end());

        Outcome outcome = rig.run(wanting(
                plain(port), Map.of("X-Asked", "www.example.net"), Optional.empty(), Optional.of("www.example.net")));

        assertThat(outcome.sentence()).startsWith("status 200");
    }

    @Test
    void serverWhenNobodyListensShouldFailAsRefused() {
        int port = serve(request -> {});
        LookRig.await(rig.vertx.createHttpClient().close());
        HttpServer gone = LookRig.await(
                rig.vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1"));
        int free = gone.actualPort();
        LookRig.await(gone.close());

        assertThat(port).isNotEqualTo(free);
        assertThat(rig.run(plain(free)).sentence()).isEqualTo("connection refused");
    }

    @Test
    void serverWhenItAcceptsAndSaysNothingShouldFailAtTheTimeLimit() {
        NetServer server = LookRig.await(
                rig.vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"));

        Outcome outcome = rig.run(plain(server.actualPort()), Duration.ofMillis(300));

        assertThat(outcome.sentence()).isEqualTo("no result within 300 ms");
        assertThat(outcome.took()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void serverWhenItSendsWithoutEndShouldFailWithoutTheTextAndBeCutOff() {
        int port = serve(request -> {
            request.response().setChunked(true);
            send(request);
        });

        assertThat(rig.run(wanting(plain(port), Map.of(), Optional.of("sick"), Optional.empty()))
                        .sentence())
                .isEqualTo("the first 256 KiB of the answer do not have the text");
    }

    private static void send(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().write(Buffer.buffer("x".repeat(10_000))).onSuccess(sent -> send(request));
        }
    }

    @Test
    void serverWhenItsStatusIsEnoughShouldBeHeardToTheEndAllTheSame() throws Exception {
        try (SlowServer server = new SlowServer();
                Looking check = new Looking(server.port(), Duration.ofSeconds(20))) {
            Future<Result> look = check.begin();
            server.answers(4);

            assertThat(LookRig.await(look).passed()).isTrue();
            check.settle();
            assertThat(server.isCut()).isFalse();
            server.sends("well");
            assertThat(server.awaitCut()).isTrue();
        }
    }

    @Test
    void serverWhenTheRestOfItsAnswerDoesNotComeShouldBeCutOffAtTheTimeLimitOrByTheNextLook() throws Exception {
        try (SlowServer server = new SlowServer();
                Looking brief = new Looking(server.port(), Duration.ofMillis(500));
                Looking patient = new Looking(server.port(), Duration.ofHours(1))) {
            brief.begin();
            server.answers(4);
            assertThat(server.awaitCut()).isTrue();

            Future<Result> look = patient.begin();
            server.answers(4);
            assertThat(LookRig.await(look).passed()).isTrue();
            patient.begin();
            assertThat(server.awaitCut()).isTrue();
        }
    }

    @Test
    void serverWhenTheRestOfItsAnswerHasNoEndShouldBeCutOff() throws Exception {
        try (SlowServer server = new SlowServer();
                Looking check = new Looking(server.port(), Duration.ofHours(1))) {
            Future<Result> look = check.begin();
            server.answers(Integer.MAX_VALUE);

            assertThat(LookRig.await(look).passed()).isTrue();
            assertThatThrownBy(() -> server.sends("x".repeat(100_000_000))).isInstanceOf(IOException.class);
        }
    }

    /** A check whose looks are begun by hand. */
    private final class Looking implements AutoCloseable {
        private final HttpCheck check;

        Looking(int port, Duration timeout) {
            check = rig.on(() -> Future.succeededFuture(new HttpCheck(plain(port), timeout, rig.facilities())));
        }

        Future<Result> begin() {
            Promise<Result> result = Promise.promise();
            rig.on(() -> {
                check.run().onComplete(result);
                return Future.succeededFuture();
            });
            return result.future();
        }

        /** Until all that a look has led to on the loop is done. */
        void settle() {
            for (int turn = 0; turn < 3; turn++) {
                rig.on(Future::succeededFuture);
            }
        }

        @Override
        public void close() {
            rig.on(() -> {
                check.close();
                return Future.succeededFuture();
            });
        }
    }

    /** A server that sends what it is told to, and knows whether the other side has closed. */
    private static final class SlowServer implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private Socket socket = new Socket();

        SlowServer() throws IOException {
            listening.setSoTimeout(30_000);
        }

        int port() {
            return listening.getLocalPort();
        }

        /** Waits for a request, and sends the head of an answer. */
        void answers(int length) throws IOException {
            socket.close();
            socket = listening.accept();
            socket.setSoTimeout(30_000);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (!lines.readLine().isEmpty()) {}
            sends("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
        }

        void sends(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** Whether that is so already. */
        boolean isCut() throws IOException {
            socket.setSoTimeout(1);
            try {
                return awaitCut();
            } catch (SocketTimeoutException open) {
                return false;
            } finally {
                socket.setSoTimeout(30_000);
            }
        }

        /** Waits until it is so. */
        boolean awaitCut() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            listening.close();
        }
    }

    @Test
    void serverWhenItClosesWithoutAnAnswerShouldFailWithASentence() {
        NetServer server = LookRig.await(rig.vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(any -> socket.close()))
                .listen(0, "127.0.0.1"));

        assertThat(rig.run(plain(server.actualPort())).sentence())
                .isEqualTo("the server closed the connection without an answer");
    }

    @Test
    void serverWhenItResetsTheConnectionShouldFailWithASentence() {
        NetServer server = LookRig.await(rig.vertx
                .createNetServer(new NetServerOptions().setSoLinger(0))
                .connectHandler(socket -> socket.handler(any -> socket.close()))
                .listen(0, "127.0.0.1"));

        assertThat(rig.run(plain(server.actualPort())).sentence()).isEqualTo("the server reset the connection");
    }

    @Test
    void certificateWhenNobodyVouchesForItShouldFailUnlessSomebodyDoesOrItDoesNotMatter(@TempDir Path folder)
            throws Exception {
        Pki pki = Pki.make(folder, "web");
        HttpServer server = LookRig.await(rig.vertx
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(pki.certificate().toString())
                                .setKeyPath(pki.key().toString())))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1"));
        int port = server.actualPort();

        assertThat(rig.run(http(port, true, Optional.empty(), false)).sentence())
                .isEqualTo("nobody who is trusted vouches for the server's certificate");
        assertThat(rig.run(http(port, true, Optional.of(Files.readString(pki.certificate())), false))
                        .sentence())
                .startsWith("status 200");
        assertThat(rig.run(http(port, true, Optional.empty(), true)).sentence()).startsWith("status 200");
        Http other = wanting(
                http(port, true, Optional.of(Files.readString(pki.certificate())), false),
                Map.of(),
                Optional.empty(),
                Optional.of("www.example.net"));
        assertThat(rig.run(other).sentence()).isEqualTo("the server's certificate is for another name");
    }
}
