package io.aliasdefender.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * A folder of a daemon's own. Its group may enter it, because who may open the socket in it may give orders; that is so by
 * name, whatever the umask of whoever starts the daemon: a strict one keeps files private, and is no word on who gives
 * orders.
 */
public final class OwnFolder {
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rwxr-x---");

    private OwnFolder() {}

    /**
     * Makes it where it is missing, with every folder above it that is missing. What is there already keeps its mode:
     * somebody has chosen it.
     *
     * @throws FileAlreadyExistsException when it is there and is no folder
     */
    public static void make(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path next = folder.toAbsolutePath();
        while (next != null && !isThere(next)) {
            missing.push(next);
            next = next.getParent();
        }
        if (missing.isEmpty() && !Files.isDirectory(folder)) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        for (Path one : missing) {
            makeOne(one);
        }
    }

    /** Other than {@link Files#exists}, this tells what may not be looked at from what is missing. */
    private static boolean isThere(Path path) throws IOException {
        try {
            path.getFileSystem().provider().checkAccess(path);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    private static void makeOne(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_AND_GROUP));
        } catch (FileAlreadyExistsException raced) {
            if (Files.isDirectory(folder)) {
                // Somebody else has just made it.
                return;
            }
            throw raced;
        }
        // mkdir(2) takes away what the umask names.
        Files.setPosixFilePermissions(folder, OWNER_AND_GROUP);
    }
}
