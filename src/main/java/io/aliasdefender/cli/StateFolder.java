package io.aliasdefender.cli;

import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.files.OwnFile;
import io.aliasdefender.files.OwnFolder;
import io.aliasdefender.files.PathTrust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The folder of a running daemon, which it has for itself as long as it runs. */
final class StateFolder implements AutoCloseable {
    private static final int MOST_SOCKET_PATH_BYTES = 107;
    /** What the kernel says of a path at which no file of ours can be, whatever the disk does. */
    private static final List<String> LASTING = List.of(
            "Operation not permitted",
            "Not a directory",
            "Too many levels of symbolic links",
            "symbolic links",
            "File name too long",
            "no regular file",
            "there is no such file or folder");

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
        requireOurs(folder);
        try {
            // Who may enter it may give orders: its owner and group.
            OwnFolder.make(folder);
        } catch (FileAlreadyExistsException file) {
            throw new CommandFailed(folder + " is not a folder; name another by --state DIR");
        } catch (IOException failure) {
            throw new CommandFailed(
                    "cannot make the state folder " + folder + ": " + FileTrouble.reason(failure)
                            + "; name one that can be written by --state DIR",
                    status(failure));
        }
        requireOurs(folder);
        Path lock = folder.resolve("lock");
        try {
            FileChannel channel = OwnFile.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = tryLock(channel);
            if (taken == null) {
                channel.close();
                // Which may be one that is just stopping.
                throw new CommandFailed(
                        "another defender runs with the state folder " + folder
                                + "; stop it, or name another folder by --state DIR",
                        Main.FAILED_FOR_NOW);
            }
            return new StateFolder(folder, channel);
        } catch (IOException failure) {
            throw new CommandFailed(
                    "cannot write in the state folder " + folder + ": " + FileTrouble.reason(failure)
                            + "; correct that, or name another by --state DIR",
                    status(failure));
        }
    }

    /** Rights, and what lies in the way, do not change by themselves; a full, read-only or failing disk may. */
    private static int status(IOException failure) {
        String reason = FileTrouble.reason(failure);
        return failure instanceof AccessDeniedException || LASTING.stream().anyMatch(reason::contains)
                ? Main.FAILED
                : Main.FAILED_FOR_NOW;
    }

    /**
     * What others put there would be believed, and what is written there would go where their links lead. Judged before
     * the folder is made, of the folders above it, and of the folder itself.
     */
    private static void requireOurs(Path folder) throws CommandFailed {
        try {
            // The members of a group as well: to give orders is not to have root write where they like.
            Optional<PathTrust.Flaw> flaw = PathTrust.of(folder).stream().findFirst();
            if (flaw.isPresent()) {
                throw new CommandFailed("the state folder " + folder + " is not safe: "
                        + flaw.get().path() + " " + flaw.get().what() + "; "
                        + flaw.get().remedy() + ", or name another folder by --state DIR");
            }
        } catch (IOException failure) {
            throw new CommandFailed(
                    "cannot look at the state folder " + folder + ": " + FileTrouble.reason(failure)
                            + "; correct that, or name another by --state DIR",
                    status(failure));
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
