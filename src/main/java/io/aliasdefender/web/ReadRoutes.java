package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What anybody may read at one moment. */
final class ReadRoutes {
    /** Of one answer; a thousand events have half of it. Sentences may be long, and those of peers are theirs. */
    static final int MOST_EVENT_BYTES = 512 << 10;

    private final String node;
    private final History history;
    private final StatusSource source;
    private final Peers peers;
    private final Agreement agreement = new Agreement();

    ReadRoutes(String node, History history, StatusSource source, Peers peers) {
        this.node = node;
        this.history = history;
        this.source = source;
        this.peers = peers;
    }

    void add(Router router) {
        Responses.read(router, "/api/status")
                .handler(context -> source.get()
                        .onSuccess(snapshot -> Responses.json(context, 200, snapshot.json()))
                        .onFailure(failure -> Responses.unavailable(context, failure)));
        Responses.read(router, "/api/peers")
                .handler(context -> source.get()
                        .onSuccess(snapshot -> Responses.json(context, 200, peers(snapshot)))
                        .onFailure(failure -> Responses.unavailable(context, failure)));
        Responses.read(router, "/api/events")
                .handler(context -> history.loaded()
                        .onSuccess(loaded -> events(context))
                        .onFailure(failure -> Responses.unavailable(context, failure)));
    }

    private Buffer peers(StatusSource.Snapshot snapshot) {
        return new JsonPieces(new JsonObject()
                        .put("node", node)
                        .put("at", snapshot.at().toString()))
                .list("peers", peers::jsonWithStatus)
                .list("aliases", taker -> agreement.json(snapshot.status(), peers.all(), taker))
                .end();
    }

    private void events(RoutingContext context) {
        List<Event> wanted;
        try {
            wanted = wanted(context.queryParams());
        } catch (IllegalArgumentException wrong) {
            Responses.problem(context, 400, wrong.getMessage());
            return;
        }
        JsonObject head = new JsonObject()
                .put("node", node)
                .put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("first", history.first())
                .put("last", history.last())
                .put("peers", isMerged(context.queryParams()) ? peers.json() : null);
        Responses.json(context, 200, withEvents(head, wanted));
    }

    /** As many as fit, the newest ones; of bytes that are there already. */
    private Buffer withEvents(JsonObject head, List<Event> wanted) {
        Deque<Buffer> newest = new ArrayDeque<>();
        int bytes = 0;
        for (int i = wanted.size() - 1; i >= 0; i--) {
            Buffer event = history.frame(wanted.get(i)).data();
            bytes += event.length();
            if (bytes > MOST_EVENT_BYTES) {
                break;
            }
            newest.addFirst(event);
        }
        return new JsonPieces(head).list("events", newest).end();
    }

    static boolean isMerged(MultiMap parameters) {
        return "true".equals(parameters.get("merged"));
    }

    private List<Event> wanted(MultiMap parameters) {
        long since = Optional.ofNullable(parameters.get("since"))
                .map(text -> Numbers.eventId("since", text))
                .orElse(0L);
        int limit = Optional.ofNullable(parameters.get("limit"))
                .map(text -> Numbers.count("limit", text, History.MOST))
                .orElse(History.MOST);
        Optional<Instant> before = TenureParameters.time(parameters, "before");
        Set<IpAddress> aliases = StreamQuery.aliases(parameters);
        List<Event> ours = history.since(since);
        List<Event> found = (isMerged(parameters) ? peers.merged(ours) : ours)
                .stream()
                        .filter(event -> aliases.isEmpty()
                                || event.alias().filter(aliases::contains).isPresent())
                        .filter(event -> before.isEmpty() || event.at().isBefore(before.get()))
                        .toList();
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }
}
