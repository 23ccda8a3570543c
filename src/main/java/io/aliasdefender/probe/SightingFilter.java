package io.aliasdefender.probe;

import io.aliasdefender.core.probe.Sighting;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets one of a storm of equal sightings through, at most every 10 ms: the others say nothing new. */
final class SightingFilter {
    private static final long MIN_GAP_NANOS = 10_000_000;
    private static final int MAX_REMEMBERED = 1_024;

    private final Map<Sighting, Long> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sighting, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    boolean worthTelling(Sighting sighting, long nowNanos) {
        Long last = told.get(sighting);
        if (last != null && nowNanos - last < MIN_GAP_NANOS) {
            return false;
        }
        told.put(sighting, nowNanos);
        return true;
    }
}
