package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Items;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookSpec.Deed;
import io.aliasdefender.payload.HookSpec.Run;
import io.aliasdefender.payload.HookSpec.Style;
import io.aliasdefender.process.RunAs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code hooks:}. */
final class YamlHooks {
    /** Each has a queue, and most have a thread. */
    static final int MAX_HOOKS = 16;

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration USUAL_MAIL = Duration.ofSeconds(30);
    private static final String EXAMPLE =
            "write hooks: with - {on: [took-over], run: [/etc/alias-defender/hooks/role]}";
    private static final String ON_EXAMPLE = "write on: [took-over, released]";
    private static final List<String> DEEDS = List.of("run", "post", "mail");
    /** The others would be read, and mean nothing. */
    private static final Map<String, Set<String>> BELONGS_TO = Map.of(
            "user", Set.of("run"),
            "style", Set.of("run"),
            "name", Set.of("run"),
            "secret-file", Set.of("post"),
            "ca", Set.of("post", "mail"));
    /** Of which keepalived's scripts are told something that they know. */
    private static final Set<HookEvent> WITH_A_STATE = EnumSet.of(
            HookEvent.TOOK_OVER, HookEvent.RELEASED, HookEvent.HANDED_OVER, HookEvent.FAILING, HookEvent.ISOLATED);

    private final Values values;
    private final Findings findings;
    private final YamlReceivers receivers;
    private final ArgumentList executables;
    private final boolean elsewhere;

    /** @param elsewhere whether the files are on another machine, and cannot be looked at */
    YamlHooks(Values values, Findings findings, boolean elsewhere) {
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
        receivers = new YamlReceivers(values, findings, elsewhere);
        executables = new ArgumentList(values, findings, elsewhere);
    }

    /**
     * @param value null: there are none
     * @param aliases that a hook can name
     */
    List<HookSpec> read(Yaml value, HookAliases aliases) {
        List<HookSpec> hooks = new ArrayList<>();
        if (value == null) {
            return hooks;
        }
        List<Yaml> items = values.list(value, "hooks", EXAMPLE);
        if (items.size() > MAX_HOOKS) {
            findings.error(
                    items.get(MAX_HOOKS).at(),
                    "there are more than " + MAX_HOOKS + " hooks",
                    "have one script or one URL do several things");
            return hooks;
        }
        items.forEach(item -> hook(item, aliases).ifPresent(hooks::add));
        return hooks;
    }

    private Optional<HookSpec> hook(Yaml item, HookAliases aliases) {
        Map<String, Yaml> hook = values.section(item, "a hook", Keys.HOOK, EXAMPLE);
        Set<HookEvent> on = on(item, hook.get("on"));
        List<String> deeds = DEEDS.stream().filter(hook::containsKey).toList();
        if (deeds.size() != 1) {
            if (deeds.size() > 1) {
                findings.error(item.at(), "a hook has " + String.join(" and ", deeds), "write a hook for each");
            } else if (item instanceof Entries map && map.entries().size() == hook.size()) {
                // Else there was a complaint already about what may have been meant as one.
                findings.error(item.at(), "a hook does nothing", "write run:, post: or mail:");
            }
            return Optional.empty();
        }
        String kind = deeds.get(0);
        refuseForeignKeys(hook, kind);
        Optional<Deed> deed = switch (kind) {
            case "run" -> run(hook, on);
            case "post" -> receivers.post(hook);
            default -> receivers.mail(hook.get("mail"), hook.get("ca"));
        };
        boolean before = before(hook.get("before"), kind, on);
        Duration usual = before ? HookSpec.MOST_BEFORE : kind.equals("mail") ? USUAL_MAIL : USUAL;
        Duration timeout = Optional.ofNullable(hook.get("timeout"))
                .flatMap(written -> timeout(written, before))
                .orElse(usual);
        Set<String> about = aliases.read(hook.get("aliases"), values, findings);
        return on.isEmpty() ? Optional.empty() : deed.map(done -> new HookSpec(on, done, timeout, before, about));
    }

    private void refuseForeignKeys(Map<String, Yaml> hook, String kind) {
        BELONGS_TO.forEach((key, kinds) -> {
            if (hook.containsKey(key) && !kinds.contains(kind)) {
                findings.error(
                        hook.get(key).at(),
                        Quoted.of(key) + " means nothing to a hook with " + kind,
                        "remove it, or write "
                                + String.join(": or ", kinds.stream().sorted().toList()) + ":");
            }
        });
    }

    private Set<HookEvent> on(Yaml item, Yaml written) {
        Set<HookEvent> on = EnumSet.noneOf(HookEvent.class);
        if (written == null) {
            if (!Values.mentions(item, "on", Keys.HOOK)) {
                findings.error(item.at(), "a hook has no on", ON_EXAMPLE);
            }
            return on;
        }
        Map<String, HookEvent> words = new LinkedHashMap<>();
        HookEvent.names().forEach(name -> words.put(name, HookEvent.named(name).orElseThrow()));
        // One word is as good as a list of it.
        List<Yaml> names = written instanceof Items ? values.list(written, "on", ON_EXAMPLE) : List.of(written);
        names.forEach(name -> values.word(name, "event", words).ifPresent(on::add));
        return on;
    }

    private Optional<Duration> timeout(Yaml written, boolean before) {
        Optional<Duration> timeout = values.duration(written, "timeout", LEAST, MOST);
        if (before
                && timeout.filter(wanted -> wanted.compareTo(HookSpec.MOST_BEFORE) > 0)
                        .isPresent()) {
            findings.error(
                    written.at(),
                    "timeout " + DurationText.format(timeout.get()) + " is too long for before: true,"
                            + " which nobody answers for the alias meanwhile",
                    "write " + DurationText.format(HookSpec.MOST_BEFORE) + " at the most, or leave before: out");
        }
        return timeout;
    }

    private boolean before(Yaml written, String kind, Set<HookEvent> on) {
        boolean before =
                written != null && values.word(written, "before", truth()).orElse(false);
        if (before && !kind.equals("run")) {
            findings.error(written.at(), "only a program can be waited for", "write run:, or leave before: out");
        } else if (before && !on.isEmpty() && !on.equals(EnumSet.of(HookEvent.TAKING))) {
            findings.error(
                    written.at(),
                    "before: true is for taking alone: whatever else has happened by then",
                    "write on: [taking], and another hook for the other events");
        }
        return before;
    }

    private static Map<String, Boolean> truth() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("true", true);
        words.put("false", false);
        return words;
    }

    private Optional<Deed> run(Map<String, Yaml> hook, Set<HookEvent> on) {
        Optional<List<String>> argv = executables.argv(hook.get("run"), "run");
        Optional<String> user = Optional.ofNullable(hook.get("user"))
                .flatMap(written -> values.text(written, "user", "write the name of a user")
                        .filter(name -> canRunAs(name, written.at())));
        Map<String, Style> styles = new LinkedHashMap<>();
        styles.put("own", Style.OWN);
        styles.put("keepalived", Style.KEEPALIVED);
        Style style = Optional.ofNullable(hook.get("style"))
                .flatMap(written -> values.word(written, "style", styles))
                .orElse(Style.OWN);
        if (style == Style.KEEPALIVED && !WITH_A_STATE.containsAll(on)) {
            Set<HookEvent> stateless = EnumSet.copyOf(on);
            stateless.removeAll(WITH_A_STATE);
            findings.error(
                    hook.get("style").at(),
                    "style keepalived has no word for " + stateless.iterator().next(),
                    "write events among "
                            + String.join(
                                    ", ",
                                    WITH_A_STATE.stream()
                                            .map(HookEvent::toString)
                                            .toList()));
        }
        Optional<String> title = Optional.ofNullable(hook.get("name"))
                .flatMap(written ->
                        values.raw(written, "name", "write what the script calls the instance, such as VI_1"));
        return argv.map(words -> new Run(words, user, style, title));
    }

    private boolean canRunAs(String name, At at) {
        if (elsewhere) {
            return true;
        }
        Optional<RunAs> user = RunAs.named(name);
        if (user.isEmpty()) {
            findings.error(
                    at, "there is no user " + Quoted.of(name) + " in /etc/passwd", "name one, or leave user: out");
            return false;
        }
        // Another process may: that of whoever checks the file is seldom the daemon's.
        user.flatMap(RunAs::obstacle).ifPresent(why -> {
            String[] parts = why.split("; ", 2);
            findings.warningNow(at, parts[0], parts[1]);
        });
        return true;
    }
}
