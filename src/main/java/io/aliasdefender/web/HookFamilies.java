package io.aliasdefender.web;

import io.aliasdefender.payload.HookView;
import java.util.List;

/** The hooks as figures. */
final class HookFamilies {
    private HookFamilies() {}

    static void add(Families families, List<HookView> hooks) {
        int number = 0;
        for (HookView hook : hooks) {
            number++;
            // Two hooks may have the same name, and two figures may not.
            String[] labels = {"hook", hook.hook(), "number", String.valueOf(number)};
            families.counter("hook_events", "Events that a hook was told of.", hook.done(), labels)
                    .counter("hook_failures", "Attempts to tell a hook that failed.", hook.failures(), labels)
                    .counter("hook_dropped", "Events that a hook will never be told of.", hook.dropped(), labels)
                    .gauge("hook_queue_length", "Events that a hook is yet to be told of.", hook.queued(), labels)
                    .histogram("hook_duration_seconds", "How long attempts to tell a hook took.", hook.took(), labels);
        }
    }
}
