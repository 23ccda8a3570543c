package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.Draft.HookEntry;
import io.aliasdefender.keepalived.HostConfig.Hook;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.Mail;
import io.aliasdefender.keepalived.HostConfig.SyncGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes hooks out of the scripts and the mail of keepalived. */
final class HookPlan {
    /** Not handed-over besides: a planned move is told as that and then as released, and keepalived says it once. */
    private static final Map<String, List<String>> EVENTS = Map.of(
            "master", List.of("took-over"),
            "backup", List.of("released"),
            "fault", List.of("failing", "isolated"),
            "stop", List.of("released"),
            "any", List.of("took-over", "released", "failing", "isolated"));

    private final Notes notes;
    private final Function<String, Optional<String>> program;
    private final Map<String, HookEntry> entries = new LinkedHashMap<>();
    private final Map<String, Owned> owners = new LinkedHashMap<>();

    HookPlan(Notes notes, Function<String, Optional<String>> program) {
        this.notes = notes;
        this.program = program;
    }

    /**
     * Which hosts have a hook.
     *
     * @param first where it stands first
     */
    private record Owned(Hook first, Set<String> hosts) {}

    List<HookEntry> of(List<Member> members) {
        List<Member> known =
                members.stream().filter(member -> member.config().isPresent()).toList();
        for (Member member : known) {
            HostConfig config = member.config().orElseThrow();
            for (SyncGroup group : config.groups()) {
                group.hooks().forEach(hook -> hook(hook, group.name(), member, config));
            }
            for (Instance instance : config.instances()) {
                instance.hooks().forEach(hook -> hook(hook, instance.name(), member, config));
            }
        }
        if (known.size() > 1) {
            owners.values().stream()
                    .filter(owned -> owned.hosts().size() < known.size())
                    .forEach(this::askOfOthers);
        }
        mail(known);
        return List.copyOf(entries.values());
    }

    private void hook(Hook hook, String title, Member member, HostConfig config) {
        boolean any = hook.kind().equals("any");
        List<String> argv = new ArrayList<>(hook.command());
        List<String> comments = new ArrayList<>();
        if (!argv.get(0).startsWith("/")) {
            String called = argv.get(0);
            argv.set(0, program.apply(called).orElse("/usr/bin/" + called));
            comments.add("? " + called + " was not written with its whole path");
            notes.ask(
                    hook.at(),
                    hook.at().text() + ": where is " + called + "? A hook wants a whole path; the import writes "
                            + argv.get(0));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("on", YamlText.list(EVENTS.get(hook.kind())));
        keys.put("run", YamlText.list(argv));
        hook.user().ifPresent(user -> keys.put("user", YamlText.scalar(user)));
        if (any) {
            keys.put("style", "keepalived");
            keys.put("name", YamlText.scalar(title));
        }
        String text = YamlText.map(keys);
        entries.putIfAbsent(text, new HookEntry(text, comments));
        owners.computeIfAbsent(hook.kind() + " " + text, fresh -> new Owned(hook, new LinkedHashSet<>()))
                .hosts()
                .add(member.name());
        describe(hook, any, config);
    }

    private void describe(Hook hook, boolean any, HostConfig config) {
        if (Commands.isForShell(hook.command())) {
            notes.ask(
                    hook.at(),
                    hook.at().text()
                            + ": written for a shell, and keepalived 2 starts none, so that | and > are arguments and"
                            + " no file is written; the import carries over what happens today. If the other was meant, write"
                            + " run: [/bin/sh, -c, \"...\"]");
        }
        boolean several = config.instances().size() > 1;
        notes.approximated(
                hook.at(),
                hook.at().text() + ": a hook on " + String.join(", ", EVENTS.get(hook.kind()))
                        + (any ? ", with the four arguments of keepalived (style: keepalived)" : "")
                        + "; it is called for each alias"
                        + (several ? " of the whole file (the environment variable AD_ALIAS says which)" : "")
                        + (hook.kind().equals("stop") ? ", and a stop releases them" : "")
                        + (hook.user().isPresent()
                                ? ". As " + hook.user().get()
                                        + " only where the daemon may change its user (the packaged"
                                        + " service may not, by default)"
                                : ""));
    }

    /** The configuration is the same on all hosts, so whatever one of them lacks today it has tomorrow. */
    private void askOfOthers(Owned owned) {
        notes.ask(
                owned.first().at(),
                owned.first().at().text() + ": only " + String.join(", ", owned.hosts())
                        + (owned.hosts().size() == 1 ? " has it" : " have it")
                        + ". Was it forgotten elsewhere, or meant? Here it is called on every node");
    }

    private void mail(List<Member> members) {
        for (Member member : members) {
            HostConfig config = member.config().orElseThrow();
            boolean wanted = config.instances().stream().anyMatch(Instance::mail)
                    || config.groups().stream().anyMatch(SyncGroup::mail);
            Mail mail = config.globals().mail();
            if (!wanted || mail.to().isEmpty()) {
                continue;
            }
            Map<String, String> keys = new LinkedHashMap<>();
            keys.put("server", YamlText.scalar(server(mail.server().orElse("127.0.0.1"))));
            keys.put("from", YamlText.scalar(mail.from().orElse("keepalived@localhost")));
            keys.put("to", YamlText.list(mail.to()));
            keys.put("tls", "none");
            String text = "{on: " + YamlText.list(EVENTS.get("any")) + ", mail: " + YamlText.map(keys) + "}";
            entries.putIfAbsent(
                    text,
                    new HookEntry(
                            text, List.of("smtp_alert; tls: none as keepalived does it, starttls if the server can")));
        }
    }

    private static String server(String written) {
        boolean v6 = written.indexOf(':') != written.lastIndexOf(':');
        return written.contains(":") && !v6 ? written : (v6 ? "[" + written + "]" : written) + ":25";
    }
}
