package io.aliasdefender.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A small file system in the place of a folder; whatever uses it has to end first. */
final class Disk implements AutoCloseable {
    private final Path folder;

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

    /** A host's daemon, which runs, can create and write nothing more in it. */
    void readOnlyFor(LabHost host) {
        // What is open for writing keeps a mount writable, but whoever opens by name sees the one above it.
        within(host, "mount", "--bind", folder.toString(), folder.toString());
        within(host, "mount", "-o", "remount,bind,ro", folder.toString());
    }

    /** In the namespace of mounts that {@code ip netns exec} made for the daemon. */
    private static void within(LabHost host, String... argv) {
        Shell.run(Stream.concat(Stream.of("nsenter", "--mount", "--target", Long.toString(host.pid())), Stream.of(argv))
                .toArray(String[]::new));
    }

    @Override
    public void close() {
        Shell.run("umount", "--lazy", folder.toString());
    }
}
