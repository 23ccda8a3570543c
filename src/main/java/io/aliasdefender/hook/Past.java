package io.aliasdefender.hook;

import io.aliasdefender.payload.Event;
import java.util.List;

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

    record One(Event event, HookNews news) {}
}
