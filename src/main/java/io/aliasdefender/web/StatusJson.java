package io.aliasdefender.web;

import io.aliasdefender.core.event.Event;
import io.aliasdefender.core.event.EventPage;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.status.NodeStatus;
import io.aliasdefender.core.status.NodeStatus.AliasStatus;
import io.aliasdefender.core.status.NodeStatus.HostStatus;
import io.aliasdefender.core.status.OrderAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** The JSON of the API. Durations are numbers of milliseconds, and their names say so. */
final class StatusJson {
    private StatusJson() {}

    static JsonObject of(NodeStatus status, String version) {
        JsonArray aliases = new JsonArray();
        status.aliases().forEach(alias -> aliases.add(of(alias)));
        JsonArray hosts = new JsonArray();
        status.hosts().forEach(host -> hosts.add(of(host)));
        return new JsonObject()
                .put("node", status.node())
                .put("version", version)
                .put("uptime_ms", status.uptime().toMillis())
                .put("aliases", aliases)
                .put("hosts", hosts);
    }

    private static JsonObject of(AliasStatus alias) {
        return new JsonObject()
                .put("address", alias.placement().address().address().toString())
                .put("prefix_length", alias.placement().address().prefixLength())
                .put("interface", alias.placement().interfaceName())
                .put("label", alias.placement().label().orElse(null))
                .put("placement", alias.placement().toString())
                .put("group", alias.group().orElse(null))
                .put("role", alias.role())
                .put("state", alias.phase())
                .put("since_ms", alias.phaseAge().toMillis())
                .put("holder", alias.holder().orElse(null))
                .put("holder_mac", alias.holderMac().map(MacAddress::toString).orElse(null))
                .put("answer_age_ms", millis(alias.answerAge()))
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
                .put("rtt_ms", host.rtt().map(rtt -> rtt.toNanos() / 1e6).orElse(null))
                .put("loss", host.loss())
                .put("mac", host.mac().map(MacAddress::toString).orElse(null));
    }

    static JsonObject of(EventPage page) {
        JsonArray events = new JsonArray();
        page.events().forEach(event -> events.add(of(event)));
        return new JsonObject().put("events", events);
    }

    static JsonObject of(Event event) {
        return new JsonObject()
                .put("id", event.id())
                .put("at", event.at().toString())
                .put("node", event.node())
                .put("alias", event.alias().map(Object::toString).orElse(null))
                .put("cause", event.cause())
                .put("level", event.level().toString())
                .put("sentence", event.sentence());
    }

    static JsonObject of(OrderAnswer answer) {
        return new JsonObject().put("done", answer.done()).put("sentences", new JsonArray(answer.sentences()));
    }

    private static Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }
}
