package io.aliasdefender.lease;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.payload.LeaseSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Leases in etcd from version 3.4 on, by its gateway from JSON to gRPC (docs of etcd: "gRPC gateway"): keys and values in
 * Base64, 64-bit numbers as text. A key's {@code mod_revision} is the fence: the cluster counts it up with each write.
 */
final class EtcdStore implements LeaseStore {
    private final Vertx vertx;
    private final Timers timers;
    private final EtcdCluster cluster = new EtcdCluster();
    private EtcdEndpoints endpoints;
    private String prefix;

    /** @param limitNanos whoever has not answered a request by then is not waited for */
    EtcdStore(Vertx vertx, Timers timers, LeaseSpec spec, long limitNanos) {
        this.vertx = vertx;
        this.timers = timers;
        endpoints = new EtcdEndpoints(vertx, timers, cluster, spec, limitNanos);
        prefix = spec.prefix();
    }

    /** The same store, asked from now on as this says. What is under way is not answered any more. */
    void reconfigure(LeaseSpec spec, long limitNanos) {
        endpoints.close();
        endpoints = new EtcdEndpoints(vertx, timers, cluster, spec, limitNanos);
        prefix = spec.prefix();
    }

    /** By a number of our own: asked twice, of two endpoints, it is still one. */
    @Override
    public void open(long ttlSeconds, Answer<Session> answer) {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        JsonObject body = new JsonObject().put("TTL", "" + ttlSeconds).put("ID", "" + id);
        endpoints.ask("/v3/lease/grant", body, reading(answer, granted -> new Session(id, number(granted, "TTL"))));
    }

    /**
     * The leader renews by itself, without asking the others: one whose disk or network hangs goes on doing so when the others
     * have another leader already (etcd issue 15247).
     */
    @Override
    public void renew(long session, Answer<Renewal> answer) {
        JsonObject body = new JsonObject().put("ID", "" + session);
        // A stream of answers, of which there is one for each question.
        endpoints.ask("/v3/lease/keepalive", body, reading(answer, renewed -> {
            JsonObject result = renewed.getJsonObject("result", new JsonObject());
            return new Renewal(number(result, "TTL"), term(result));
        }));
    }

    /**
     * A linearizable reading, which a majority must confirm, of hardly anything. {@code raft_term} in an answer is the term of
     * the newest entry that the member has carried out (etcd, {@code EtcdServer.setTerm}). A leader reads only when an entry of its
     * own term has been carried out, and only after a majority has confirmed that it leads.
     */
    @Override
    public void confirm(Answer<Long> answer) {
        JsonObject body = new JsonObject().put("key", base64(prefix)).put("count_only", true);
        endpoints.ask("/v3/kv/range", body, reading(answer, EtcdStore::term));
    }

    private static long term(JsonObject answer) {
        return number(answer.getJsonObject("header"), "raft_term");
    }

    @Override
    public void end(long session, Answer<Boolean> answer) {
        endpoints.ask("/v3/lease/revoke", new JsonObject().put("ID", "" + session), reading(answer, ended -> true));
    }

    @Override
    public void swap(Map<String, Long> fences, Owner owner, long session, Answer<Map<String, Entry>> answer) {
        JsonArray compare = new JsonArray();
        JsonArray puts = new JsonArray();
        JsonArray ranges = new JsonArray();
        fences.forEach((name, fence) -> {
            compare.add(compare(name, fence));
            puts.add(new JsonObject()
                    .put(
                            "requestPut",
                            key(name).put("value", base64(text(owner))).put("lease", "" + session)));
            ranges.add(new JsonObject().put("requestRange", key(name)));
        });
        endpoints.ask("/v3/kv/txn", transaction(compare, puts).put("failure", ranges), reading(answer, done -> {
            Map<String, Entry> there = new LinkedHashMap<>();
            if (done.getBoolean("succeeded", false)) {
                Entry written = new Entry(owner, number(done.getJsonObject("header"), "revision"));
                fences.keySet().forEach(name -> there.put(name, written));
                return there;
            }
            JsonArray found = done.getJsonArray("responses", new JsonArray());
            for (int i = 0; i < found.size(); i++) {
                there.putAll(entries(found.getJsonObject(i).getJsonObject("response_range", new JsonObject())));
            }
            return there;
        }));
    }

    @Override
    public void remove(Map<String, Long> fences, Answer<Boolean> answer) {
        JsonArray compare = new JsonArray();
        JsonArray deletions = new JsonArray();
        fences.forEach((name, fence) -> {
            compare.add(compare(name, fence));
            deletions.add(new JsonObject().put("requestDeleteRange", key(name)));
        });
        endpoints.ask(
                "/v3/kv/txn",
                transaction(compare, deletions),
                reading(answer, done -> done.getBoolean("succeeded", false)));
    }

    private JsonObject key(String name) {
        return new JsonObject().put("key", base64(prefix + name));
    }

    /** Whether there is exactly that entry; 0: none. */
    private JsonObject compare(String name, long fence) {
        return key(name)
                .put("result", "EQUAL")
                .put("target", fence == 0 ? "CREATE" : "MOD")
                .put(fence == 0 ? "create_revision" : "mod_revision", "" + fence);
    }

    private static JsonObject transaction(JsonArray compare, JsonArray success) {
        return new JsonObject().put("compare", compare).put("success", success);
    }

    @Override
    public void read(Answer<Map<String, Entry>> answer) {
        byte[] end = prefix.getBytes(StandardCharsets.UTF_8);
        // The first text behind all that begin with the prefix.
        end[end.length - 1]++;
        JsonObject body = new JsonObject()
                .put("key", base64(prefix))
                .put("range_end", Base64.getEncoder().encodeToString(end));
        endpoints.ask("/v3/kv/range", body, reading(answer, this::entries));
    }

    @Override
    public void close() {
        endpoints.close();
    }

    /** Entries of others, or of somebody else's making, are somebody's who is not known: nobody may take them. */
    private Map<String, Entry> entries(JsonObject range) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        JsonArray found = range.getJsonArray("kvs", new JsonArray());
        for (int i = 0; i < found.size(); i++) {
            JsonObject pair = found.getJsonObject(i);
            String key = unbase64(pair.getString("key"));
            entries.put(
                    key.substring(prefix.length()),
                    new Entry(owner(unbase64(pair.getString("value", ""))), number(pair, "mod_revision")));
        }
        return entries;
    }

    private static String text(Owner owner) {
        JsonObject text = new JsonObject()
                .put("node", owner.node())
                .put("kernel", owner.kernel())
                .put("daemon", owner.daemon());
        owner.handTo().ifPresent(node -> text.put("hand_to", node));
        owner.from().ifPresent(from -> text.put("from", from.kernel()).put("back", from.back()));
        return text.encode();
    }

    private static Owner owner(String text) {
        try {
            JsonObject value = new JsonObject(text);
            return new Owner(
                    value.getString("node", "somebody"),
                    value.getString("kernel", ""),
                    value.getString("daemon", ""),
                    Optional.ofNullable(value.getString("hand_to")),
                    Optional.ofNullable(value.getString("from"))
                            .map(from -> new From(from, value.getBoolean("back", false))));
        } catch (RuntimeException otherText) {
            return new Owner("somebody", "", "", Optional.empty(), Optional.empty());
        }
    }

    /** What is 0 is left out by the gateway, and what does not fit into 53 bits is text. */
    private static long number(JsonObject object, String name) {
        Object value = object.getValue(name);
        return value == null ? 0 : Long.parseLong(String.valueOf(value));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String unbase64(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private interface Reading<T> {
        T of(JsonObject json);
    }

    private static <T> Answer<JsonObject> reading(Answer<T> answer, Reading<T> reading) {
        return new Answer<>() {
            @Override
            public void is(JsonObject json) {
                T value;
                try {
                    value = reading.of(json);
                } catch (RuntimeException otherForm) {
                    answer.failed("it answers what is not understood: " + otherForm.getMessage());
                    return;
                }
                answer.is(value);
            }

            @Override
            public void failed(String why) {
                answer.failed(why);
            }
        };
    }
}
