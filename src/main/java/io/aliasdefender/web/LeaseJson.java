package io.aliasdefender.web;

import io.aliasdefender.payload.LeaseView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** The leases in the API. */
final class LeaseJson {
    private LeaseJson() {}

    /** @return null where none are configured */
    static JsonObject of(LeaseView view, long nowNanos) {
        if (!view.configured()) {
            return null;
        }
        JsonArray leases = new JsonArray();
        Duration age = Duration.ofNanos(Math.max(0, nowNanos - view.atNanos()));
        view.leases()
                .forEach(lease -> leases.add(new JsonObject()
                        .put("lease", lease.name())
                        .put("holder", lease.holder().orElse(null))
                        .put("own", lease.own())
                        .put("fence", lease.fence())
                        .put(
                                "left_ms",
                                lease.left()
                                        .map(left -> left.minus(age).toMillis())
                                        .orElse(null))));
        return new JsonObject()
                .put("reached", view.trouble().isEmpty())
                .put("why", view.trouble().orElse(null))
                .put("unreached_ms", millis(view.troubleSince()))
                .put("renewal_ms", millis(view.renewalTook()))
                .put("age_ms", age.toMillis())
                .put("leases", leases);
    }

    private static Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }

    /** All that is news when it changes. */
    static String shown(LeaseView view) {
        StringBuilder shown = new StringBuilder(view.trouble().toString());
        view.leases()
                .forEach(lease ->
                        shown.append(lease.name()).append(lease.holder()).append(lease.fence()));
        return shown.toString();
    }
}
