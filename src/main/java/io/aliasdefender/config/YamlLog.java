package io.aliasdefender.config;

import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Log;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code log:}. */
final class YamlLog {
    private static final String EXAMPLE = "write log: {level: info, format: text, to: auto}";

    private final Values values;

    YamlLog(Values values) {
        this.values = values;
    }

    Log read(Yaml value) {
        if (value == null) {
            return Log.DEFAULT;
        }
        Map<String, Yaml> log = values.section(value, "log", Keys.LOG, EXAMPLE);
        return new Log(
                word(log, "level", Level.ERROR, Level.WARNING, Level.INFO, Level.DEBUG)
                        .orElse(Log.DEFAULT.level()),
                word(log, "format", Log.Format.values()).orElse(Log.DEFAULT.format()),
                word(log, "to", Log.To.values()).orElse(Log.DEFAULT.to()));
    }

    @SafeVarargs
    private <E extends Enum<E>> Optional<E> word(Map<String, Yaml> log, String key, E... choices) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E choice : choices) {
            words.put(choice.name().toLowerCase(Locale.ROOT), choice);
        }
        return Optional.ofNullable(log.get(key)).flatMap(written -> values.word(written, "log: " + key, words));
    }
}
