package io.aliasdefender.config;

import io.aliasdefender.files.FileTrouble;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;

/** What is at a path at one moment. */
sealed interface FileState {
    byte CONTENT = 'C';
    byte GONE = 'G';
    byte UNREADABLE = 'U';
    String SEPARATOR = "\0";

    /** This as the bytes that a configuration store hands to its processor. */
    Buffer encoded();

    /** The opposite of {@link #encoded()}. */
    static FileState decoded(Buffer encoded) {
        byte[] rest = encoded.getBytes(1, encoded.length());
        return switch (encoded.getByte(0)) {
            case CONTENT -> new Content(rest);
            case GONE -> new Gone();
            case UNREADABLE -> {
                String[] parts = new String(rest, StandardCharsets.UTF_8).split(SEPARATOR, 3);
                yield new Unreadable(parts[0], parts[1], Boolean.parseBoolean(parts[2]));
            }
            default -> throw new IllegalArgumentException("not an encoded state: " + encoded.getByte(0));
        };
    }

    /** Tells what is wrong with this as a configuration file. */
    void complain(Findings findings);

    /** A regular file; equal when the bytes are. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content below, and nobody writes into it
    record Content(byte[] bytes) implements FileState {
        @Override
        public Buffer encoded() {
            return Buffer.buffer().appendByte(CONTENT).appendBytes(bytes);
        }

        @Override
        public void complain(Findings findings) {
            // Nothing to say: what is in it is for others to judge.
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }

    /** Nothing, or a symbolic link to nothing. */
    record Gone() implements FileState {
        @Override
        public Buffer encoded() {
            return Buffer.buffer().appendByte(GONE);
        }

        @Override
        public void complain(Findings findings) {
            findings.error(At.WHOLE_FILE, "there is no such file", "write one, or name another with --config");
        }
    }

    /**
     * Something that is no configuration file.
     *
     * @param what what is wrong with it
     * @param remedy what to do about it
     * @param passing whether it may be one a moment later, with nobody changing it: a disk or a file server that fails
     */
    record Unreadable(String what, String remedy, boolean passing) implements FileState {
        Unreadable(String what, String remedy) {
            this(what, remedy, false);
        }

        @Override
        public Buffer encoded() {
            return Buffer.buffer().appendByte(UNREADABLE).appendString(what + SEPARATOR + remedy + SEPARATOR + passing);
        }

        @Override
        public void complain(Findings findings) {
            findings.error(At.WHOLE_FILE, what, remedy, passing);
        }
    }

    /** Looks at a path, following symbolic links. Blocks as long as the file system does; opens regular files only. */
    static FileState of(Path path) {
        return of(path, false);
    }

    /** The same whoever it belongs to: of a file that is to be used on another machine. */
    static FileState ofAnybody(Path path) {
        return of(path, true);
    }

    private static FileState of(Path path, boolean ofAnybody) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Unreadable("this is a directory", "name a file");
            }
            // A pipe would block its reader, a device might never end.
            if (!attributes.isRegularFile()) {
                return new Unreadable("this is no regular file", "name a regular file, not a pipe or a device");
            }
            if (attributes.size() > ConfigReader.MAX_BYTES) {
                return tooLarge();
            }
            Optional<Unreadable> stranger = ofAnybody ? Optional.empty() : FileOwner.stranger(path);
            if (stranger.isPresent()) {
                return stranger.get();
            }
            try (InputStream input = Files.newInputStream(path)) {
                return ofContent(input.readNBytes(ConfigReader.MAX_BYTES + 1));
            }
        } catch (NoSuchFileException gone) {
            return new Gone();
        } catch (AccessDeniedException denied) {
            return new Unreadable("permission to read this file is denied", "correct its owner or its mode");
        } catch (FileSystemException failed) {
            return new Unreadable(
                    "this file cannot be read (" + FileTrouble.reason(failed) + ")", "correct that", true);
        } catch (IOException | RuntimeException failed) {
            return new Unreadable("this file cannot be read (" + failed.getMessage() + ")", "correct that", true);
        }
    }

    static FileState ofContent(byte[] bytes) {
        return bytes.length > ConfigReader.MAX_BYTES ? tooLarge() : new Content(bytes);
    }

    private static FileState tooLarge() {
        return new Unreadable(
                "this file has more than " + ConfigReader.MAX_BYTES + " bytes (1 MiB)", "name a configuration file");
    }
}
