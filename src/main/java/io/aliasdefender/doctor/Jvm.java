package io.aliasdefender.doctor;

import io.aliasdefender.os.SystemFacts;
import io.netty.channel.epoll.Epoll;
import java.util.Arrays;
import java.util.Optional;

/**
 * The Java that runs this.
 *
 * @param release such as 17
 * @param nativeProblem why native calls are not possible; empty: they are
 * @param epollProblem why Netty's epoll could not be loaded; empty: it was
 * @param archive the class archive that the start script gave; empty: none
 * @param archiveUsed the JVM took it
 */
record Jvm(
        int release,
        String home,
        Optional<String> nativeProblem,
        Optional<String> epollProblem,
        Optional<String> archive,
        boolean archiveUsed) {
    private static final String ARCHIVE_OPTION = "-XX:SharedArchiveFile=";

    /** The one of this process, as {@code /proc/self} and the JVM itself describe it. */
    static Jvm here(HostInspector inspector) {
        Optional<String> archive = Arrays.stream(
                        inspector.read("/proc/self/cmdline").orEmpty().split("\0"))
                .filter(argument -> argument.startsWith(ARCHIVE_OPTION))
                .map(argument -> argument.substring(ARCHIVE_OPTION.length()))
                .findFirst();
        // One that does not fit this JVM and these jars is ignored without a word, and then not mapped.
        String maps = archive.isPresent() ? inspector.read("/proc/self/maps").orEmpty() : "";
        return new Jvm(
                Runtime.version().feature(),
                System.getProperty("java.home"),
                SystemFacts.problem(),
                Optional.ofNullable(Epoll.unavailabilityCause()).map(Jvm::reason),
                archive,
                archive.filter(maps::contains).isPresent());
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
