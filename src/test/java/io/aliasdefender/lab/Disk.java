package io.aliasdefender.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in the place of a folder; whatever uses it has to end first. */
final class Disk implements AutoCloseable {
    private final Path folder;
    private int mounts = 1;

    /** @param options of tmpfs, such as {@code size=64k} */
    Disk(Path folder, String options) {
        this.folder = folder;
        Shell.run("mount", "-t", "tmpfs", "-o", options, "ad-disk", folder.toString());
    }

    /** Fills it to the last byte, with a file that can be deleted. */
    Path fill() throws IOException {
        Path filler = folder.resolve("filler");
        byte[] page = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
        return filler;
    }

    /** Nothing can be written any more. */
    void readOnly() {
        // What is open for writing keeps a mount writable; whoever opens it by its name sees the one above.
        Shell.run("mount", "--bind", folder.toString(), folder.toString());
        mounts++;
        Shell.run("mount", "-o", "remount,bind,ro", folder.toString());
    }

    @Override
    public void close() {
        for (; mounts > 0; mounts--) {
            Shell.run("umount", "--lazy", folder.toString());
        }
    }
}
