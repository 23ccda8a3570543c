package io.aliasdefender.keepalived.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of this machine. Never waits for a pipe or a device, and never reads more than the limit. */
public final class DiskSources implements Sources {
    @Override
    public byte[] read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(Limits.FILE_BYTES + 1);
            if (content.length > Limits.FILE_BYTES) {
                throw new IOException("it has more than " + (Limits.FILE_BYTES >> 20) + " MiB");
            }
            return content;
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException("permission denied", denied);
        } catch (FileSystemException failure) {
            throw new IOException(String.valueOf(failure.getReason()), failure);
        }
    }

    @Override
    public List<Path> matching(Path folder, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        try {
            for (String one : Wildcard.alternatives(pattern)) {
                boolean absolute = one.startsWith("/");
                List<Path> paths = List.of(absolute ? Path.of("/") : folder);
                for (String segment : one.split("/+")) {
                    paths = segment.isEmpty() ? paths : step(paths, segment);
                }
                paths.stream().filter(path -> !Files.isDirectory(path)).forEach(found::add);
            }
        } catch (InvalidPathException noPath) {
            throw new IOException("it is no path", noPath);
        }
        return found;
    }

    private static List<Path> step(List<Path> folders, String segment) throws IOException {
        List<Path> next = new ArrayList<>();
        for (Path folder : folders) {
            if (!Wildcard.isOne(segment)) {
                Path path = folder.resolve(segment);
                if (Files.exists(path)) {
                    next.add(path);
                }
            } else {
                next.addAll(listed(folder, segment));
            }
            if (next.size() > Limits.FILES) {
                throw new IOException("it names more than " + Limits.FILES + " files");
            }
        }
        return next;
    }

    private static List<Path> listed(Path folder, String segment) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Wildcard.matches(segment, entry.getFileName().toString())) {
                    names.add(entry);
                }
            }
        } catch (NotDirectoryException | NoSuchFileException nothingThere) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        } catch (AccessDeniedException denied) {
            throw new IOException(folder + ": permission denied", denied);
        }
        names.sort(null);
        return names;
    }
}
