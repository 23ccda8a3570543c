package io.aliasdefender.web;

import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Settings.Web;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The other nodes, as far as the configuration says where they serve their API. */
final class Peers {
    private static final long PERIOD_MILLIS = 1_000;
    /** Beyond what counts as fresh on the node itself: the way here, and one question that failed. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    /** Empty: there are no peers. */
    private Optional<Long> timer = Optional.empty();

    private Map<String, String> urls = Map.of();
    private Optional<String> authority = Optional.empty();
    private List<Peer> peers = List.of();

    Peers(Vertx vertx) {
        this.vertx = vertx;
    }

    void close() {
        timer.ifPresent(vertx::cancelTimer);
        peers.forEach(Peer::close);
    }

    void configure(Web web) {
        if (web.peers().equals(urls) && web.peerAuthority().equals(authority)) {
            return;
        }
        urls = web.peers();
        authority = web.peerAuthority();
        peers.forEach(Peer::close);
        PeerLimits limits = PeerLimits.of(urls.size());
        peers = urls.entrySet().stream()
                .map(entry -> new Peer(vertx, entry.getKey(), entry.getValue(), authority, limits))
                .toList();
        peers.forEach(Peer::ask);
        timer.ifPresent(vertx::cancelTimer);
        timer = peers.isEmpty()
                ? Optional.empty()
                : Optional.of(vertx.setPeriodic(PERIOD_MILLIS, now -> peers.forEach(Peer::ask)));
    }

    /** Whether the last status of a peer is too old to be more than unknown. */
    static boolean isFresh(Peer peer) {
        return peer.status().isPresent()
                && peer.age()
                        .filter(age -> age.compareTo(ALLOWANCE.plusMillis(
                                        Math.min(peer.status().get().freshMillis(), 60_000)))
                                <= 0)
                        .isPresent();
    }

    /** How it is to ask each of them. */
    JsonArray json() {
        JsonArray all = new JsonArray();
        peers.forEach(peer -> all.add(json(peer)));
        return all;
    }

    /** What each says, with its age; one after the other. */
    void jsonWithStatus(Consumer<JsonObject> taker) {
        peers.forEach(peer -> taker.accept(
                json(peer).put("status", peer.status().map(PeerStatus::json).orElse(null))));
    }

    private static JsonObject json(Peer peer) {
        return new JsonObject()
                .put("node", peer.node())
                .put("url", peer.url())
                .put("reachable", peer.error().isEmpty())
                .put("error", peer.error().orElse(null))
                .put("age_ms", peer.age().map(Duration::toMillis).orElse(null))
                .put("fresh", isFresh(peer));
    }

    List<Peer> all() {
        return peers;
    }

    /** Ours and theirs, by time. Clocks differ: the order between nodes is as good as they are. */
    List<Event> merged(List<Event> ours) {
        List<Event> events = new ArrayList<>(ours);
        peers.forEach(peer -> events.addAll(peer.events()));
        events.sort(Comparator.comparing(Event::at).thenComparing(Event::node).thenComparing(Event::id));
        return events;
    }
}
