package io.aliasdefender.config;

import io.aliasdefender.files.PathTrust;
import io.aliasdefender.files.PathTrust.Flaw;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who can change a file that this program obeys, or put another one in its place: whoever can has its rights. Root, the
 * user that it runs as, and the one who became that by sudo are no strangers; group members are not either, because
 * somebody put them there, but that is worth a warning.
 */
final class FileOwner {
    private FileOwner() {}

    /** Why the file may not be obeyed; empty when it may, and where the system knows no owners. */
    static Optional<FileState.Unreadable> stranger(Path file) throws IOException {
        return first(file, PathTrust.Who.STRANGER)
                .map(flaw -> new FileState.Unreadable(sentence(file, flaw), flaw.remedy()));
    }

    /** What is to be said of the groups that can change it; the first on the way to it is enough. */
    static Optional<Flaw> group(Path file) {
        try {
            return first(file, PathTrust.Who.GROUP)
                    .map(flaw -> new Flaw(flaw.who(), flaw.path(), sentence(file, flaw), flaw.remedy()));
        } catch (IOException unreadable) {
            // Whoever reads the file says so.
            return Optional.empty();
        }
    }

    private static Optional<Flaw> first(Path file, PathTrust.Who who) throws IOException {
        return PathTrust.of(file).stream().filter(flaw -> flaw.who() == who).findFirst();
    }

    private static String sentence(Path file, Flaw flaw) {
        boolean itself = isItself(file, flaw.path());
        return (itself ? "this file " : flaw.path() + ", on the way to this file, ") + flaw.what();
    }

    private static boolean isItself(Path file, Path flawed) {
        try {
            return flawed.equals(file.toAbsolutePath().normalize()) || flawed.equals(file.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }
}
