package io.aliasdefender.lease;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.lease.LeaseStore.Answer;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.LeaseSpec.Login;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The endpoints of etcd. A question goes to the one that answered last; when it says nothing for a while, or fails, to the next
 * one as well, and the first answer counts: all questions may be asked twice. One that hangs delays the rest by that while
 * alone.
 */
final class EtcdEndpoints {
    /** So many are asked one after the other within the time limit. */
    private static final int TRIES_IN_A_LIMIT = 4;

    private static final int HEADER_BYTES = 16 << 10;
    private static final int CONNECTIONS = 16;
    private static final int MOST_SENTENCE = 200;
    private static final int UNAUTHORIZED = 401;
    private static final List<String> LOGIN_IS_OLD = List.of(
            "etcdserver: revision of auth store is old",
            "etcdserver: invalid auth token",
            "etcdserver: user name is empty");

    private final Timers timers;
    private final EtcdCluster cluster;
    private final HttpClient client;
    private final List<URI> endpoints;
    private final Optional<Login> login;
    private final long limitMillis;
    private final long pauseNanos;
    /** The one that answered last. */
    private int preferred;
    /** What a login gave. */
    private Optional<String> token = Optional.empty();

    private boolean closed;

    EtcdEndpoints(Vertx vertx, Timers timers, EtcdCluster cluster, LeaseSpec spec, long limitNanos) {
        this.timers = timers;
        this.cluster = cluster;
        endpoints = spec.endpoints();
        login = spec.login();
        limitMillis = TimeUnit.NANOSECONDS.toMillis(limitNanos);
        pauseNanos = limitNanos / TRIES_IN_A_LIMIT;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limitMillis)
                .setSslHandshakeTimeout(limitMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(HEADER_BYTES)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        spec.authority()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        spec.certificate()
                .ifPresent(own -> options.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.chain()))
                        .addKeyValue(Buffer.buffer(own.key().text()))));
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setCleanerPeriod(0));
    }

    /** Asks; the answer's JSON, or why there is none. */
    void ask(String path, JsonObject body, Answer<JsonObject> answer) {
        if (!closed) {
            new Question(path, body.toBuffer(), answer).next();
        }
    }

    /** What is under way may come to its end, but tells nobody any more. */
    void close() {
        closed = true;
        timers.at(timers.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis), client::close);
    }

    private final class Question {
        private final String path;
        private final Buffer body;
        private final Answer<JsonObject> answer;
        private final int first = preferred;
        private final List<String> failures = new ArrayList<>();
        private int asked;
        private Timers.Registration pause = () -> {};
        private boolean over;

        private Question(String path, Buffer body, Answer<JsonObject> answer) {
            this.path = path;
            this.body = body;
            this.answer = answer;
        }

        private void next() {
            pause.cancel();
            if (over || asked == endpoints.size()) {
                return;
            }
            int which = (first + asked++) % endpoints.size();
            pause = timers.at(timers.nanoTime() + pauseNanos, this::next);
            URI endpoint = endpoints.get(which);
            withToken(endpoint, path, body)
                    .compose(EtcdEndpoints.this::ofOurCluster)
                    .onComplete(ended -> {
                        if (over) {
                            return;
                        }
                        if (ended.succeeded()) {
                            over = true;
                            pause.cancel();
                            preferred = which;
                            if (!closed) {
                                answer.is(ended.result());
                            }
                        } else {
                            failed(endpoint, ended.cause());
                        }
                    });
        }

        private void failed(URI endpoint, Throwable cause) {
            failures.add(endpoint.getHost() + ":" + endpoint.getPort() + " " + sentence(cause));
            if (failures.size() == endpoints.size()) {
                over = true;
                pause.cancel();
                if (!closed) {
                    answer.failed(String.join(", ", failures));
                }
            } else {
                next();
            }
        }
    }

    private Future<JsonObject> ofOurCluster(JsonObject answer) {
        return cluster.answers(answer)
                ? Future.succeededFuture(answer)
                : Future.failedFuture(
                        "it belongs to another cluster than the leases; if that is meant, stop all daemons, then start them");
    }

    private String sentence(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "does not answer within " + limitMillis + " ms";
        }
        String message = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return "fails: " + message.substring(0, Math.min(message.length(), MOST_SENTENCE));
    }

    private Future<JsonObject> withToken(URI endpoint, String path, Buffer body) {
        if (login.isEmpty()) {
            return post(endpoint, path, body, Optional.empty());
        }
        Future<String> given = token.map(Future::succeededFuture).orElseGet(() -> logIn(endpoint));
        return given.compose(first -> post(endpoint, path, body, Optional.of(first)))
                .recover(failure -> failure instanceof Refused refused && isForgotten(refused.status, sentence(refused))
                        ? logIn(endpoint).compose(again -> post(endpoint, path, body, Optional.of(again)))
                        : Future.failedFuture(failure));
    }

    /**
     * Whether another login helps. What a login gives lasts for some minutes, not beyond a restart of etcd, and not beyond a
     * change of its users or roles, which the gateway tells as a bad request (etcd, {@code rpctypes/error.go}).
     */
    static boolean isForgotten(int status, String why) {
        return status == UNAUTHORIZED || LOGIN_IS_OLD.stream().anyMatch(why::contains);
    }

    private Future<String> logIn(URI endpoint) {
        JsonObject body = new JsonObject()
                .put("name", login.orElseThrow().user())
                .put("password", login.orElseThrow().password().text());
        return post(endpoint, "/v3/auth/authenticate", body.toBuffer(), Optional.empty())
                .map(answer -> answer.getString("token", ""))
                .onSuccess(fresh -> token = Optional.of(fresh));
    }

    private Future<JsonObject> post(URI endpoint, String path, Buffer body, Optional<String> authorization) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(endpoint.getHost())
                .setPort(endpoint.getPort())
                .setSsl(endpoint.getScheme().equals("https"))
                .setURI(path)
                .setIdleTimeout(limitMillis)
                .putHeader("Content-Type", "application/json");
        authorization.ifPresent(given -> request.putHeader("Authorization", given));
        return client.request(request)
                .compose(asked -> asked.send(body))
                .compose(response -> response.body().compose(answer -> judge(response, answer)))
                .timeout(limitMillis, TimeUnit.MILLISECONDS);
    }

    private static Future<JsonObject> judge(HttpClientResponse response, Buffer body) {
        JsonObject json;
        try {
            json = body.toJsonObject();
        } catch (RuntimeException noJson) {
            return Future.failedFuture(new Refused(response.statusCode(), "HTTP status " + response.statusCode()));
        }
        if (response.statusCode() == 200 && !json.containsKey("error")) {
            return Future.succeededFuture(json);
        }
        Object why = json.getValue("message", json.getValue("error"));
        return Future.failedFuture(new Refused(response.statusCode(), String.valueOf(why)));
    }

    /** It answered, and not well. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        private Refused(int status, String why) {
            super(why, null, false, false);
            this.status = status;
        }
    }
}
