package io.aliasdefender.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in the state folder that says that all aliases are to be kept this once, whatever {@code on-stop} says. The
 * order {@code keep} does the same and is what is documented; the file is what the maintainer scripts of earlier
 * packages make, which a return to one of them still runs.
 */
final class KeepOnce {
    static final String NAME = "keep";

    private KeepOnce() {}

    /**
     * Removes the file, so that it is good for one stop only.
     *
     * @return whether there was one
     */
    static boolean forget(Path stateFolder) {
        try {
            return Files.deleteIfExists(stateFolder.resolve(NAME));
        } catch (IOException cannot) {
            // Keeping for ever what was to be kept once would leave an alias on a host that is down for good.
            return false;
        }
    }
}
