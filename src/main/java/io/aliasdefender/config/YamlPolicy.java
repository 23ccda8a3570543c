package io.aliasdefender.config;

import io.aliasdefender.config.Values.Range;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.Announce;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.spec.Policy.OnIsolation;
import io.aliasdefender.core.spec.Policy.OnStop;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys that say how an alias is defended. */
final class YamlPolicy {
    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    static final Range GRACE = new Range(Duration.ofMillis(10), Duration.ofHours(24));
    static final Range FAILBACK = new Range(Duration.ofSeconds(1), Duration.ofHours(24));
    static final Range CONFIRM_SPACING = new Range(Duration.ofMillis(1), Duration.ofSeconds(1));
    static final Range ANNOUNCE_SPACING = new Range(Duration.ofMillis(1), Duration.ofSeconds(10));
    static final Range ANNOUNCE_REFRESH = new Range(Duration.ofSeconds(1), Duration.ofHours(1));
    static final int MAX_COUNT = 100;
    static final int MIN_RATE = 10;
    static final int MAX_RATE = 100_000;

    private static final Map<String, OnStop> ON_STOP = ordered("release", OnStop.RELEASE, "keep", OnStop.KEEP);
    private static final Map<String, OnIsolation> ON_ISOLATION =
            ordered("hold", OnIsolation.HOLD, "release", OnIsolation.RELEASE);
    private static final Map<String, OnFailure> ON_FAILURE = onFailure();

    private final Values values;

    YamlPolicy(Values values) {
        this.values = values;
    }

    /** What holds where the file says nothing. */
    static Policy defaults(Duration interval) {
        return new Policy(
                interval,
                Policy.DEFAULT_CONFIRM_PROBES,
                Policy.autoSpacing(interval),
                Optional.of(Policy.autoGrace(interval)),
                Optional.empty(),
                OnStop.RELEASE,
                OnIsolation.HOLD,
                Announce.DEFAULT);
    }

    /** The policy of the whole file. */
    Policy ofFile(Map<String, Yaml> file) {
        Duration interval = Optional.ofNullable(file.get("interval"))
                .flatMap(value -> values.duration(value, "interval", Policy.MIN_INTERVAL, Policy.MAX_INTERVAL))
                .orElse(DEFAULT_INTERVAL);
        return overridden(withConfirm(defaults(interval), file), file, Keys.FILE_ANNOUNCE);
    }

    /** The file's policy with what one alias says otherwise. */
    Policy overridden(Policy base, Map<String, Yaml> section) {
        return overridden(base, section, Keys.ANNOUNCE);
    }

    private Policy overridden(Policy base, Map<String, Yaml> section, Keys announceKeys) {
        Map<String, Optional<Duration>> grace =
                ordered("auto", Optional.of(Policy.autoGrace(base.interval())), "never", Optional.empty());
        Map<String, Optional<Duration>> failback =
                ordered("never", Optional.empty(), "immediately", Optional.of(Duration.ZERO));
        return new Policy(
                base.interval(),
                base.confirmProbes(),
                base.confirmSpacing(),
                read(
                        section,
                        "grace",
                        base.grace(),
                        value -> values.wordOrDuration(value, "grace", grace, GRACE, Optional::of)),
                read(
                        section,
                        "failback",
                        base.failback(),
                        value -> values.wordOrDuration(value, "failback", failback, FAILBACK, Optional::of)),
                read(section, "on-stop", base.onStop(), value -> values.word(value, "on-stop", ON_STOP)),
                read(
                        section,
                        "on-isolation",
                        base.onIsolation(),
                        value -> values.word(value, "on-isolation", ON_ISOLATION)),
                read(
                        section,
                        "announce",
                        base.announce(),
                        value -> Optional.of(announce(value, base.announce(), announceKeys))),
                onFailure(section).orElse(base.onFailure()),
                base.lease());
    }

    /** What a section says of hosts that fail; empty: nothing, or nothing right. */
    Optional<OnFailure> onFailure(Map<String, Yaml> section) {
        return Optional.ofNullable(section.get("on-failure"))
                .flatMap(value -> values.word(value, "on-failure", ON_FAILURE));
    }

    private static Map<String, OnFailure> onFailure() {
        Map<String, OnFailure> words = ordered("hand-over", OnFailure.HAND_OVER, "release", OnFailure.RELEASE);
        words.put("hold", OnFailure.HOLD);
        return words;
    }

    private Policy withConfirm(Policy base, Map<String, Yaml> file) {
        if (!file.containsKey("confirm")) {
            return base;
        }
        Map<String, Yaml> confirm = values.section(
                file.get("confirm"), "confirm", Keys.CONFIRM, "write confirm: {probes: 10, spacing: auto}");
        Map<String, Duration> auto = Map.of("auto", base.confirmSpacing());
        return new Policy(
                base.interval(),
                read(
                        confirm,
                        "probes",
                        base.confirmProbes(),
                        value -> values.whole(value, "confirm: probes", 1, MAX_COUNT)),
                read(
                        confirm,
                        "spacing",
                        base.confirmSpacing(),
                        value -> values.wordOrDuration(
                                value, "confirm: spacing", auto, CONFIRM_SPACING, Function.identity())),
                base.grace(),
                base.failback(),
                base.onStop(),
                base.onIsolation(),
                base.announce(),
                base.onFailure(),
                base.lease());
    }

    /** How many announcement frames a second the whole host may send. */
    int announceRate(Map<String, Yaml> file) {
        return file.get("announce") instanceof Yaml.Entries map
                ? map.entries().stream()
                        .filter(entry -> entry.key().equals("rate"))
                        .findFirst()
                        .map(Yaml.Entry::value)
                        // That it is empty was said already.
                        .filter(value -> !(value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.NOTHING))
                        .flatMap(value -> values.whole(value, "announce: rate", MIN_RATE, MAX_RATE))
                        .orElse(Settings.DEFAULT_ANNOUNCE_RATE)
                : Settings.DEFAULT_ANNOUNCE_RATE;
    }

    private Announce announce(Yaml value, Announce base, Keys keys) {
        Map<String, Yaml> announce =
                values.section(value, "announce", keys, "write announce: {count: 5, spacing: 200ms, refresh: 60s}");
        return new Announce(
                read(announce, "count", base.count(), count -> values.whole(count, "announce: count", 1, MAX_COUNT)),
                read(
                        announce,
                        "spacing",
                        base.spacing(),
                        spacing -> values.duration(
                                spacing, "announce: spacing", ANNOUNCE_SPACING.least(), ANNOUNCE_SPACING.most())),
                read(
                        announce,
                        "refresh",
                        base.refresh(),
                        refresh -> values.duration(
                                refresh, "announce: refresh", ANNOUNCE_REFRESH.least(), ANNOUNCE_REFRESH.most())));
    }

    private static <T> T read(Map<String, Yaml> section, String key, T otherwise, Function<Yaml, Optional<T>> reader) {
        return Optional.ofNullable(section.get(key)).flatMap(reader).orElse(otherwise);
    }

    /** A map of two words in the order in which they are told. */
    static <T> Map<String, T> ordered(String firstWord, T first, String secondWord, T second) {
        Map<String, T> words = new LinkedHashMap<>();
        words.put(firstWord, first);
        words.put(secondWord, second);
        return words;
    }
}
