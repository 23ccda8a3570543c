package io.aliasdefender.cli;

import java.util.Optional;

/** The program's version, as the build wrote it into the jar. */
final class Version {
    private Version() {}

    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }
}
