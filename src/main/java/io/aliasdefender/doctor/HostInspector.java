package io.aliasdefender.doctor;

import io.aliasdefender.files.PathTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What can be asked of a host. Tests answer with what real hosts said. */
interface HostInspector {
    /** A small text file. */
    Text read(String path);

    /** The names in a folder, sorted; none when it cannot be read. */
    List<String> list(String folder);

    /** Where a symbolic link points; empty when it is none, or may not be read. */
    Optional<String> link(String path);

    /** The permissions of a file or folder as {@code ls} shows them, {@code rwxr-x---}; empty when there is none. */
    Optional<String> permissions(String path);

    /** Who else than root and this process's user can change what a path leads to. */
    List<PathTrust.Flaw> flaws(Path path);

    /** Whether this process may write there. */
    boolean writable(String path);

    /** Whether a command of the system is installed. */
    boolean has(String program);

    /** Runs a command of the system that changes nothing; a time limit ends it. */
    Output run(String program, String... arguments) throws InterruptedException;

    /**
     * A file's content.
     *
     * @param value without the white space around it; empty when it cannot be read
     * @param denied it is there and this process may not read it
     */
    record Text(Optional<String> value, boolean denied) {
        static Text of(String value) {
            return new Text(Optional.of(value.strip()), false);
        }

        static final Text NONE = new Text(Optional.empty(), false);
        static final Text DENIED = new Text(Optional.empty(), true);

        String orEmpty() {
            return value.orElse("");
        }
    }

    /**
     * How a command ended.
     *
     * @param exit -1: it is not installed, could not be started, or took too long
     */
    record Output(int exit, String text) {
        static final Output NONE = new Output(-1, "");

        boolean done() {
            return exit == 0;
        }
    }
}
