package io.aliasdefender.payload;

import java.util.List;

/**
 * A part of the bounded history.
 *
 * @param events the oldest first
 * @param lastId the last number that was given, or, after a restart, that may have been; there may be no such event
 */
public record EventPage(List<Event> events, long lastId) {
    public EventPage {
        events = List.copyOf(events);
    }
}
