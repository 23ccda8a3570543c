package io.aliasdefender.payload;

import java.util.List;

/**
 * What came of the configuration file the last time that it was looked at.
 *
 * @param accepted whether what the file says is what runs
 * @param file the file's name as the user gave it
 * @param lines when accepted, what the last reload changed (empty: nothing since the start); otherwise everything
 *     that is wrong with the file
 */
public record ConfigStatus(boolean accepted, String file, List<String> lines) {
    public ConfigStatus {
        lines = List.copyOf(lines);
    }
}
