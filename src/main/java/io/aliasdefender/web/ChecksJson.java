package io.aliasdefender.web;

import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.ChecksView.CheckView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Collectors;

/** The checks of the service, as the API tells them. */
final class ChecksJson {
    private ChecksJson() {}

    static JsonArray of(ChecksView view, long nowNanos) {
        Duration age = view.checks().isEmpty() ? Duration.ZERO : Duration.ofNanos(nowNanos - view.atNanos());
        JsonArray checks = new JsonArray();
        view.checks().forEach(check -> checks.add(of(check, age)));
        return checks;
    }

    private static JsonObject of(CheckView check, Duration age) {
        JsonArray aliases = new JsonArray();
        check.aliases().forEach(alias -> aliases.add(alias.toString()));
        return new JsonObject()
                .put("name", check.name())
                .put("kind", check.kind())
                .put("target", check.target())
                .put("state", check.state())
                .put("sentence", check.sentence().isEmpty() ? null : check.sentence())
                .put("since_ms", check.since().plus(age).toMillis())
                .put("took_ms", check.took().map(StatusJson::millisAndParts).orElse(null))
                .put("every_ms", check.every().toMillis())
                .put("timeout_ms", check.timeout().toMillis())
                .put("fall", check.fall())
                .put("rise", check.rise())
                .put("against", check.streak())
                .put("looks", check.looks())
                .put("failures", check.failures())
                // A character for each: two hundred checks have six thousand of them.
                .put(
                        "recent",
                        check.recent().stream()
                                .map(look -> look.passed() ? "+" : "-")
                                .collect(Collectors.joining()))
                .put("aliases", aliases);
    }

    /** What of it is news when it changes. */
    static String shown(ChecksView view) {
        return view.checks().stream()
                .map(check -> check.name() + " " + check.state())
                .collect(Collectors.joining(","));
    }
}
