package io.aliasdefender.hook;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.HookEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By which names hooks are told of an event. A holder that has made sure that nobody else has its alias says that it is here,
 * after each pause of the process for example: to hooks that is news only when they do not know it.
 */
final class Presence {
    private static final String MADE_SURE = Cause.ADOPTED.toString();
    private static final Set<String> GONE = Stream.of(Cause.RELEASED, Cause.DELETED, Cause.MOVED, Cause.ANSWERS)
            .map(Cause::toString)
            .collect(Collectors.toSet());

    private final Set<IpAddress> here = new HashSet<>();

    /** Each event once, in their order. */
    Set<HookEvent> names(Event event) {
        Set<HookEvent> names = HookEvent.all(event);
        event.alias().ifPresent(alias -> {
            if (names.contains(HookEvent.TOOK_OVER)
                    && !here.add(alias)
                    && event.cause().equals(MADE_SURE)) {
                names.remove(HookEvent.TOOK_OVER);
            }
            if (GONE.contains(event.cause())) {
                here.remove(alias);
            }
        });
        return names;
    }
}
