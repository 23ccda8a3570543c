package io.aliasdefender.check;

import io.aliasdefender.clock.Timers.Registration;
import io.aliasdefender.core.Wording;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.CheckKind.Http;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Whether an HTTP server answers as it should. Each look has a connection of its own, so that a server that accepts no more is
 * found out.
 */
final class HttpCheck implements Check {
    private static final int MOST_BODY_BYTES = 256 << 10;
    private static final int MOST_HEADER_BYTES = 32 << 10;

    private final Http http;
    private final Duration timeout;
    private final EventLoop loop;
    private final HttpClient client;
    private OneLook look = new OneLook();
    private Line line = new Line();

    HttpCheck(Http http, Duration timeout, Facilities facilities) {
        this.http = http;
        this.timeout = timeout;
        loop = facilities.loop();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_HEADER_BYTES)
                .setDecompressionSupported(false)
                .setTrustAll(http.insecure())
                .setVerifyHost(!http.insecure());
        http.authority()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        // Of a look that was given up the connection may still be on its way. No timer cleans up what is never kept.
        client = facilities
                .vertx()
                .createHttpClient(options, new PoolOptions().setHttp1MaxSize(4).setCleanerPeriod(0));
    }

    /**
     * The connection of one look. What the verdict does not need is read all the same, within the bounds: a server that is left
     * in the middle of its answer may write so into its log, each time.
     */
    private static final class Line {
        private Optional<HttpConnection> connection = Optional.empty();
        private Registration limit = () -> {};
        private long readBytes;
        private boolean cut;

        void opened(HttpConnection opened) {
            connection = Optional.of(opened);
            if (cut) {
                opened.close();
            }
        }

        /** A part of the body has arrived. */
        void read(Buffer piece) {
            readBytes += piece.length();
            if (readBytes > MOST_BODY_BYTES) {
                cut();
            }
        }

        /** The answer has begun: what is still to come has so long. */
        void until(Registration end) {
            limit = end;
        }

        void cut() {
            cut = true;
            limit.cancel();
            connection.ifPresent(HttpConnection::close);
        }
    }

    @Override
    public Future<Result> run() {
        line.cut();
        OneLook current = new OneLook();
        Line now = new Line();
        look = current;
        line = now;
        long began = System.nanoTime();
        client.request(options())
                .compose(request -> send(request, now))
                .onSuccess(response -> judge(response, current, now, began))
                .onFailure((Throwable failure) -> {
                    current.failed(failure);
                    now.cut();
                });
        return current.future();
    }

    private RequestOptions options() {
        String host = http.host()
                .map(text -> HostAndPort.parseAuthority(text, -1).host())
                .orElse(http.endpoint().host());
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(
                        http.endpoint().port(), http.endpoint().host()))
                .setHost(host)
                .setPort(http.endpoint().port())
                .setSsl(http.tls())
                .setURI(http.path())
                .setFollowRedirects(false)
                .putHeader("user-agent", "alias-defender")
                .putHeader("connection", "close");
    }

    private Future<HttpClientResponse> send(HttpClientRequest request, Line now) {
        now.opened(request.connection());
        http.host().ifPresent(text -> request.authority(HostAndPort.parseAuthority(text, -1)));
        return request.send();
    }

    private void judge(HttpClientResponse response, OneLook current, Line now, long began) {
        now.until(loop.at(loop.nanoTime() + timeout.toNanos(), now::cut));
        response.exceptionHandler((Throwable failure) -> {
            current.failed(failure);
            now.cut();
        });
        response.handler(now::read);
        response.endHandler(end -> now.cut());
        int status = response.statusCode();
        if (http.statuses().stream().noneMatch(wanted -> wanted.contain(status))) {
            current.failed("status " + status + ", not "
                    + http.statuses().stream().map(Object::toString).collect(Collectors.joining(" or ")));
            return;
        }
        for (Map.Entry<String, String> wanted : http.headers().entrySet()) {
            String found = response.headers().getAll(wanted.getKey()).stream().collect(Collectors.joining(", "));
            if (!found.contains(wanted.getValue())) {
                current.failed(
                        found.isEmpty()
                                ? "the answer has no header " + wanted.getKey()
                                : "header " + wanted.getKey() + " is " + found + ", without " + wanted.getValue());
                return;
            }
        }
        String good = "status " + status + " in " + Wording.of(Duration.ofNanos(System.nanoTime() - began));
        if (http.body().isEmpty()) {
            current.passed(good);
            return;
        }
        search(response, http.body().get(), current, now, good);
    }

    private static void search(HttpClientResponse response, String wanted, OneLook current, Line now, String good) {
        byte[] text = wanted.getBytes(StandardCharsets.UTF_8);
        Buffer body = Buffer.buffer();
        response.handler((Buffer piece) -> {
            if (!current.over()) {
                // A text may begin in one piece and end in the next.
                int from = Math.max(0, body.length() - text.length);
                body.appendBuffer(piece);
                if (contains(body, from, text)) {
                    current.passed(good);
                } else if (body.length() > MOST_BODY_BYTES) {
                    current.failed("the first " + (MOST_BODY_BYTES >> 10) + " KiB of the answer do not have the text");
                }
            }
            now.read(piece);
        });
        response.endHandler((Void end) -> {
            current.failed("the answer does not have the text \"" + wanted + '"');
            now.cut();
        });
    }

    private static boolean contains(Buffer body, int from, byte[] text) {
        for (int at = from; at <= body.length() - text.length; at++) {
            int same = 0;
            while (same < text.length && body.getByte(at + same) == text[same]) {
                same++;
            }
            if (same == text.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void giveUp() {
        look.giveUp();
        line.cut();
    }

    @Override
    public void close() {
        giveUp();
        client.close();
    }
}
