package io.aliasdefender.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Commands that behave as badly as a test wants them to. */
public final class Scripts {
    private Scripts() {}

    /** Writes a shell script that can be run; returns its path. */
    public static String script(Path folder, String name, String body) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }
}
