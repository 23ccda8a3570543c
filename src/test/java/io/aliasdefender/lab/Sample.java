package io.aliasdefender.lab;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one run showed.
 *
 * @param values in the unit of each; none of the figures when the run was broken off
 * @param failure what did not end well, in one line; empty when all did
 */
record Sample(Job job, Map<Measurand, Double> values, String failure) {
    Sample {
        values = values.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(values));
        failure = failure.replaceAll("\\s+", " ").strip();
    }

    /**
     * One run to be made.
     *
     * @param run counts from 1
     */
    record Job(Rival rival, Ordeal ordeal, Duration interval, int run) {
        @Override
        public String toString() {
            return ordeal.option() + ", every " + LabConfig.text(interval) + ", " + rival;
        }
    }
}
