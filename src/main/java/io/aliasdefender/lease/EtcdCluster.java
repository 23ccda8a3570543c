package io.aliasdefender.lease;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The cluster that answered first. Another one knows nothing of the leases of that one, and would give them to somebody else: by
 * a mistake in the endpoints, or where a cluster was set up anew. So nothing that another one says counts as long as this
 * daemon runs.
 */
final class EtcdCluster {
    private Optional<String> id = Optional.empty();

    /** Whether an answer is of the cluster that answered first. What has no header changes nothing and proves nothing. */
    boolean answers(JsonObject answer) {
        // Of a stream of answers each one has its own.
        Optional<String> from = Optional.ofNullable(
                        answer.getJsonObject("result", answer).getJsonObject("header"))
                .map(header -> String.valueOf(header.getValue("cluster_id")));
        id = id.or(() -> from);
        return from.isPresent() && from.equals(id);
    }
}
