package io.aliasdefender.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Lines in a file of a daemon's own, to which more are added. What a crash tore spoils no other line. All of it blocks. */
public final class LineFile {
    private LineFile() {}

    /**
     * Reads it; a missing file has no lines.
     *
     * @param most no more are read
     */
    public static void read(Path file, long most, Consumer<String> each) throws IOException {
        // Not Files.newBufferedReader, which fails at the first byte that is no UTF-8.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Channels.newInputStream(OwnFile.open(file, StandardOpenOption.READ)), StandardCharsets.UTF_8))) {
            long left = most;
            for (String line = lines.readLine(); line != null && left > 0; line = lines.readLine()) {
                each.accept(line);
                left--;
            }
        } catch (NoSuchFileException nothingYet) {
            // The first start in this folder.
        }
    }

    /**
     * Adds whole lines. After a failure there may be a torn one at the end.
     *
     * @param text ends with a newline
     * @param forGood whether they are on the disk when this returns
     * @return how long the file is now, in bytes
     */
    public static long append(Path file, byte[] text, boolean forGood) throws IOException {
        try (FileChannel channel =
                OwnFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            ByteBuffer bytes = ByteBuffer.allocate(text.length + 1);
            if (end > 0 && !endsWithNewline(channel, end)) {
                // A torn line must not spoil the next one, too.
                bytes.put((byte) '\n');
            }
            bytes.put(text).flip();
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (forGood) {
                channel.force(false);
            }
            return channel.size();
        }
    }

    private static boolean endsWithNewline(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, end - 1);
        return last.get(0) == '\n';
    }
}
