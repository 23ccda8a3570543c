package io.aliasdefender.web;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks one peer, one question at a time. Each answer has a time limit over all of it, from the name's look-up to the last
 * byte, and a size; whatever ends a question without its answer ends the connection, too, so that nothing of it is read
 * any more.
 */
final class PeerClient {
    private static final long LIMIT_MILLIS = 2_000;
    private static final int IDLE_SECONDS = 10;
    /** As small as our own. Each header is an object, or several. */
    private static final int HEADER_BYTES = 4 << 10;
    /** Interim answers (RFC 9110, 15.2) to one question, which asks for none. */
    private static final int MOST_INTERIM = 4;
    /** Beyond the body: the head, chunks, TLS with its certificates. */
    private static final int OVERHEAD_BYTES = 64 << 10;

    private static final String BOUND = "read-bound";

    private final String url;
    private final int bodyBytes;
    private final HttpClient client;

    /** A peer that sends more than it may: to be asked less often. */
    static final class Overrun extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overrun(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** What is under way. */
    private static final class Question {
        private Optional<HttpConnection> connection = Optional.empty();
        private Optional<ReadBound> bound = Optional.empty();
        private int interim;
        private boolean over;
    }

    PeerClient(Vertx vertx, String url, Optional<String> authority, int bodyBytes) {
        this.url = url;
        this.bodyBytes = bodyBytes;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) LIMIT_MILLIS)
                .setSslHandshakeTimeout(LIMIT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(HEADER_BYTES)
                // A few bytes may become megabytes.
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        authority.ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(2));
    }

    /** Fails with a sentence. */
    Future<Buffer> get(String path) {
        Question question = new Question();
        // Not setTimeout, whose timer for the connection goes off even when there is one by then, and fails in the log.
        RequestOptions request = new RequestOptions()
                .setAbsoluteURI(url + path)
                .setFollowRedirects(false)
                .setIdleTimeout(LIMIT_MILLIS);
        return client.request(request)
                .compose(asked -> send(asked, question))
                .compose(response -> response.statusCode() == 200
                        ? body(response)
                        : Future.failedFuture("it answers with HTTP status " + response.statusCode()))
                .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(answered -> question.over = true)
                .recover(failure -> Future.failedFuture(end(question, failure)));
    }

    private Future<HttpClientResponse> send(HttpClientRequest request, Question question) {
        HttpConnection connection = request.connection();
        if (question.over) {
            // It took too long to get here, and nobody waits any more.
            cut(connection);
            return Future.failedFuture("it does not answer in time");
        }
        question.connection = Optional.of(connection);
        question.bound = bound(connection);
        question.bound.ifPresent(bound -> bound.allow(2L * bodyBytes + OVERHEAD_BYTES));
        request.continueHandler(interim -> interim(question));
        request.earlyHintsHandler(hints -> interim(question));
        return request.send();
    }

    /** Closes at once: an orderly end would wait for an answer that may never end. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure to close is an end, too
    private static void cut(HttpConnection connection) {
        Admission.channel(connection).close();
    }

    private static void interim(Question question) {
        question.interim++;
        if (question.interim > MOST_INTERIM) {
            question.connection.ifPresent(PeerClient::cut);
        }
    }

    private static Optional<ReadBound> bound(HttpConnection connection) {
        if (!(connection instanceof VertxConnection socket)) {
            return Optional.empty();
        }
        ChannelPipeline pipeline = socket.channel().pipeline();
        if (!(pipeline.get(BOUND) instanceof ReadBound)) {
            pipeline.addFirst(BOUND, new ReadBound());
        }
        return Optional.of((ReadBound) pipeline.get(BOUND));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > bodyBytes) {
                promise.tryFail(new Overrun("its answer has more than " + bodyBytes + " bytes"));
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(promise::tryFail);
        response.endHandler(end -> promise.tryComplete(body));
        return promise.future();
    }

    private static Throwable end(Question question, Throwable failure) {
        question.connection.ifPresent(PeerClient::cut);
        if (question.interim > MOST_INTERIM) {
            return new Overrun("it sends interim answers (100 Continue) without end");
        }
        if (question.bound.filter(ReadBound::exceeded).isPresent()) {
            return new Overrun("it sends more than an answer may have");
        }
        return failure instanceof Overrun
                ? failure
                : new RuntimeException(PeerTrouble.sentence(failure, Duration.ofMillis(LIMIT_MILLIS)));
    }

    void close() {
        client.close();
    }
}
