package io.aliasdefender.payload;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Level;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a hook can be told of, by the name that the configuration has for it: the one table of which {@link Event}s are
 * meant. Those about a particular thing come first: an event is called by the first name that fits.
 */
public enum HookEvent {
    /** This host is about to take an alias. */
    TAKING(Cause.TAKING_OVER),
    /** An alias is on this host now: it was taken, or found here by a daemon that has just started. */
    TOOK_OVER(Cause.TOOK_OVER, Cause.ADOPTED),
    /** Another node has taken an alias that was offered to it. */
    HANDED_OVER(Cause.HANDED_OVER),
    /** An alias is off this host. */
    RELEASED(Cause.RELEASED),
    /** A check of this host fails; for that reason it is not fit any more for an alias. */
    FAILING("check-failing", "unfit"),
    /** A holder hears nobody. */
    ISOLATED(Cause.ISOLATED),
    /** Another host has an alias of this one's, too. */
    CONFLICT(Cause.CONFLICT, Cause.UNDEFENDED, Cause.SAME_RANK, Cause.STRANGER),
    /** Whatever is an error, whichever of the others it may be. */
    ERROR(Level.ERROR),
    /** Whatever is a warning, whichever of the others it may be. */
    WARNING(Level.WARNING),
    /** Everything in the history. */
    ALL(Level.values());

    /** What hooks say themselves: one that is told of its own failure would go on for ever. */
    public static final String OWN_CAUSES = "hook-";

    private final Set<String> causes;
    private final Set<Level> levels;

    HookEvent(Cause... causes) {
        this(Stream.of(causes).map(Cause::toString).collect(Collectors.toSet()), Set.of());
    }

    /** Of parts of the program whose causes are not decisions. */
    HookEvent(String... causes) {
        this(Set.of(causes), Set.of());
    }

    HookEvent(Level... levels) {
        this(Set.of(), Set.of(levels));
    }

    HookEvent(Set<String> causes, Set<Level> levels) {
        this.causes = causes;
        this.levels = levels;
    }

    /** All names for it, of which there are none for what hooks say themselves. */
    public static Set<HookEvent> all(Event event) {
        Set<HookEvent> names = EnumSet.noneOf(HookEvent.class);
        if (!event.cause().startsWith(OWN_CAUSES)) {
            Arrays.stream(values())
                    .filter(name -> name.causes.contains(event.cause()) || name.levels.contains(event.level()))
                    .forEach(names::add);
        }
        return names;
    }

    /** The name by which a hook that is told of some is told of something with these names; empty when it is not told. */
    public static Optional<HookEvent> first(Set<HookEvent> names, Set<HookEvent> wanted) {
        return Arrays.stream(values())
                .filter(wanted::contains)
                .filter(names::contains)
                .findFirst();
    }

    /** The same of an event. */
    public static Optional<HookEvent> of(Event event, Set<HookEvent> wanted) {
        return first(all(event), wanted);
    }

    /** The name, as the configuration has it; empty when there is none such. */
    public static Optional<HookEvent> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.toString().equals(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(HookEvent::toString).toList();
    }

    /** The causes by which an event gets this name; empty: by its level. */
    public Set<String> causes() {
        return causes;
    }

    /** In kebab-case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
