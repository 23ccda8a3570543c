package io.aliasdefender.web;

import io.aliasdefender.bus.TenureJson;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a peer recorded, as {@link PeerJson} reads the rest. */
final class PeerTenures {
    private static final Set<String> FIELDS = Set.of(
            "node",
            "nodes",
            "since",
            "error",
            "truncated",
            "tenures",
            "alias",
            "group",
            "begin",
            "end",
            "planned",
            "begin_cause",
            "begin_sentence",
            "end_cause",
            "end_sentence",
            "end_certain",
            "unanswered_ms");
    private static final int MOST_NODES = 1;

    private PeerTenures() {}

    /**
     * Its own record.
     *
     * @param most as many as it was asked for
     * @throws IllegalArgumentException when it is none of that node
     */
    static TenurePage parse(Buffer body, String node, int most) {
        JsonObject json = PeerJson.object(body, FIELDS);
        List<Tenure> tenures = new ArrayList<>();
        for (JsonObject one : PeerJson.list(json, "tenures", most)) {
            tenures.add(TenureJson.parse(one)
                    .filter(parsed -> parsed.node().equals(node))
                    .orElseThrow(() -> new IllegalArgumentException("a tenure is not one of " + node)));
        }
        List<JsonObject> asked = PeerJson.list(json, "nodes", MOST_NODES);
        if (asked.isEmpty() || !node.equals(asked.get(0).getValue("node"))) {
            throw PeerJson.wrong("nodes");
        }
        if (asked.get(0).getValue("error") != null) {
            throw new IllegalArgumentException(PeerJson.sentence(asked.get(0), "error"));
        }
        return new TenurePage(since(asked.get(0)), Boolean.TRUE.equals(json.getValue("truncated")), tenures);
    }

    private static Optional<Instant> since(JsonObject asked) {
        if (asked.getValue("since") == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(PeerJson.text(asked, "since")));
        } catch (DateTimeParseException broken) {
            throw PeerJson.wrong("since");
        }
    }
}
