package io.aliasdefender.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A program that the configuration has run: whoever can change it decides what this host does. */
final class ExecutableFile {
    private static final String EXAMPLE = "write the absolute path of a program, such as /usr/local/bin/fit";

    private ExecutableFile() {}

    /**
     * Blocks.
     *
     * @param elsewhere whether it is on another machine, and cannot be looked at
     */
    static Verdict<Path> judge(String text, boolean elsewhere) {
        if (!text.startsWith("/")) {
            return Verdict.wrong(
                    Quoted.of(text) + " is not absolute",
                    text.indexOf(' ') > 0 ? "write each word by itself" : EXAMPLE);
        }
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException impossible) {
            return Verdict.wrong(Quoted.of(text) + " is no path", EXAMPLE);
        }
        return elsewhere ? Verdict.right(path) : judge(text, path);
    }

    private static Verdict<Path> judge(String text, Path path) {
        if (!Files.exists(path)) {
            boolean words = text.indexOf(' ') > 0;
            return Verdict.wrongNow(
                    Quoted.of(text) + " is not there",
                    words ? "if these are several words, write each by itself: no shell takes them apart" : EXAMPLE);
        }
        if (!Files.isRegularFile(path)) {
            return Verdict.wrong(Quoted.of(text) + " is no file", EXAMPLE);
        }
        if (!Files.isExecutable(path)) {
            return Verdict.wrong(Quoted.of(text) + " cannot be executed", "run chmod a+rx " + text);
        }
        try {
            Optional<FileState.Unreadable> stranger = FileOwner.stranger(path);
            return stranger.isEmpty()
                    ? Verdict.right(path)
                    : Verdict.wrong(
                            Quoted.of(text) + ": " + stranger.get().what(),
                            stranger.get().remedy());
        } catch (IOException unreadable) {
            return Verdict.wrongNow(Quoted.of(text) + " cannot be looked at: " + unreadable.getMessage(), EXAMPLE);
        }
    }
}
