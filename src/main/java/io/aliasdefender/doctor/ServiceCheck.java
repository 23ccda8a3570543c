package io.aliasdefender.doctor;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What the running daemon's checks of the service found. */
final class ServiceCheck {
    private ServiceCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        List<JsonObject> checks = facts.daemon().checks();
        checks.forEach(check -> {
            String what = "check " + check.getString("name") + " (" + check.getString("kind") + " "
                    + check.getString("target") + ")";
            if ("failing".equals(check.getString("state"))) {
                found.add(Diagnosis.warning(
                        what + " fails: " + check.getString("sentence"),
                        "put the service right; alias-defender check --run looks at once"));
            } else if ("unknown".equals(check.getString("state"))) {
                found.add(Diagnosis.unknown(what + " has no result yet", "run this again in a moment"));
            }
        });
        if (found.isEmpty() && !checks.isEmpty()) {
            found.add(Diagnosis.ok(checks.size() == 1 ? "the check passes" : "all " + checks.size() + " checks pass"));
        }
        return found;
    }
}
