package io.aliasdefender.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A file of a daemon's own, in its state folder. A symbolic link in its place is never followed, neither to read nor to
 * write, so that nobody who can write in the folder has a daemon that is root change or tell files elsewhere. Readable
 * by its owner alone. Everything here blocks.
 */
public final class OwnFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnFile() {}

    /**
     * What is in it, cut after so many bytes.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    public static byte[] read(Path file, int mostBytes) throws IOException {
        try (FileChannel channel = open(file, StandardOpenOption.READ)) {
            return Channels.newInputStream(channel).readNBytes(mostBytes);
        }
    }

    /**
     * Opens it, and makes it where {@link StandardOpenOption#CREATE} is among the options.
     *
     * @throws java.nio.file.NoSuchFileException when there is none and it is not to be made
     */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        // A pipe would hold up whoever opens it, a device is not ours.
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file");
        }
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all, OWNER_ONLY);
    }

    /** Replaces the whole of it at once: never half of it, whenever the power goes. */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, false);
    }

    /** The same, and on the disk when it returns: for what must outlive the loss of power a moment later. */
    public static void replaceForGood(Path file, byte[] content) throws IOException {
        replace(file, content, true);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void replace(Path file, byte[] content, boolean forGood) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        // Never into a file that is there already: it may be of others, and have other rights.
        Files.deleteIfExists(fresh);
        try (FileChannel out = FileChannel.open(
                fresh, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            if (forGood) {
                out.force(true);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
