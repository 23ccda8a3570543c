package io.aliasdefender.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that decides what is at a path: each symbolic link on the way, the last name, and what that leads to. */
final class WatchedPath {
    /** As many links in a row as Linux follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private WatchedPath() {}

    /** Has all of it watched. Blocks as long as the file system does; what cannot be read is left out. */
    static void watch(Path path, FileNews.Watch watch) {
        Path at = path.toAbsolutePath().getRoot();
        Deque<Path> left = new ArrayDeque<>();
        path.toAbsolutePath().forEach(left::add);
        int links = 0;
        while (!left.isEmpty()) {
            Path folder = at;
            Path name = left.pop();
            at = folder.resolve(name).normalize();
            boolean link = Files.isSymbolicLink(at) && links < MOST_LINKS;
            if (link || left.isEmpty()) {
                watch.name(folder, name.toString());
            }
            if (link) {
                links++;
                Path target = target(at);
                at = target.isAbsolute() ? target.getRoot() : folder;
                Deque<Path> next = new ArrayDeque<>();
                target.forEach(next::add);
                next.descendingIterator().forEachRemaining(left::push);
            }
        }
        watch.content(at);
    }

    /** The link itself where it is gone meanwhile: then it is no link any more, and nothing follows. */
    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException gone) {
            return link;
        }
    }
}
