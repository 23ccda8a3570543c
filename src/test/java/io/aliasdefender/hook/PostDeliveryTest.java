package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.config.Pki;
import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.payload.HookSpec.Post;
import io.aliasdefender.payload.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostDeliveryTest {
    private static final String PATH = "/hook/geheim?token=geheim";
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Vertx hooks = HookEngine.newVertx();
    private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Buffer> bodies = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        Some.await(hooks.close());
        Some.await(vertx.close());
    }

    private int serve(HttpServerOptions options, Consumer<HttpServerRequest> answer) throws Exception {
        HttpServer server = vertx.createHttpServer(options).requestHandler(request -> {
            requests.add(request);
            request.bodyHandler(body -> {
                bodies.add(body);
                answer.accept(request);
            });
        });
        return Some.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private int serve(int status) throws Exception {
        return serve(
                new HttpServerOptions(),
                request -> request.response().setStatusCode(status).end("geheim"));
    }

    private static Post post(String scheme, int port, Optional<Secret> key, Optional<String> authority) {
        String origin = scheme + "://127.0.0.1:" + port;
        return new Post(new Secret(origin + PATH), origin, key, authority);
    }

    private String tell(Post post, Duration limit) throws Exception {
        return Some.await(telling(post, limit));
    }

    private Future<String> telling(Post post, Duration limit) {
        PostDelivery delivery = new PostDelivery(hooks, post, limit);
        Promise<String> told = Promise.promise();
        hooks.runOnContext(now -> delivery.tell(List.of(Some.told(7))).onComplete(told));
        return told.future();
    }

    private NotDelivered refused(Post post, Duration limit) {
        try {
            throw new AssertionError("it was told: " + tell(post, limit));
        } catch (ExecutionException refused) {
            return (NotDelivered) refused.getCause();
        } catch (Exception other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void receiverShouldGetTheEventAsJsonWithItsSignature() throws Exception {
        int port = serve(204);
        Secret key = new Secret("0123456789abcdef");

        assertThat(tell(post("http", port, Optional.of(key), Optional.empty()), Some.LONG))
                .isEqualTo("answered with HTTP status 204");
        assertThat(requests.get(0).uri()).isEqualTo(PATH);
        assertThat(requests.get(0).getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(requests.get(0).getHeader("X-Alias-Defender-Event")).isEqualTo("took-over");
        assertThat(requests.get(0).getHeader("X-Alias-Defender-Delivery")).isEqualTo("web1-7");
        assertThat(requests.get(0).getHeader("X-Alias-Defender-Signature"))
                .isEqualTo(Signature.of(key, bodies.get(0).getBytes()));
        JsonObject body = bodies.get(0).toJsonObject();
        assertThat(body.getString("event")).isEqualTo("took-over");
        assertThat(body.getString("alias")).isEqualTo("192.0.2.100");
        assertThat(body.getString("interface")).isEqualTo("eth0");
        assertThat(body.getInteger("rank")).isEqualTo(2);
        assertThat(body.getString("phase")).isEqualTo("holding");
        assertThat(body.getLong("sequence")).isEqualTo(7);
    }

    /** RFC 4231, test case 2. */
    @Test
    void signatureShouldBeThatOfTheStandard() {
        assertThat(Signature.of(new Secret("Jefe"), "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void requestWithoutAKeyShouldHaveNoSignature() throws Exception {
        int port = serve(200);
        tell(post("http", port, Optional.empty(), Optional.empty()), Some.LONG);

        assertThat(requests.get(0).getHeader("X-Alias-Defender-Signature")).isNull();
    }

    @Test
    void receiverThatRefusesShouldBeToldAgainUnlessItIsForGood() throws Exception {
        assertThat(refused(post("http", serve(500), Optional.empty(), Optional.empty()), Some.LONG))
                .matches(failure -> !failure.forGood())
                .hasMessage("answers with HTTP status 500");
        assertThat(refused(post("http", serve(401), Optional.empty(), Optional.empty()), Some.LONG)
                        .forGood())
                .isFalse();
        assertThat(refused(post("http", serve(302), Optional.empty(), Optional.empty()), Some.LONG)
                        .forGood())
                .isFalse();
        assertThat(refused(post("http", serve(422), Optional.empty(), Optional.empty()), Some.LONG)
                        .forGood())
                .isTrue();
    }

    @Test
    void receiverThatAcceptsAndSaysNothingShouldCostItsTimeLimitOnly() throws Exception {
        int port = Some.await(
                        vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"))
                .actualPort();

        assertThat(refused(post("http", port, Optional.empty(), Optional.empty()), SHORT))
                .hasMessage("does not answer within 300 ms");
        assertThat(refused(post("https", port, Optional.empty(), Optional.empty()), SHORT)
                        .getMessage())
                .doesNotContain("geheim");
    }

    @Test
    void receiverThatIsNotThereShouldBeToldInASentenceWithoutTheUrl() throws Exception {
        int port = Some.await(
                        vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"))
                .actualPort();
        Some.await(vertx.close());

        assertThat(refused(post("http", port, Optional.empty(), Optional.empty()), Some.LONG)
                        .getMessage())
                .contains("cannot be reached", "refused")
                .doesNotContain("geheim");
    }

    @Test
    void receiverWithAnEndlessAnswerShouldNotBeReadToItsEnd() throws Exception {
        int port = serve(new HttpServerOptions(), request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(1, timer -> {
                if (request.response().ended() || request.response().closed()) {
                    vertx.cancelTimer(timer);
                } else {
                    request.response().write(Buffer.buffer(new byte[1 << 16]));
                }
            });
        });

        assertThat(tell(post("http", port, Optional.empty(), Optional.empty()), Some.LONG))
                .isEqualTo("answered with HTTP status 200");
    }

    @Test
    void receiverShouldBeHeardToTheEndOfItsAnswerUnlessThatDoesNotCome() throws Exception {
        Promise<HttpServerRequest> asked = Promise.promise();
        int port = serve(new HttpServerOptions(), request -> {
            request.response().setChunked(true).write("so f").onSuccess(sent -> asked.tryComplete(request));
        });

        Future<String> told = telling(post("http", port, Optional.empty(), Optional.empty()), Some.LONG);
        HttpServerRequest request = Some.await(asked.future());
        // Whoever does not wait for the rest has the outcome at once.
        assertThatThrownBy(() -> told.toCompletionStage().toCompletableFuture().get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        Some.await(request.response().end("ar"));
        assertThat(Some.await(told)).isEqualTo("answered with HTTP status 200");

        assertThat(tell(post("http", port, Optional.empty(), Optional.empty()), SHORT))
                .isEqualTo("answered with HTTP status 200");
    }

    @Test
    void certificateShouldBeOfTheServerAndOfWhomTheConfigurationTrusts() throws Exception {
        Pki own = Pki.make(folder, "own");
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(own.certificate().toString())
                        .setKeyPath(own.key().toString()));
        int port = serve(options, request -> request.response().end());
        Optional<String> authority = Optional.of(Files.readString(own.certificate()));

        assertThat(tell(post("https", port, Optional.empty(), authority), Some.LONG))
                .isEqualTo("answered with HTTP status 200");
        assertThat(refused(post("https", port, Optional.empty(), Optional.empty()), Some.LONG)
                        .getMessage())
                .startsWith("cannot be reached: ")
                .doesNotContain("geheim");
    }

    @Test
    void urlThatIsInAMessageShouldBeHidden() {
        assertThat(Sentences.without(
                        new Secret("https://h.example.net/geheim"), "bad https://h.example.net/geheim \n x"))
                .doesNotContain("geheim")
                .contains("https://h.example.net/(hidden)");
    }
}
