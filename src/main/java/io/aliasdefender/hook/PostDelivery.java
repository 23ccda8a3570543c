package io.aliasdefender.hook;

import io.aliasdefender.payload.HookSpec.Post;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends each event as an HTTP request. The answer's status is all that counts; its body is not read. The time limit is over
 * all of it, from the name's look-up to the status.
 */
final class PostDelivery implements Delivery {
    static final String SIGNATURE = "X-Alias-Defender-Signature";
    static final String EVENT = "X-Alias-Defender-Event";
    /** The same for each attempt to tell the same thing. */
    static final String DELIVERY = "X-Alias-Defender-Delivery";

    private static final int HEADER_BYTES = 8 << 10;
    private static final int MOST_REST_BYTES = 256 << 10;
    /** The others among 400 to 499 say that this very request is wrong, whenever it is sent. */
    private static final Set<Integer> MAY_PASS = Set.of(401, 403, 404, 405, 407, 408, 409, 421, 423, 425, 429);

    private final Post post;
    private final Duration limit;
    private final HttpClient client;

    PostDelivery(Vertx vertx, Post post, Duration limit) {
        this.post = post;
        this.limit = limit;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limit.toMillis())
                .setSslHandshakeTimeout(limit.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                // Events are rare: a connection that is kept would be a dead one by the next.
                .setKeepAlive(false)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(HEADER_BYTES)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        post.authority()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(1));
    }

    @Override
    public Future<String> tell(List<Told> told) {
        Told only = told.get(0);
        Buffer body = Buffer.buffer(only.news().json(only.name()).encode());
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(post.url().text())
                // To where it leads the signature would go as well.
                .setFollowRedirects(false)
                .setIdleTimeout(limit.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "alias-defender")
                .putHeader(EVENT, only.name().toString())
                .putHeader(
                        DELIVERY, only.news().text("node") + "-" + only.news().sequence());
        post.key().ifPresent(key -> request.putHeader(SIGNATURE, Signature.of(key, body.getBytes())));
        Attempt attempt = new Attempt();
        return client.request(request)
                .compose(asked -> attempt.send(asked, body))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .compose(response -> attempt.readRest(response).map(response.statusCode()))
                .onComplete(ended -> attempt.end())
                .transform(ended -> ended.succeeded()
                        ? judge(ended.result())
                        : Future.failedFuture(new NotDelivered(sentence(ended.cause()), false)));
    }

    private final class Attempt {
        private final long beganNanos = System.nanoTime();
        private HttpConnection connection;
        private long readBytes;
        private boolean over;

        Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
            connection = request.connection();
            if (over) {
                end();
                return Future.failedFuture("nobody waits any more");
            }
            Promise<HttpClientResponse> answered = Promise.promise();
            request.send(body).onComplete(answered);
            return answered.future().map(response -> response.pause());
        }

        /**
         * Nothing of it matters, but a receiver that is left in the middle of its answer may take that for a failure, and write
         * so into its log. What is too long or too late is not waited for.
         */
        Future<Void> readRest(HttpClientResponse response) {
            Promise<Void> read = Promise.promise();
            response.exceptionHandler(failure -> read.tryComplete());
            response.endHandler(end -> read.tryComplete());
            response.handler((Buffer piece) -> {
                readBytes += piece.length();
                if (readBytes > MOST_REST_BYTES) {
                    read.tryComplete();
                }
            });
            response.resume();
            long leftMillis = limit.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
            return read.future()
                    .timeout(Math.max(1, leftMillis), TimeUnit.MILLISECONDS)
                    .otherwiseEmpty();
        }

        void end() {
            over = true;
            if (connection != null) {
                connection.close();
            }
        }
    }

    private static Future<String> judge(int status) {
        if (status >= 200 && status < 300) {
            return Future.succeededFuture("answered with HTTP status " + status);
        }
        boolean forGood = status >= 400 && status < 500 && !MAY_PASS.contains(status);
        return Future.failedFuture(new NotDelivered("answers with HTTP status " + status, forGood));
    }

    /** Nothing of the URL may be in it, which some exceptions quote. */
    private String sentence(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "does not answer within " + limit.toMillis() + " ms";
        }
        String message = String.valueOf(failure.getMessage());
        return "cannot be reached: " + Sentences.without(post.url(), message);
    }

    @Override
    public void close() {
        client.close();
    }
}
