package io.aliasdefender.platform;

import io.aliasdefender.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The system's own {@code ping}: how to ask for one echo, and what came of it. */
public final class PingCommand {
    /** Words of those who could not even send; anything else without an answer is silence. */
    private static final List<String> NOT_SENT = List.of(
            "sendto",
            "sendmsg",
            "network is unreachable",
            "no route to host",
            "permission denied",
            "operation not permitted",
            "must be root",
            "unknown host",
            "bad address",
            "usage:",
            "can't assign");

    private PingCommand() {}

    /** What the system calls the command for this family. */
    public static String program(Platform platform, boolean v6) {
        return switch (platform) {
            case LINUX, SOLARIS -> "ping";
            case FREEBSD, OPENBSD, MACOS -> v6 ? "ping6" : "ping";
        };
    }

    /** What follows the program: one echo request, and a wait of a second for its answer. */
    public static List<String> arguments(Platform platform, IpAddress address) {
        List<String> arguments = new ArrayList<>();
        switch (platform) {
            case LINUX -> arguments.addAll(List.of("-n", "-q", "-c", "1", "-W", "1"));
            case SOLARIS -> {
                if (address.v6()) {
                    arguments.addAll(List.of("-A", "inet6"));
                }
                // ping HOST SECONDS says "is alive" at the first answer.
                arguments.addAll(List.of(address.toString(), "1"));
                return arguments;
            }
            // Their ping6 has no limit that all of them know; whoever runs it ends it.
            case FREEBSD, MACOS -> arguments.addAll(v4(address, List.of("-n", "-q", "-c", "1", "-t", "1")));
            case OPENBSD -> arguments.addAll(v4(address, List.of("-n", "-q", "-c", "1", "-w", "1")));
        }
        arguments.add(address.toString());
        return arguments;
    }

    private static List<String> v4(IpAddress address, List<String> arguments) {
        return address.v6() ? arguments.subList(0, 4) : arguments;
    }

    /** Why nothing was sent, as far as its words say so; empty: it was sent, or at least it is not known otherwise. */
    public static Optional<String> notSent(String output) {
        String words = output.toLowerCase(Locale.ROOT);
        return NOT_SENT.stream().anyMatch(words::contains)
                ? output.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                : Optional.empty();
    }
}
