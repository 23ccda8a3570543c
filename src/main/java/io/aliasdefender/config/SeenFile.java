package io.aliasdefender.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a file was when it was looked at, and by what it is known again: whoever looks again and again need not read it
 * each time.
 *
 * @param attributes what changes with every change of the file; empty where the system does not tell
 * @param at when that was read, before the content was
 */
record SeenFile(FileState state, Optional<Map<String, Object>> attributes, Instant at) {
    private static final String CHANGED = "ctime";
    private static final String ATTRIBUTES = "unix:dev,ino,size,mode,uid,lastModifiedTime," + CHANGED;
    /** Two changes within one tick of the file system's clock look like one. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /** Looks at the path, and reads what is there unless it is for sure what was there before. Blocks. */
    static SeenFile read(Path path, Optional<SeenFile> before) {
        Instant now = Instant.now();
        Optional<Map<String, Object>> attributes = attributes(path);
        return before.filter(seen -> seen.isStill(attributes))
                .orElseGet(() -> new SeenFile(FileState.of(path), attributes, now));
    }

    private boolean isStill(Optional<Map<String, Object>> now) {
        return now.isPresent()
                && now.equals(attributes)
                && now.get().get(CHANGED) instanceof FileTime changed
                && changed.toInstant().plus(TICK).isBefore(at);
    }

    private static Optional<Map<String, Object>> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, ATTRIBUTES));
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }
}
