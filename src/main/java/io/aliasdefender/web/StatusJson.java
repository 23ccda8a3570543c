package io.aliasdefender.web;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.HostStatus;
import io.aliasdefender.payload.OrderAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** The JSON of the API. Durations are numbers of milliseconds, and their names say so. */
final class StatusJson {
    private StatusJson() {}

    static JsonObject of(NodeStatus status) {
        JsonArray aliases = new JsonArray();
        status.aliases().forEach(alias -> aliases.add(of(alias, status.fresh())));
        JsonArray hosts = new JsonArray();
        status.hosts().forEach(host -> hosts.add(of(host)));
        return new JsonObject()
                .put("node", status.node())
                .put("uptime_ms", status.uptime().toMillis())
                .put("fresh_ms", status.fresh().toMillis())
                .put("aliases", aliases)
                .put("hosts", hosts);
    }

    static JsonObject of(Maintenance maintenance) {
        return new JsonObject()
                .put("reason", maintenance.reason())
                .put("since", maintenance.since().toString())
                .put("until", maintenance.until().map(Object::toString).orElse(null));
    }

    /** All that is news when it changes. */
    static String shown(NodeStatus status, Optional<Maintenance> maintenance, LinkView link) {
        StringBuilder shown = new StringBuilder(maintenance.toString());
        status.aliases()
                .forEach(alias -> shown.append(alias.placement())
                        .append(alias.phase())
                        .append(alias.view(status.fresh()))
                        .append(alias.holder())
                        .append(alias.filtered().isPresent())
                        .append(alias.fitness().fit())
                        .append(alias.reason().cause())
                        .append(alias.counters().takeovers()));
        status.hosts().forEach(host -> shown.append(host.address()).append(host.state()));
        link.nodes()
                .forEach(node ->
                        node.paths().forEach(path -> shown.append(path.via()).append(path.way())));
        return shown.toString();
    }

    private static JsonObject of(AliasStatus alias, Duration fresh) {
        return new JsonObject()
                .put("address", alias.placement().address().address().toString())
                .put("prefix_length", alias.placement().address().prefixLength())
                .put("interface", alias.placement().interfaceName())
                .put("label", alias.placement().label().orElse(null))
                .put("placement", alias.placement().toString())
                .put("group", alias.group().orElse(null))
                .put("role", alias.role())
                .put("state", alias.phase().toString())
                .put("since_ms", alias.phaseAge().toMillis())
                .put("view", alias.view(fresh).toString())
                .put("holder", alias.holder().orElse(null))
                .put("holder_mac", alias.holderMac().map(MacAddress::toString).orElse(null))
                .put("answer_age_ms", millis(alias.answerAge()))
                .put("filtered_ms", millis(alias.filtered()))
                .put("fit", alias.fitness().fit().toString())
                .put("unfit", alias.fit() ? null : alias.fitness().why())
                .put("unfit_ms", alias.fit() ? null : alias.fitnessAge().toMillis())
                .put("cause", alias.reason().cause().toString())
                .put("level", alias.reason().level().toString())
                .put("reason", alias.reason().sentence())
                .put(
                        "counters",
                        new JsonObject()
                                .put("takeovers", alias.counters().takeovers())
                                .put("releases", alias.counters().releases())
                                .put("restores", alias.counters().restores())
                                .put("bursts", alias.counters().bursts())
                                .put("conflicts", alias.counters().conflicts())
                                .put("announcements", alias.counters().announcements())
                                .put("failed_commands", alias.counters().failedCommands()));
    }

    private static JsonObject of(HostStatus host) {
        return new JsonObject()
                .put("name", host.name())
                .put("address", host.address().toString())
                .put("state", host.state().toString())
                .put("age_ms", millis(host.age()))
                .put("silent_ms", millis(host.silence()))
                .put("rtt_ms", host.rtt().map(StatusJson::millisAndParts).orElse(null))
                .put("loss", host.loss())
                .put("mac", host.mac().map(MacAddress::toString).orElse(null));
    }

    static JsonObject of(OrderAnswer answer) {
        JsonObject json =
                new JsonObject().put("done", answer.done()).put("sentences", new JsonArray(answer.sentences()));
        if (!answer.moves().isEmpty()) {
            JsonArray moves = new JsonArray();
            answer.moves()
                    .forEach(moved -> moves.add(new JsonObject()
                            .put("alias", moved.alias().toString())
                            .put("done", moved.done())
                            .put("holder", moved.holder().orElse(null))
                            .put("took_ms", millisAndParts(moved.took()))));
            json.put("moves", moves);
        }
        return json;
    }

    static double millisAndParts(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }
}
