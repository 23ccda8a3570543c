package io.aliasdefender.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of a running daemon, which it has for itself as long as it runs. */
final class StateFolder implements AutoCloseable {
    private static final int MOST_SOCKET_PATH_BYTES = 107;

    private final Path folder;
    private final FileChannel channel;

    private StateFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    Path path() {
        return folder;
    }

    /**
     * Makes the folder where it is missing, and takes it.
     *
     * @throws CommandFailed when it cannot be made or another daemon has it
     */
    static StateFolder take(Path folder) throws CommandFailed {
        requireShort(folder.resolve(CommonOptions.SOCKET_NAME));
        try {
            // Who may enter it may give orders: its owner and group.
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        } catch (FileAlreadyExistsException file) {
            throw new CommandFailed(folder + " is not a folder; name another by --state DIR");
        } catch (IOException failure) {
            throw new CommandFailed("cannot make the state folder " + folder + ": " + Main.reason(failure)
                    + "; name one that can be written by --state DIR");
        }
        Path lock = folder.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = tryLock(channel);
            if (taken == null) {
                channel.close();
                throw new CommandFailed("another defender runs with the state folder " + folder
                        + "; stop it, or name another folder by --state DIR");
            }
            return new StateFolder(folder, channel);
        } catch (IOException failure) {
            throw new CommandFailed("cannot write in the state folder " + folder + ": " + Main.reason(failure)
                    + "; correct that, or name another by --state DIR");
        }
    }

    /** A socket's path has a fixed place in the kernel (unix(7)). */
    private static void requireShort(Path socket) throws CommandFailed {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_SOCKET_PATH_BYTES) {
            throw new CommandFailed("the path " + socket + " is too long for a socket (" + bytes + " bytes, at most "
                    + MOST_SOCKET_PATH_BYTES + "); name a shorter folder by --state DIR");
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
