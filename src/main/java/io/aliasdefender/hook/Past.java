package io.aliasdefender.hook;

import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.HookEvent;
import java.util.List;
import java.util.Set;

/**
 * What the history has.
 *
 * @param events the newest of them, the oldest first
 * @param newest no later event has this number or a lower one
 */
record Past(List<One> events, long newest) {
    static final Past NONE = new Past(List.of(), 0);

    Past {
        events = List.copyOf(events);
    }

    /** @param names by which hooks are told of it */
    record One(Event event, Set<HookEvent> names, HookNews news) {}
}
