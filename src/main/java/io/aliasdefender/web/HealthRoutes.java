package io.aliasdefender.web;

import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.web.StatusSource.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Predicate;

/** Whether this daemon works ({@code live}), and whether it could take an alias now ({@code ready}). */
final class HealthRoutes {
    private static final long LIMIT_MILLIS = 2_000;

    private final HealthChecks live;
    private final HealthChecks ready;

    HealthRoutes(Vertx vertx, StatusSource source) {
        live = HealthChecks.create(vertx);
        ready = HealthChecks.create(vertx);
        check(live, source, "deciding", snapshot -> true);
        check(ready, source, "deciding", snapshot -> true);
        check(
                ready,
                source,
                "started",
                snapshot ->
                        snapshot.status().aliases().stream().noneMatch(alias -> alias.phase() == PhaseName.STARTING));
        check(ready, source, "in-service", snapshot -> snapshot.maintenance().isEmpty());
        check(
                ready,
                source,
                "unfiltered",
                snapshot -> snapshot.status().aliases().stream()
                        .allMatch(alias -> alias.filtered().isEmpty()));
        check(
                ready,
                source,
                "fit",
                snapshot -> snapshot.status().aliases().stream().allMatch(AliasStatus::fit));
        check(
                ready,
                source,
                "heard",
                snapshot -> snapshot.status().aliases().stream().noneMatch(AliasStatus::unheard));
        check(
                ready,
                source,
                "hearing",
                snapshot -> snapshot.status().hosts().isEmpty()
                        || snapshot.status().hosts().stream().anyMatch(host -> host.state() == HostState.ANSWERING));
    }

    private static void check(HealthChecks checks, StatusSource source, String name, Predicate<Snapshot> up) {
        checks.register(
                name,
                LIMIT_MILLIS,
                promise -> source.get()
                        .map(snapshot -> up.test(snapshot) ? Status.OK() : Status.KO())
                        .onComplete(promise));
    }

    void add(Router router) {
        Responses.read(router, "/health/live").handler(context -> answer(context, live.checkStatus()));
        Responses.read(router, "/health/ready").handler(context -> answer(context, ready.checkStatus()));
    }

    private static void answer(RoutingContext context, Future<CheckResult> checked) {
        checked.onComplete(done -> {
            boolean up = CheckResult.isUp(checked);
            JsonObject checks = new JsonObject();
            if (done.succeeded() && done.result().getChecks() != null) {
                done.result().getChecks().forEach(check -> checks.put(check.getId(), word(CheckResult.isUp(check))));
            }
            Responses.json(
                    context,
                    up ? 200 : 503,
                    new JsonObject().put("status", word(up)).put("checks", checks));
        });
    }

    private static String word(boolean up) {
        return up ? "up" : "down";
    }
}
