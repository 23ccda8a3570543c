package io.aliasdefender.cli;

import io.aliasdefender.payload.Log;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * The command line of the daemon, read without the library that reads all others: that one needs a quarter of a second
 * to begin with, and here a boot waits, or the return after a crash. Whatever is not as plain as a unit or an init
 * script writes it is left to the library: other spellings, help, mistakes.
 */
final class PlainMonitor {
    private static final String COMMAND = "monitor";
    private static final String CONFIG = "--config";
    private static final String NODE = "--node";
    private static final String STATE = "--state";
    private static final String LEVEL = "--log-level";
    private static final String TO = "--log-to";
    private static final List<String> OPTIONS = List.of(CONFIG, NODE, STATE, LEVEL, TO);

    private PlainMonitor() {}

    /** The command that was meant; empty: that is for the library to find out. */
    static Optional<MonitorCommand> of(String... arguments) {
        boolean pairs = arguments.length % 2 == 1 && arguments[0].equals(COMMAND);
        if (!pairs) {
            return Optional.empty();
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            String option = arguments[i].equals("-c") ? CONFIG : arguments[i];
            String value = arguments[i + 1];
            boolean plain = OPTIONS.contains(option)
                    && !value.isBlank()
                    // Another option, or a file of arguments.
                    && !value.startsWith("-")
                    && !value.startsWith("@");
            if (!plain || given.put(option, value) != null) {
                return Optional.empty();
            }
        }
        Optional<Level> level = constant(Level.values(), given.get(LEVEL));
        Optional<Log.To> to = constant(Log.To.values(), given.get(TO));
        if (level.isPresent() != given.containsKey(LEVEL) || to.isPresent() != given.containsKey(TO)) {
            return Optional.empty();
        }
        return Optional.of(new MonitorCommand(
                new CommonOptions(given.get(CONFIG), given.get(NODE), given.get(STATE)),
                new LogOptions(level.orElse(null), to.orElse(null))));
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] constants, String name) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
