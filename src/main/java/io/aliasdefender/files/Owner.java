package io.aliasdefender.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who this process is to the file system, and who is no stranger to it.
 *
 * @param uid its effective user; empty where the system does not tell
 * @param gid its effective group; empty where the system does not tell
 */
record Owner(Optional<Integer> uid, Optional<Integer> gid) {
    private static final int ROOT = 0;
    private static final Path STATUS = Path.of("/proc/self/status");

    static Owner ofThisProcess() {
        return new Owner(effective("Uid:"), effective("Gid:"));
    }

    /** The second of the four numbers of that line (proc_pid_status(5)). */
    private static Optional<Integer> effective(String line) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(found -> found.startsWith(line))
                    .map(found -> List.of(found.split("\\s+")))
                    .map(words -> Integer.parseUnsignedInt(words.get(2)))
                    .findFirst();
        } catch (IOException | NumberFormatException notTold) {
            return Optional.empty();
        }
    }

    /** Who became root by sudo is so anyway, and may use a folder and files of their own. */
    boolean trusts(Path path, Map<String, Object> attributes) throws IOException {
        int owner = (Integer) attributes.get("uid");
        return owner == ROOT
                || uid.filter(own -> own == owner).isPresent()
                || Integer.toString(owner).equals(System.getenv("SUDO_UID"))
                || uid.isEmpty() && name(path).equals(System.getProperty("user.name"));
    }

    /** Root's group has nobody in it but root; a group of our own has whoever may give us orders anyway. */
    boolean trustsGroup(Map<String, Object> attributes) {
        int group = (Integer) attributes.get("gid");
        return group == ROOT || gid.filter(own -> own == group).isPresent();
    }

    static String name(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    }
}
