package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.Announce;
import io.aliasdefender.payload.CheckSpec;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a new configuration changes, in sentences for people. */
public final class ReloadPlan {
    private ReloadPlan() {}

    /**
     * A line for each alias ({@code keep}, {@code add}, {@code remove}, {@code change}) and for each change that is
     * about the whole host: those first, then the aliases in their new order, then the removed ones.
     */
    public static List<String> between(Settings before, Settings after) {
        List<String> lines = new ArrayList<>(wholeHost(before, after));
        lines.addAll(checks(before.checks(), after.checks()));
        Map<IpAddress, AliasSpec> old = byAddress(before);
        Map<IpAddress, AliasSpec> now = byAddress(after);
        Optional<String> common = commonChange(old, now);
        common.ifPresent(change -> lines.add("change every alias: " + change));
        for (AliasSpec alias : now.values()) {
            AliasSpec earlier = old.remove(alias.address());
            if (earlier == null) {
                lines.add("add " + alias.placement());
            } else if (common.isEmpty()) {
                String change = change(earlier, alias);
                lines.add(change.isEmpty() ? "keep " + alias.placement() : "change " + alias.address() + ": " + change);
            }
        }
        old.values().forEach(alias -> lines.add("remove " + alias.placement()));
        return lines;
    }

    /** Those that go on are not told of. */
    private static List<String> checks(List<CheckSpec> before, List<CheckSpec> after) {
        Map<String, CheckSpec> old = new LinkedHashMap<>();
        before.forEach(check -> old.put(check.name(), check));
        List<String> lines = new ArrayList<>();
        for (CheckSpec check : after) {
            CheckSpec earlier = old.remove(check.name());
            if (!check.equals(earlier)) {
                lines.add((earlier == null ? "add check " : "change check ") + check.name() + ": " + told(check));
            }
        }
        old.keySet().forEach(name -> lines.add("remove check " + name));
        return lines;
    }

    private static String told(CheckSpec check) {
        return check.kind().word() + " " + Quoted.harmless(check.kind().target(), 100) + ", every "
                + DurationText.format(check.every()) + ", timeout " + DurationText.format(check.timeout()) + ", fall "
                + check.fall() + ", rise " + check.rise();
    }

    private static Map<IpAddress, AliasSpec> byAddress(Settings settings) {
        Map<IpAddress, AliasSpec> aliases = new LinkedHashMap<>();
        settings.aliases().forEach(alias -> aliases.put(alias.address(), alias));
        return aliases;
    }

    private static List<String> wholeHost(Settings before, Settings after) {
        Differences differences = new Differences();
        differences.add("this host", before, after, settings -> told(settings.self()));
        differences.add("nodes", before, after, settings -> list(settings.nodes(), ReloadPlan::told));
        differences.add("interval", before, after, settings -> DurationText.format(settings.interval()));
        differences.add("witnesses", before, after, settings -> list(settings.witnesses(), Object::toString));
        differences.add("announce rate", before, after, settings -> "" + settings.announceRate());
        differences.add("commands", before, after, settings -> word(settings.addressTool()));
        differences.add("web", before, after, settings -> told(settings.web()));
        web(differences, before.web(), after.web());
        differences.add("link", before, after, settings -> told(settings.link()));
        differences.addHidden("link keys", keys(before.link()), keys(after.link()));
        differences.add("further addresses", before, after, settings -> further(settings.link()));
        differences.add("lease", before, after, settings -> lease(settings.lease()));
        differences.addHidden("lease certificates and password", secrets(before.lease()), secrets(after.lease()));
        differences.add("hooks", before, after, settings -> hooks(settings.hooks()));
        if (hooks(before.hooks()).equals(hooks(after.hooks()))) {
            differences.addHidden(
                    "arguments and secrets of hooks", Optional.of(before.hooks()), Optional.of(after.hooks()));
        }
        differences.add(
                "log level", before, after, settings -> word(settings.log().level()));
        differences.add(
                "log format", before, after, settings -> word(settings.log().format()));
        differences.add("log to", before, after, settings -> word(settings.log().to()));
        return differences.found.entrySet().stream()
                .map(change -> "change " + change.getKey() + ": " + change.getValue())
                .toList();
    }

    /** The change that all aliases of both have in common, when there are several: said once, not a thousand times. */
    private static Optional<String> commonChange(Map<IpAddress, AliasSpec> old, Map<IpAddress, AliasSpec> now) {
        List<String> changes = now.values().stream()
                .filter(alias -> old.containsKey(alias.address()))
                .map(alias -> change(old.get(alias.address()), alias))
                .toList();
        boolean common = changes.size() > 1
                && changes.stream().distinct().count() == 1
                && !changes.get(0).isEmpty();
        return common ? Optional.of(changes.get(0)) : Optional.empty();
    }

    private static String change(AliasSpec before, AliasSpec after) {
        Differences differences = new Differences();
        Placement old = before.placement();
        Placement now = after.placement();
        differences.add(
                "prefix", old, now, placement -> "/" + placement.address().prefixLength());
        differences.add("interface", old, now, placement -> placement.placed() ? placement.interfaceName() : "none");
        differences.add("label", old, now, placement -> placement.label().orElse("none"));
        differences.add("order", before, after, alias -> list(alias.ranking(), ReloadPlan::told));
        differences.add(
                "witnesses",
                before,
                after,
                alias -> alias.witnesses()
                        .map(own -> list(own, Object::toString))
                        .orElse("of the file"));
        differences.add("probes", before, after, alias -> list(alias.probes(), Object::toString));
        differences.add(
                "checks",
                before,
                after,
                alias -> alias.checks().isEmpty() ? "none" : String.join(", ", alias.checks()));
        differences.add("group", before, after, alias -> alias.group().orElse("none"));
        differences.add(
                "routes", before, after, alias -> listOrNone(alias.attached().routes()));
        differences.add(
                "rules", before, after, alias -> listOrNone(alias.attached().rules()));
        policy(differences, before.policy(), after.policy());
        return differences.found.entrySet().stream()
                .map(change -> change.getKey() + " " + change.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void policy(Differences differences, Policy before, Policy after) {
        differences.add("confirm probes", before, after, policy -> "" + policy.confirmProbes());
        differences.add("confirm spacing", before, after, policy -> DurationText.format(policy.confirmSpacing()));
        differences.add("grace", before, after, policy -> orNever(policy.grace()));
        differences.add(
                "failback",
                before,
                after,
                policy -> policy.failback()
                        .filter(Duration::isZero)
                        .map(zero -> "immediately")
                        .orElseGet(() -> orNever(policy.failback())));
        differences.add("on-stop", before, after, policy -> word(policy.onStop()));
        differences.add("on-isolation", before, after, policy -> word(policy.onIsolation()));
        differences.add("on-failure", before, after, policy -> word(policy.onFailure()));
        Announce old = before.announce();
        Announce now = after.announce();
        differences.add("announce count", old, now, announce -> "" + announce.count());
        differences.add("announce spacing", old, now, announce -> DurationText.format(announce.spacing()));
        differences.add("announce refresh", old, now, announce -> DurationText.format(announce.refresh()));
    }

    /** Named differences between two things, in the order in which they were looked for. */
    private static final class Differences {
        private final Map<String, String> found = new LinkedHashMap<>();

        <T> void add(String name, T before, T after, Function<T, String> told) {
            String old = told.apply(before);
            String now = told.apply(after);
            if (!old.equals(now)) {
                found.put(name, old + " -> " + now);
            }
        }

        /** Of what is secret or long: only that it changed. */
        void addHidden(String name, Optional<?> before, Optional<?> after) {
            if (!before.equals(after)) {
                String now = after.isEmpty() ? "none" : before.isEmpty() ? "set" : "replaced";
                found.put(name, (before.isEmpty() ? "none" : "set") + " -> " + now);
            }
        }
    }

    private static String told(Node node) {
        return node.name() + " " + node.address();
    }

    private static String told(Settings.Web web) {
        String host = web.host().indexOf(':') < 0 ? web.host() : "[" + web.host() + "]";
        return web.port().map(port -> host + ":" + port).orElse("off");
    }

    private static String told(Settings.Link link) {
        return link.port().map(port -> "port " + port).orElse("off");
    }

    private static Optional<List<LinkKey>> keys(Settings.Link link) {
        return Optional.of(link.keys()).filter(keys -> !keys.isEmpty());
    }

    private static String further(Settings.Link link) {
        return link.also().isEmpty()
                ? "none"
                : list(link.also().entrySet(), node -> node.getKey() + " " + list(node.getValue(), Object::toString));
    }

    private static String lease(Optional<LeaseSpec> lease) {
        return lease.map(store -> "etcd " + list(store.endpoints(), Object::toString) + " below " + store.prefix()
                        + ", ttl " + DurationText.format(store.lease().ttl()) + ", on-loss "
                        + word(store.lease().onLoss())
                        + store.login().map(login -> ", user " + login.user()).orElse(""))
                .orElse("none");
    }

    private static Optional<List<Object>> secrets(Optional<LeaseSpec> lease) {
        return lease.map(store ->
                List.of(store.authority(), store.certificate(), store.login().map(LeaseSpec.Login::password)));
    }

    private static String hooks(List<HookSpec> hooks) {
        return hooks.isEmpty()
                ? "none"
                : list(
                        hooks,
                        hook -> hook.deed() + " on " + list(hook.events(), Object::toString) + " within "
                                + DurationText.format(hook.timeout()) + (hook.before() ? " before it" : "")
                                + (hook.about().isEmpty() ? "" : " about " + String.join(", ", hook.about())));
    }

    private static void web(Differences differences, Settings.Web before, Settings.Web after) {
        differences.addHidden("web token", before.token(), after.token());
        differences.addHidden("web certificate", before.tls(), after.tls());
        differences.add("web peers", before, after, web -> web.peers().isEmpty() ? "none" : told(web.peers()));
        differences.add(
                "web own name",
                before,
                after,
                web -> web.ownNames().isEmpty()
                        ? "none"
                        : web.ownNames().stream().sorted().collect(Collectors.joining(", ")));
        differences.addHidden("web peer-ca", before.peerAuthority(), after.peerAuthority());
    }

    private static String told(Map<String, String> peers) {
        return list(peers.entrySet(), peer -> peer.getKey() + " " + peer.getValue());
    }

    private static String orNever(Optional<Duration> duration) {
        return duration.map(DurationText::format).orElse("never");
    }

    private static String listOrNone(Collection<?> values) {
        return values.isEmpty() ? "none" : list(values, Object::toString);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> String list(Collection<T> values, Function<T, String> told) {
        return values.stream().map(told).collect(Collectors.joining(", "));
    }
}
