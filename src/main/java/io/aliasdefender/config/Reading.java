package io.aliasdefender.config;

import io.aliasdefender.payload.Settings;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a configuration file.
 *
 * @param settings present exactly when there is no error
 * @param errors everything that is wrong, in file order; at most 50 and one line that says how many more
 * @param warnings what is right but perhaps not meant, in file order
 */
public record Reading(Optional<Settings> settings, List<Finding> errors, List<Finding> warnings) {
    public Reading {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        if (settings.isPresent() != errors.isEmpty()) {
            throw new IllegalArgumentException("settings without errors, or errors without settings: " + errors);
        }
    }

    /** Whether the same file may be right a moment later, with nothing in it changed. */
    public boolean passing() {
        return !errors.isEmpty() && errors.stream().allMatch(Finding::passing);
    }

    static Reading of(Settings settings, Findings findings) {
        return new Reading(Optional.of(settings), List.of(), findings.warnings());
    }

    static Reading rejected(Findings findings) {
        return new Reading(Optional.empty(), findings.errors(), findings.warnings());
    }
}
