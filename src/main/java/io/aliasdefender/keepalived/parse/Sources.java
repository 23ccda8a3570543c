package io.aliasdefender.keepalived.parse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where the files are. */
public interface Sources {
    /**
     * The bytes of a regular file.
     *
     * @throws IOException with a clause that says why not
     */
    byte[] read(Path file) throws IOException;

    /** The files that a pattern of {@code include} names, sorted as glob(3) does; none where nothing matches. */
    List<Path> matching(Path folder, String pattern) throws IOException;
}
