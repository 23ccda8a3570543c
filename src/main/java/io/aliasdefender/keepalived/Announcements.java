package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Garp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes {@code announce:} out of the words about gratuitous ARP. */
final class Announcements {
    private static final int MOST_COUNT = 100;
    private static final Duration LEAST_SPACING = Duration.ofMillis(1);
    private static final Duration MOST_SPACING = Duration.ofSeconds(10);
    private static final Duration LEAST_REFRESH = Duration.ofSeconds(1);
    private static final Duration MOST_REFRESH = Duration.ofHours(1);

    private final Notes notes;

    Announcements(Notes notes) {
        this.notes = notes;
    }

    /** As YAML; empty where everything is as it is anyway. */
    Optional<String> of(Garp garp) {
        Map<String, String> keys = new LinkedHashMap<>();
        garp.repeat().ifPresent(found -> {
            keys.put("count", Integer.toString(Math.min(MOST_COUNT, found.value())));
            say(found, "announce: count:, once after a claim");
        });
        garp.interval().ifPresent(found -> {
            keys.put("spacing", Times.yaml(Times.within(found.value(), LEAST_SPACING, MOST_SPACING)));
            say(found, "announce: spacing:");
        });
        garp.refresh().filter(found -> !found.value().isZero()).ifPresent(found -> {
            keys.put("refresh", Times.yaml(Times.within(found.value(), LEAST_REFRESH, MOST_REFRESH)));
            say(found, "announce: refresh:");
        });
        garp.refresh()
                .filter(found -> found.value().isZero())
                .ifPresent(found -> say(found, "no refresh; here there is always one, every 60 s"));
        garp.delay()
                .ifPresent(found -> say(
                        found,
                        "a second volley after this time; here the announcements are spaced (200 ms) and refreshed"));
        return keys.isEmpty() ? Optional.empty() : Optional.of(YamlText.map(keys));
    }

    private void say(Found<?> found, String text) {
        notes.approximated(found.at(), found.at().text() + ": " + text);
    }
}
