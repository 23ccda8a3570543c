package io.aliasdefender.web;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configuration that runs, with every default filled in, and without its secrets. */
public final class ConfigJson {
    private static final String HIDDEN = "(hidden)";

    private ConfigJson() {}

    public static JsonObject of(Settings settings) {
        JsonObject nodes = new JsonObject();
        settings.nodes().forEach(node -> nodes.put(node.name(), node.address().toString()));
        JsonArray aliases = new JsonArray();
        settings.aliases().forEach(alias -> aliases.add(of(alias)));
        JsonArray witnesses = new JsonArray();
        settings.witnesses().forEach(witness -> witnesses.add(witness.toString()));
        return new JsonObject()
                .put("self", settings.self().name())
                .put("nodes", nodes)
                .put("aliases", aliases)
                .put("checks", checks(settings))
                .put("interval_ms", settings.interval().toMillis())
                .put("witnesses", witnesses)
                .put("commands", word(settings.addressTool()))
                .put("web", of(settings.web()))
                .put("link", of(settings.link()))
                .put("hooks", hooks(settings))
                .put("lease", settings.lease().map(ConfigJson::of).orElse(null))
                .put(
                        "log",
                        new JsonObject()
                                .put("level", settings.log().level().toString())
                                .put("format", word(settings.log().format()))
                                .put("to", word(settings.log().to())));
    }

    private static JsonObject of(LeaseSpec lease) {
        JsonArray endpoints = new JsonArray();
        lease.endpoints().forEach(endpoint -> endpoints.add(endpoint.toString()));
        return new JsonObject()
                .put("etcd", endpoints)
                .put("prefix", lease.prefix())
                .put("ttl_ms", lease.lease().ttl().toMillis())
                .put("on_loss", word(lease.lease().onLoss()));
    }

    private static JsonArray checks(Settings settings) {
        JsonArray checks = new JsonArray();
        settings.checks()
                .forEach(check -> checks.add(new JsonObject()
                        .put("name", check.name())
                        .put("kind", check.kind().word())
                        .put("target", check.kind().target())
                        .put("every_ms", check.every().toMillis())
                        .put("timeout_ms", check.timeout().toMillis())
                        .put("fall", check.fall())
                        .put("rise", check.rise())));
        return checks;
    }

    private static JsonObject of(AliasSpec alias) {
        Policy policy = alias.policy();
        return new JsonObject()
                .put("address", alias.placement().address().toString())
                .put("interface", alias.placement().interfaceName())
                .put("label", alias.placement().label().orElse(null))
                .put(
                        "nodes",
                        new JsonArray(alias.ranking().stream().map(Node::name).toList()))
                .put(
                        "witnesses",
                        alias.witnesses()
                                .map(own -> new JsonArray(
                                        own.stream().map(Witness::toString).toList()))
                                .orElse(null))
                .put(
                        "probes",
                        new JsonArray(
                                alias.probes().stream().map(Probe::toString).toList()))
                .put("group", alias.group().orElse(null))
                .put("routes", texts(alias.attached().routes()))
                .put("rules", texts(alias.attached().rules()))
                .put("confirm_probes", policy.confirmProbes())
                .put("confirm_spacing_ms", StatusJson.millisAndParts(policy.confirmSpacing()))
                .put("grace_ms", millis(policy.grace()))
                .put("failback_ms", millis(policy.failback()))
                .put("on_stop", word(policy.onStop()))
                .put("on_isolation", word(policy.onIsolation()))
                .put("on_failure", word(policy.onFailure()))
                .put("checks", new JsonArray(alias.checks()))
                .put("announce_count", policy.announce().count())
                .put("announce_spacing_ms", policy.announce().spacing().toMillis())
                .put("announce_refresh_ms", policy.announce().refresh().toMillis());
    }

    private static JsonObject of(Settings.Link link) {
        JsonObject also = new JsonObject();
        link.also()
                .forEach((node, addresses) -> also.put(
                        node,
                        new JsonArray(addresses.stream().map(Object::toString).toList())));
        return new JsonObject()
                .put("port", link.port().orElse(null))
                .put("key_file", link.keyFile())
                .put("keys", new JsonArray(link.keys().stream().map(LinkKey::id).toList()))
                .put("also", also);
    }

    /** Neither URLs nor arguments: there is a secret in many of them. */
    private static JsonArray hooks(Settings settings) {
        JsonArray hooks = new JsonArray();
        settings.hooks()
                .forEach(hook -> hooks.add(new JsonObject()
                        .put("hook", hook.deed().toString())
                        .put(
                                "on",
                                new JsonArray(hook.events().stream()
                                        .map(HookEvent::toString)
                                        .toList()))
                        .put("timeout_ms", hook.timeout().toMillis())
                        .put("before", hook.before())
                        .put("aliases", texts(List.copyOf(hook.about())))));
        return hooks;
    }

    private static JsonObject of(Settings.Web web) {
        JsonObject peers = new JsonObject();
        web.peers().forEach(peers::put);
        return new JsonObject()
                .put("host", web.host())
                .put("port", web.port().orElse(null))
                .put("token", web.token().map(token -> HIDDEN).orElse(null))
                .put("certificate", web.tls().map(Settings.Tls::certificateFile).orElse(null))
                .put(
                        "certificate_until",
                        web.tls().map(tls -> tls.validUntil().toString()).orElse(null))
                .put("peers", peers)
                .put("peer_ca", web.peerAuthority().isPresent());
    }

    private static JsonArray texts(List<?> values) {
        return new JsonArray(values.stream().map(Object::toString).toList());
    }

    /** Null: never. */
    private static Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
