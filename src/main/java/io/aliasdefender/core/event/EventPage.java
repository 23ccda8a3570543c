package io.aliasdefender.core.event;

import java.util.List;

/**
 * A part of the bounded history.
 *
 * @param events the oldest first
 */
public record EventPage(List<Event> events) {
    public EventPage {
        events = List.copyOf(events);
    }
}
