package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.spec.Settings.Web;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the HTTP API: all of it on a Unix socket, whose file permissions are the authentication, and its reading part,
 * with the status page, on TCP. A TCP port that cannot be had never stops the defending.
 */
public final class WebVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);
    private static final HttpServerOptions LIMITS = new HttpServerOptions()
            .setIdleTimeout(60)
            .setMaxInitialLineLength(4_096)
            .setMaxHeaderSize(16_384)
            .setMaxFormAttributeSize(4_096)
            .setMaxFormFields(16);

    private final Path socket;
    private final String version;
    private Web web;
    private Page page;
    private Optional<HttpServer> tcp = Optional.empty();
    /** Two quick changes must not both find nothing to close. */
    private Future<Void> listening = Future.succeededFuture();

    /**
     * @param socket where the Unix socket goes; its folder exists and is ours alone
     * @param version shown in the status
     */
    public WebVerticle(Path socket, Web web, String version) {
        this.socket = socket;
        this.web = web;
        this.version = version;
    }

    @Override
    public Future<?> start() {
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        return vertx.executeBlocking(this::prepare)
                .compose(loaded -> vertx.createHttpServer(LIMITS)
                        .requestHandler(new ApiRoutes(vertx, version).everything())
                        .listen(SocketAddress.domainSocketAddress(socket.toString())))
                .compose(server -> vertx.executeBlocking(this::tighten))
                .recover(failure -> Future.failedFuture("cannot listen on " + socket + ": " + failure.getMessage()))
                .compose(served -> {
                    listening = listen(web);
                    return listening;
                });
    }

    /** Reads the page, and removes the socket of a daemon that was killed. */
    private Page prepare() throws IOException {
        page = Page.load();
        Files.deleteIfExists(socket);
        return page;
    }

    private Path tighten() throws IOException {
        return Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    }

    private Future<Void> listen(Web wanted) {
        if (wanted.port().isEmpty()) {
            return Future.succeededFuture();
        }
        int port = wanted.port().get();
        Router router = new ApiRoutes(vertx, version).reading();
        page.serve(router);
        return vertx.createHttpServer(LIMITS)
                .requestHandler(router)
                .listen(port, wanted.host())
                .onSuccess(server -> {
                    tcp = Optional.of(server);
                    LOG.info("the status page is on http://{}:{}/", wanted.host(), port);
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

    private void reconfigured(Settings settings) {
        if (settings.web().equals(web)) {
            return;
        }
        web = settings.web();
        listening = listening.transform(any -> close()).transform(any -> listen(settings.web()));
    }

    private Future<Void> close() {
        Future<Void> closed = tcp.map(HttpServer::close).orElse(Future.succeededFuture());
        tcp = Optional.empty();
        return closed;
    }

    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(() -> Files.deleteIfExists(socket));
    }
}
