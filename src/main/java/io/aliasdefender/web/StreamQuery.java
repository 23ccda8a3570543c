package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.web.Frame.Type;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a reader of the stream asked for.
 *
 * @param since the last event that it has; empty: no replay
 * @param aliases empty: all
 */
record StreamQuery(Optional<Long> since, Set<IpAddress> aliases, Set<Type> types) {
    private static final int MAX_ALIASES = 64;
    private static final Set<Type> ALWAYS = EnumSet.of(Type.GAP, Type.UNAVAILABLE);

    /**
     * Reads it.
     *
     * @param lastEventId the header's value, which wins over the parameter; may be null
     * @throws IllegalArgumentException with a sentence for the reader
     */
    static StreamQuery of(MultiMap parameters, String lastEventId) {
        String since = lastEventId == null || lastEventId.isBlank() ? parameters.get("since") : lastEventId.strip();
        return new StreamQuery(
                Optional.ofNullable(since).map(text -> Numbers.eventId("since", text)),
                aliases(parameters),
                types(parameters));
    }

    static Set<IpAddress> aliases(MultiMap parameters) {
        Set<IpAddress> aliases = new HashSet<>();
        for (String text : words(parameters, "alias")) {
            aliases.add(IpAddress.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("alias is an IP address, not " + text)));
        }
        if (aliases.size() > MAX_ALIASES) {
            throw new IllegalArgumentException("at most " + MAX_ALIASES + " aliases can be asked for by name");
        }
        return aliases;
    }

    private static Set<Type> types(MultiMap parameters) {
        List<String> words = words(parameters, "type");
        if (words.isEmpty()) {
            return EnumSet.allOf(Type.class);
        }
        Set<Type> types = EnumSet.copyOf(ALWAYS);
        for (String word : words) {
            types.add(Arrays.stream(Type.values())
                    .filter(type -> type.label().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("type is one of "
                            + Arrays.stream(Type.values()).map(Type::label).collect(Collectors.joining(", ")) + ", not "
                            + word)));
        }
        return types;
    }

    private static List<String> words(MultiMap parameters, String name) {
        return parameters.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    boolean wants(Frame frame) {
        return types.contains(frame.type())
                && (aliases.isEmpty()
                        || frame.type() != Type.EVENT
                        || frame.alias().filter(aliases::contains).isPresent());
    }
}
