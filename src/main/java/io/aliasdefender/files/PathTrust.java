package io.aliasdefender.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who can put something else at a path: whoever can write it, any folder above it, or any folder that a symbolic link
 * on the way leads through. Root, this process's own user and the one who became it
 * by sudo are no strangers. In a folder that everybody can write and
 * that has the sticky bit, such as {@code /tmp}, only its owner can exchange what is there.
 */
public final class PathTrust {
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    /** As the kernel follows at most. */
    private static final int MOST_LINKS = 40;

    private final Owner owner;
    private final Path path;
    private final List<Flaw> flaws = new ArrayList<>();

    private PathTrust(Owner owner, Path path) {
        this.owner = owner;
        this.path = path;
    }

    /** Who may change something on the way, and how to end that. */
    public enum Who {
        /** A user who is neither root nor ourselves, or everybody: what is there is not to be believed. */
        STRANGER,
        /** The members of a group, whom somebody put there. */
        GROUP
    }

    /**
     * @param path where on the way
     * @param what as a clause, such as {@code belongs to bob, who is neither root nor the user of this program}
     * @param remedy a command
     */
    public record Flaw(Who who, Path path, String what, String remedy) {}

    /**
     * The first on the way comes first. A path that ends before its end, because something is missing, is as it is.
     * Blocks.
     */
    public static List<Flaw> of(Path path) throws IOException {
        PathTrust trust = new PathTrust(Owner.ofThisProcess(), path);
        try {
            trust.walk();
        } catch (NoSuchFileException endsHere) {
            // What is missing belongs to nobody, and who could make it has been judged.
        } catch (UnsupportedOperationException | IllegalArgumentException noOwnersHere) {
            return List.of();
        }
        return trust.flaws;
    }

    /** By hand, because what a link leads through counts as well. */
    private void walk() throws IOException {
        Path absolute = path.toAbsolutePath();
        Path at = absolute.getRoot();
        Deque<Path> rest = new ArrayDeque<>();
        absolute.forEach(rest::addLast);
        int links = 0;
        judge(at, attributes(at));
        while (!rest.isEmpty()) {
            Path name = rest.removeFirst();
            Path next = at.resolve(name).normalize();
            Map<String, Object> attributes = attributes(next);
            judge(next, attributes);
            if (!is(attributes, LINK)) {
                if (!is(attributes, FOLDER)) {
                    // That nothing can be below a file is for whoever uses the path to find out.
                    return;
                }
                at = next;
                continue;
            }
            links++;
            if (links > MOST_LINKS) {
                throw new IOException(path + " leads through more than " + MOST_LINKS + " symbolic links");
            }
            Path target = Files.readSymbolicLink(next);
            at = target.isAbsolute() ? target.getRoot() : at;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                rest.addFirst(target.getName(i));
            }
        }
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean is(Map<String, Object> attributes, int type) {
        return ((Integer) attributes.get("mode") & TYPE) == type;
    }

    private void judge(Path found, Map<String, Object> attributes) throws IOException {
        int mode = (Integer) attributes.get("mode");
        boolean sticky = is(attributes, FOLDER) && (mode & STICKY) != 0;
        // A link has no rights of its own.
        boolean written = !is(attributes, LINK) && !sticky;
        if (!owner.trusts(found, attributes)) {
            add(
                    Who.STRANGER,
                    found,
                    "belongs to " + Owner.name(found) + ", who is neither root nor the user of this program",
                    "run chown " + (is(attributes, LINK) ? "-h " : "") + "root " + found);
        } else if (written && (mode & OTHERS_WRITE) != 0) {
            add(Who.STRANGER, found, "can be written by every user of this host", "run chmod o-w " + found);
        } else if (written && (mode & GROUP_WRITES) != 0 && !owner.trustsGroup(attributes)) {
            add(Who.GROUP, found, "can be written by the group " + group(found), "run chmod g-w " + found);
        }
    }

    private void add(Who who, Path found, String what, String remedy) {
        Flaw flaw = new Flaw(who, found, what, remedy);
        if (!flaws.contains(flaw)) {
            flaws.add(flaw);
        }
    }

    private static String group(Path path) throws IOException {
        return Optional.ofNullable(Files.getAttribute(path, "unix:group", LinkOption.NOFOLLOW_LINKS))
                .map(Object::toString)
                .orElse("it has");
    }
}
