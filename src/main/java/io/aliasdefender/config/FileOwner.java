package io.aliasdefender.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who can change a file that this program obeys: whoever can has its rights. Root, the user that it runs as, and the one
 * who became that by sudo are no strangers; group members are not either, because somebody put them there.
 */
final class FileOwner {
    private static final int ROOT = 0;
    private static final int OTHERS_WRITE = 2;
    private static final String OURSELVES = "/proc/self";

    private FileOwner() {}

    /** Why the file may not be obeyed; empty when it may, and where the system knows no owners. */
    static Optional<FileState.Unreadable> stranger(Path file) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid");
            return stranger(file, (Integer) attributes.get("mode"), (Integer) attributes.get("uid"));
        } catch (UnsupportedOperationException | IllegalArgumentException unknownHere) {
            return Optional.empty();
        }
    }

    private static Optional<FileState.Unreadable> stranger(Path file, int mode, int uid) throws IOException {
        if ((mode & OTHERS_WRITE) != 0) {
            return Optional.of(
                    new FileState.Unreadable("every user of this host can write this file", "run chmod o-w " + file));
        }
        if (uid == ROOT || uid == ourselves() || Integer.toString(uid).equals(System.getenv("SUDO_UID"))) {
            return Optional.empty();
        }
        return Optional.of(new FileState.Unreadable(
                "this file belongs to " + Files.getOwner(file) + ", who is neither root nor the user of this program",
                "run chown root " + file));
    }

    private static int ourselves() throws IOException {
        Path self = Path.of(OURSELVES);
        return Files.exists(self) ? (Integer) Files.getAttribute(self, "unix:uid") : ROOT;
    }
}
