package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings.Tls;
import io.aliasdefender.payload.Settings.Web;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the site on TCP, wherever the configuration wants it. A port that cannot be had never stops the defending. */
final class TcpDoor {
    private static final Logger LOG = LoggerFactory.getLogger(TcpDoor.class);
    private static final int HANDSHAKE_SECONDS = 5;

    private final Vertx vertx;
    private final Site site;
    private Optional<Wanted> served = Optional.empty();
    private Optional<HttpServer> server = Optional.empty();
    /** Two quick changes must not both find nothing to close. */
    private Future<Void> listening = Future.succeededFuture();

    /** All for whose sake a server has to be made anew. */
    private record Wanted(String host, Optional<Integer> port, Optional<Secret> token, Optional<Tls> tls) {
        String url(int number) {
            String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return (tls.isPresent() ? "https://" : "http://") + name + ":" + number + "/";
        }
    }

    TcpDoor(Vertx vertx, Site site) {
        this.vertx = vertx;
        this.site = site;
    }

    /** @param token wins over the configuration's */
    Future<Void> serve(Web web, Optional<Secret> token) {
        Wanted wanted = new Wanted(web.host(), web.port(), token.or(web::token), web.tls());
        if (served.equals(Optional.of(wanted))) {
            return listening;
        }
        served = Optional.of(wanted);
        listening = listening.transform(any -> close()).transform(any -> listen(wanted));
        return listening;
    }

    private Future<Void> listen(Wanted wanted) {
        if (wanted.port().isEmpty()) {
            return Future.succeededFuture();
        }
        int port = wanted.port().get();
        return site.connections()
                .watch(vertx.createHttpServer(options(wanted)))
                .requestHandler(site.tcp(wanted.token()))
                .listen(port, wanted.host())
                .onSuccess(opened -> {
                    server = Optional.of(opened);
                    LOG.info("the status page is on {}", wanted.url(port));
                })
                .onFailure(failure -> Channels.REPORT.publish(
                        vertx,
                        Report.of(
                                "web-failed",
                                Level.WARNING,
                                "cannot listen on " + wanted.host() + ":" + port + ": " + failure.getMessage()
                                        + "; defending without it (another `web: {port: ...}` helps)")))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private static HttpServerOptions options(Wanted wanted) {
        HttpServerOptions options = Limits.options();
        wanted.tls()
                .ifPresent(tls -> Suites.allow(options)
                        .setSsl(true)
                        // The reckoning of handshakes elsewhere: whoever floods us with them must not keep the loop
                        // from the others, the Unix socket above all.
                        .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(tls.certificate()))
                                .addKeyValue(Buffer.buffer(tls.key().text()))));
        return options;
    }

    private Future<Void> close() {
        Future<Void> closed = server.map(HttpServer::close).orElse(Future.succeededFuture());
        server = Optional.empty();
        return closed;
    }
}
