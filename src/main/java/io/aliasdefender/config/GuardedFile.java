package io.aliasdefender.config;

import io.aliasdefender.payload.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file that a configuration names. A secret one must be for its owner and group only. */
final class GuardedFile {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private GuardedFile() {}

    /** A token: one line. */
    static Verdict<Secret> token(String path) {
        Verdict<String> text = secret(path);
        if (text instanceof Verdict.Wrong<String> wrong) {
            return wrong.again();
        }
        return TokenText.parse(path, ((Verdict.Right<String>) text).value().strip());
    }

    /** A password: one line. */
    static Verdict<Secret> password(String path) {
        Verdict<String> text = secret(path);
        if (text instanceof Verdict.Wrong<String> wrong) {
            return wrong.again();
        }
        String password = ((Verdict.Right<String>) text).value().strip();
        return password.isEmpty() || password.indexOf('\0') >= 0
                ? Verdict.wrong(Quoted.of(path) + " has no password in it", "write one line into it")
                : Verdict.right(new Secret(password));
    }

    /** The text of a file that others may not read. */
    static Verdict<String> secret(String path) {
        Verdict<String> text = text(path);
        if (text instanceof Verdict.Right<String>) {
            try {
                boolean open =
                        Files.getPosixFilePermissions(Path.of(path)).stream().anyMatch(OTHERS::contains);
                if (open) {
                    return Verdict.wrong(
                            Quoted.of(path) + " is open to every user of this host", "run chmod o-rwx " + path);
                }
            } catch (IOException | UnsupportedOperationException unknown) {
                return Verdict.wrong(Quoted.of(path) + " has permissions that cannot be read", "name another file");
            }
        }
        return text;
    }

    static Verdict<String> text(String path) {
        FileState state = FileState.of(Path.of(path));
        if (state instanceof FileState.Content content) {
            return Verdict.right(new String(content.bytes(), StandardCharsets.UTF_8));
        }
        if (state instanceof FileState.Unreadable unreadable) {
            return new Verdict.Wrong<>(
                    Quoted.of(path) + ": " + unreadable.what(), unreadable.remedy(), unreadable.passing());
        }
        // What another service delivers, such as a certificate, may come later at a boot than this program.
        return Verdict.wrongNow(Quoted.of(path) + " is not there", "write that file, or name another");
    }
}
