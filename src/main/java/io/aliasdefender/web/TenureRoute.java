package io.aliasdefender.web;

import io.aliasdefender.bus.TenureJson;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenureQuery;
import io.aliasdefender.web.Tenures.Asked;
import io.aliasdefender.web.Tenures.Found;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code GET /api/tenures}. */
final class TenureRoute implements Handler<RoutingContext> {
    /** Of one answer: less than a node takes of another one. */
    static final int MOST_BYTES = 480 << 10;

    private final String node;
    private final Tenures tenures;

    TenureRoute(String node, Tenures tenures) {
        this.node = node;
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
        boolean merged = ReadRoutes.isMerged(context.queryParams());
        Future<Found> found = merged ? tenures.merged(query) : tenures.own(query);
        found.onSuccess(all -> Responses.json(context, 200, json(now, query, all)))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }

    /** As many as fit, the newest ones. */
    private Buffer json(Instant now, TenureQuery query, Found found) {
        Deque<Buffer> newest = new ArrayDeque<>();
        List<Tenure> all = found.tenures();
        int bytes = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            Buffer tenure = TenureJson.of(all.get(i)).toBuffer();
            bytes += tenure.length();
            if (bytes > MOST_BYTES) {
                break;
            }
            newest.addFirst(tenure);
        }
        JsonObject head = new JsonObject()
                .put("node", node)
                .put("at", now.toString())
                .put("from", query.from().toString())
                .put("to", query.to().toString())
                .put("nodes", nodes(found.nodes()))
                .put("truncated", found.truncated() || newest.size() < all.size());
        return new JsonPieces(head).list("tenures", newest).end();
    }

    private static JsonArray nodes(List<Asked> asked) {
        JsonArray nodes = new JsonArray();
        asked.forEach(one -> nodes.add(new JsonObject()
                .put("node", one.node())
                .put("since", one.since().map(Instant::toString).orElse(null))
                .put("error", one.error().orElse(null))));
        return nodes;
    }
}
