package io.aliasdefender.config;

import io.aliasdefender.core.spec.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A file that a configuration names. A secret one must be for its owner and group only. */
final class GuardedFile {
    /** 16 characters of a random token are some 90 bits. */
    static final int MIN_TOKEN_CHARACTERS = 16;

    private static final int MAX_TOKEN_CHARACTERS = 512;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private GuardedFile() {}

    /** A token: one line. */
    static Verdict<Secret> token(String path) {
        Verdict<String> text = secret(path);
        if (text instanceof Verdict.Wrong<String> wrong) {
            return Verdict.wrong(wrong.what(), wrong.remedy());
        }
        return token(path, ((Verdict.Right<String>) text).value().strip());
    }

    /** Judges a token from wherever it comes; it is never part of a sentence. */
    static Verdict<Secret> token(String source, String token) {
        String remedy = "write one of " + MIN_TOKEN_CHARACTERS + " to " + MAX_TOKEN_CHARACTERS
                + " letters and digits into it, such as `openssl rand -hex 32` prints";
        if (token.length() < MIN_TOKEN_CHARACTERS || token.length() > MAX_TOKEN_CHARACTERS) {
            return Verdict.wrong(
                    Quoted.of(source) + " has " + token.length() + " characters, which is no good token", remedy);
        }
        // RFC 6750, section 2.1, so that it can stand in a header.
        return token.matches("[A-Za-z0-9._~+/-]+=*")
                ? Verdict.right(new Secret(token))
                : Verdict.wrong(Quoted.of(source) + " has characters that a token cannot have", remedy);
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
            return Verdict.wrong(Quoted.of(path) + ": " + unreadable.what(), unreadable.remedy());
        }
        return Verdict.wrong(Quoted.of(path) + " is not there", "write that file, or name another");
    }
}
