package io.aliasdefender.web;

import io.aliasdefender.payload.TenureQuery;
import io.aliasdefender.report.Records;
import io.aliasdefender.report.Report;
import io.aliasdefender.web.Tenures.Found;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** {@code GET /api/report}. */
final class ReportRoute implements Handler<RoutingContext> {
    private static final String TYPE = "text/markdown; charset=utf-8";

    private final String node;
    private final History history;
    private final Peers peers;
    private final Tenures tenures;

    ReportRoute(String node, History history, Peers peers, Tenures tenures) {
        this.node = node;
        this.history = history;
        this.peers = peers;
        this.tenures = tenures;
    }

    @Override
    public void handle(RoutingContext context) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        TenureQuery query;
        try {
            query = TenureParameters.of(context.queryParams(), now);
        } catch (IllegalArgumentException wrong) {
            Responses.problem(context, 400, wrong.getMessage());
            return;
        }
        history.loaded()
                .compose(loaded -> tenures.merged(query))
                .onSuccess(found -> Responses.send(context, 200, TYPE, Buffer.buffer(report(now, query, found))))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }

    private String report(Instant now, TenureQuery query, Found found) {
        return Report.markdown(new Records(
                node,
                now,
                query.from(),
                query.to(),
                query.aliases(),
                found.nodes().stream()
                        .map(asked -> new Records.Source(asked.node(), asked.since(), asked.error()))
                        .toList(),
                found.truncated(),
                found.tenures(),
                peers.merged(history.since(0))));
    }
}
