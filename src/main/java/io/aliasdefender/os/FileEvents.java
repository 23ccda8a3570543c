package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells that something happened to files, by inotify(7). What other hosts do to a file of a network file system is not
 * told, nor are changes of a folder's own place. One thread at a time.
 */
public final class FileEvents implements AutoCloseable {
    private static final int IN_MODIFY = 0x2;
    private static final int IN_ATTRIB = 0x4;
    private static final int IN_MOVED_FROM = 0x40;
    private static final int IN_MOVED_TO = 0x80;
    private static final int IN_CREATE = 0x100;
    private static final int IN_DELETE = 0x200;
    private static final int IN_DELETE_SELF = 0x400;
    private static final int IN_MOVE_SELF = 0x800;
    private static final int IN_ONLYDIR = 0x1000000;
    private static final int IN_MASK_ADD = 0x20000000;

    private static final int TO_A_NAME =
            IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;
    private static final int TO_A_FILE = IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;
    /** Of an event: where the length of its name is, and where that begins. */
    private static final int NAME_LENGTH = 12;

    private static final int NAME = 16;
    /** Room for many events; a name has 255 bytes at the most. */
    private static final int BUFFER_BYTES = 8192;
    /** Taken away at once; a flood must not keep the thread. */
    private static final int MAX_READS = 16;

    private final NativeBuffer buffer = NativeBuffer.allocate(BUFFER_BYTES, ByteOrder.nativeOrder());
    /** Of each folder, the names that matter in it. */
    private final Map<Integer, Set<String>> names = new HashMap<>();

    private int fd;

    private FileEvents(int fd) {
        this.fd = fd;
    }

    /**
     * Opens one that watches nothing yet. Needs no privilege.
     *
     * @throws IOException one sentence when the system has none, or no more
     */
    public static FileEvents open() throws IOException {
        Libc.require();
        int fd = Libc.inotify_init1(Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd < 0) {
            int errno = Errno.last();
            String remedy = errno == Errno.EMFILE ? "; raise the sysctl fs.inotify.max_user_instances" : "";
            throw new IOException("the kernel does not tell of changed files: error " + errno + remedy);
        }
        return new FileEvents(fd);
    }

    /**
     * Watches what a name in a folder stands for: that it comes, goes, or is replaced. Blocks as long as the file system does.
     *
     * @return false: there is no such folder, or it cannot be watched
     */
    public boolean name(Path folder, String name) {
        int watch = Libc.inotify_add_watch(fd, folder.toString(), TO_A_NAME | IN_ONLYDIR | IN_MASK_ADD);
        if (watch >= 0) {
            names.computeIfAbsent(watch, any -> new HashSet<>()).add(name);
        }
        return watch >= 0;
    }

    /**
     * Watches what a file has in it, its owner and its mode. Blocks as long as the file system does.
     *
     * @return false: there is no such file, or it cannot be watched
     */
    public boolean content(Path file) {
        return Libc.inotify_add_watch(fd, file.toString(), TO_A_FILE | IN_MASK_ADD) >= 0;
    }

    /** Becomes readable when something happened. */
    public int fd() {
        return fd;
    }

    /** Takes the waiting events away; returns whether one of them is of concern. */
    public boolean drain() {
        boolean concern = false;
        for (int reads = 0; fd >= 0 && reads < MAX_READS; reads++) {
            int length = (int) Libc.read(fd, buffer.address(), BUFFER_BYTES);
            if (length <= 0) {
                return concern;
            }
            concern |= concerns(buffer.bytes(), length, names);
        }
        return concern;
    }

    /** What is about the folder or the file itself, or tells of lost events, has no name. */
    static boolean concerns(ByteBuffer events, int length, Map<Integer, Set<String>> names) {
        for (int start = 0; start + NAME <= length; ) {
            int nameLength = events.getInt(start + NAME_LENGTH);
            if (nameLength <= 0 || start + NAME + nameLength > length) {
                return true;
            }
            byte[] name = new byte[nameLength];
            events.get(start + NAME, name);
            Set<String> wanted = names.getOrDefault(events.getInt(start), Set.of());
            if (wanted.contains(new String(name, StandardCharsets.UTF_8).replace("\0", ""))) {
                return true;
            }
            start += NAME + nameLength;
        }
        return false;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
