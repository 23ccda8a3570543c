package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Serves the HTTP API: all of it on a Unix socket, whose file permissions are the authentication, and on TCP reading,
 * the status page, and orders for those with the token.
 */
public final class WebVerticle extends VerticleBase {
    private final Path socket;
    private final String version;
    private final Optional<Secret> token;
    private final Budget budget;
    private Settings settings;
    private Site site;
    private TcpDoor tcp;

    private WebVerticle(Path socket, Settings settings, String version, Optional<Secret> token, Budget budget) {
        this.socket = socket;
        this.settings = settings;
        this.version = version;
        this.token = token;
        this.budget = budget;
    }

    /**
     * One on an event loop of its own, with limits for who connects.
     *
     * @param socket where the Unix socket goes; its folder exists and is ours alone
     * @param version shown in the status
     * @param token wins over the configuration's
     */
    public static Deployable limited(Path socket, Settings settings, String version, Optional<Secret> token) {
        Budget budget = new Budget(Limits.heapBytes(PlatformDependent.maxDirectMemory()));
        return limited(socket, settings, version, token, ConnectionSlots.ofDaemon(), budget);
    }

    static SeparateLoop limited(
            Path socket,
            Settings settings,
            String version,
            Optional<Secret> token,
            ConnectionSlots slots,
            Budget budget) {
        return new SeparateLoop(new WebVerticle(socket, settings, version, token, budget), slots, budget);
    }

    @Override
    public Future<?> start() {
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        return vertx.executeBlocking(this::prepare)
                .compose(this::open)
                .compose(server -> vertx.executeBlocking(this::tighten))
                .recover(failure -> Future.failedFuture("cannot listen on " + socket + ": " + failure.getMessage()))
                .compose(served -> tcp.serve(settings.web(), token));
    }

    private Future<?> open(Site.Files files) {
        site = new Site(vertx, version, files, () -> settings, budget);
        tcp = new TcpDoor(vertx, site);
        return site.connections()
                .watch(vertx.createHttpServer(Limits.options()))
                .requestHandler(site.unix())
                .listen(SocketAddress.domainSocketAddress(socket.toString()));
    }

    /** Reads what is served as it is, and removes the socket of a daemon that was killed. */
    private Site.Files prepare() throws IOException {
        Files.deleteIfExists(socket);
        return Site.Files.load();
    }

    private Path tighten() throws IOException {
        return Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    }

    private void reconfigured(Settings next) {
        settings = next;
        if (tcp != null) {
            site.reconfigured();
            tcp.serve(next.web(), token);
        }
    }

    @Override
    public Future<?> stop() {
        site.close();
        return vertx.executeBlocking(() -> Files.deleteIfExists(socket));
    }
}
