package io.aliasdefender.web;

import io.aliasdefender.core.ProgramError;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is served, the same behind every door but for what the door's gate lets pass. */
final class Site {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private final Vertx vertx;
    private final Files files;
    private final Supplier<Settings> settings;
    private final Connections connections;
    private final ConfigWatch config;
    private final EventStream stream;
    private final Peers peers;
    private final Refusals refusals;
    private final OwnNames names;
    private final ReadRoutes reading;
    private final TenureRoute tenures;
    private final ReportRoute report;
    private final HealthRoutes health;
    private final OrderRoutes orders;
    private final Metrics metrics;

    /**
     * What is read once.
     *
     * @param hostName the system's
     */
    record Files(Page page, OpenApi openApi, Optional<String> hostName) {
        /** Blocks. */
        static Files load() throws IOException {
            return new Files(Page.load(), OpenApi.load(), OwnNames.hostName());
        }
    }

    Site(Vertx vertx, String version, Files files, Supplier<Settings> settings, Budget budget) {
        this.vertx = vertx;
        this.files = files;
        this.settings = settings;
        connections = new Connections(vertx);
        History history = new History(vertx);
        config = new ConfigWatch(vertx, history);
        StatusSource source = new StatusSource(vertx, version, history, config);
        stream = new EventStream(vertx, history, source);
        refusals = new Refusals(vertx);
        names = new OwnNames(vertx, settings, files.hostName());
        peers = new Peers(vertx);
        peers.configure(settings.get().web());
        reading = new ReadRoutes(settings.get().self().name(), history, source, peers);
        String node = settings.get().self().name();
        Tenures record = new Tenures(vertx, node, peers);
        tenures = new TenureRoute(node, record);
        report = new ReportRoute(node, history, peers, record);
        health = new HealthRoutes(vertx, source);
        orders = new OrderRoutes(vertx);
        metrics = new Metrics(
                vertx, source, new OwnFigures(version, config, stream, connections, budget, refusals, peers, settings));
    }

    Connections connections() {
        return connections;
    }

    /** Whoever opens the Unix socket may do everything. */
    Router unix() {
        return router(Gate.unix(names, refusals));
    }

    Router tcp(Optional<Secret> token) {
        return router(Gate.tcp(token, names, refusals));
    }

    private Router router(Gate gate) {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            connections.began(context.request());
            gate.pass(context);
        });
        reading.add(router);
        health.add(router);
        Responses.read(router, "/api/tenures").handler(tenures);
        Responses.read(router, "/api/report").handler(report);
        Responses.read(router, "/api/config").handler(this::config);
        router.get("/api/events/stream").handler(context -> {
            connections.isStream(context.request());
            stream.open(context);
        });
        metrics.add(router);
        orders.add(router);
        files.openApi().add(router);
        files.page().serve(router);
        errors(router);
        return router;
    }

    private void config(RoutingContext context) {
        Responses.json(context, 200, ConfigJson.of(settings.get()).put("file", config.json(Instant.now())));
    }

    private static void errors(Router router) {
        router.errorHandler(400, context -> Responses.problem(context, 400, "the request is malformed"));
        router.errorHandler(
                404,
                context -> Responses.problem(
                        context, 404, "there is no " + context.request().method() + " " + path(context)));
        router.errorHandler(405, context -> {
            context.response().putHeader("allow", allowed(router, path(context)));
            Responses.problem(context, 405, context.request().method() + " is not allowed for " + path(context));
        });
        router.errorHandler(
                413,
                context -> Responses.problemAndClose(
                        context, 413, "a request may have a body of " + Limits.BODY_BYTES + " bytes"));
        router.errorHandler(500, context -> {
            LOG.error(
                    "an error inside while answering {}: {}", path(context), ProgramError.describe(context.failure()));
            LOG.debug("the error inside", context.failure());
            Responses.problem(context, 500, "an error inside; the log has it");
        });
    }

    private static String path(RoutingContext context) {
        return context.request().path();
    }

    private static String allowed(Router router, String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null
                    && route.methods() != null
                    && path.matches(route.getPath().replaceAll(":[a-z]+", "[^/]+"))) {
                methods.addAll(route.methods().stream().map(HttpMethod::name).collect(Collectors.toSet()));
            }
        }
        return String.join(", ", methods);
    }

    void reconfigured() {
        peers.configure(settings.get().web());
    }

    /** Ends all streams, in order, and asks nobody any more. */
    void close() {
        stream.close();
        peers.close();
    }
}
