package io.aliasdefender.hook;

import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec.Run;
import io.aliasdefender.payload.HookSpec.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a program is told what happened. */
final class ProgramCall {
    /** keepalived's priorities are 1 to 254; the first node has this one, and each after it one less. */
    private static final int FIRST_PRIORITY = 100;

    private ProgramCall() {}

    /** The program with its arguments. */
    static List<String> argv(Run run, Told told) {
        List<String> argv = new ArrayList<>(run.argv());
        if (run.style() == Style.KEEPALIVED) {
            argv.add("INSTANCE");
            argv.add(instance(run, told));
            argv.add(state(told.name()).orElse("FAULT"));
            argv.add(String.valueOf(priority(told)));
        }
        return argv;
    }

    /** What keepalived would call it: what moves together has one name. */
    static String instance(Run run, Told told) {
        String group = told.news().text("group");
        return run.title().orElse(group.isEmpty() ? told.news().text("alias") : group);
    }

    /** What keepalived would call what this host is now. */
    static Optional<String> state(HookEvent name) {
        return switch (name) {
            case TOOK_OVER -> Optional.of("MASTER");
            case RELEASED, HANDED_OVER -> Optional.of("BACKUP");
            case FAILING, ISOLATED -> Optional.of("FAULT");
            case TAKING, CONFLICT, ERROR, WARNING, ALL -> Optional.empty();
        };
    }

    private static int priority(Told told) {
        String rank = told.news().text("rank");
        return Math.max(1, FIRST_PRIORITY + 1 - (rank.isEmpty() ? 1 : Integer.parseInt(rank)));
    }

    /** A variable AD_NAME for each field. */
    static Map<String, String> environment(Told told) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AD_EVENT", told.name().toString());
        // Those that an event may not have are there all the same: scripts with set -u read them.
        for (String field : List.of("alias", "prefix_length", "interface", "label", "group", "rank", "phase")) {
            environment.put(variable(field), "");
        }
        told.news().fields().forEach((field, value) -> environment.put(variable(field), String.valueOf(value)));
        return environment;
    }

    private static String variable(String field) {
        return "AD_" + field.toUpperCase(Locale.ROOT);
    }
}
