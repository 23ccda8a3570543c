package io.aliasdefender.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the daemon may have enough open files, and a real-time priority where the interval is short. */
final class LimitsCheck {
    /** Connections of readers, and what the daemon itself has open. */
    private static final long FILES = 2_048;
    /** Below it, a few milliseconds that the process is late are felt. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private LimitsCheck() {}

    /** As {@code /proc/self/limits} has them: this JVM has raised the soft limit of open files to the hard one. */
    static List<Diagnosis> examine(Facts facts) {
        String limits = facts.inspector().read("/proc/self/limits").orEmpty();
        List<Diagnosis> found = new ArrayList<>();
        limit(limits, "Max open files")
                .ifPresent(
                        files -> found.add(
                                files >= FILES
                                        ? Diagnosis.ok("a daemon may have " + files + " files open")
                                        : Diagnosis.warning(
                                                "a daemon may have " + files
                                                        + " files open: fewer readers of the page than it has room for",
                                                "systemctl edit alias-defender: [Service] LimitNOFILE=4096; or ulimit -n 4096")));
        realTime(facts, limits).ifPresent(found::add);
        return found;
    }

    private static Optional<Diagnosis> realTime(Facts facts, String limits) {
        boolean fast = facts.settings()
                .filter(settings -> settings.interval().compareTo(SHORT) < 0)
                .isPresent();
        if (!fast) {
            return Optional.empty();
        }
        boolean unit = Unit.of(facts.inspector()).filter(Unit::realTime).isPresent();
        return limit(limits, "Max realtime priority")
                .map(
                        priority -> unit || priority > 0
                                ? Diagnosis.ok("a daemon may have a real-time priority")
                                : Diagnosis.ok(
                                        "no real-time priority: at this interval a busy machine makes probes late by several"
                                                + " milliseconds, which costs outage, not safety",
                                        "systemctl edit alias-defender: [Service] LimitRTPRIO=10; or chrt --rr 10 alias-defender ..."));
    }

    private static Optional<Long> limit(String limits, String name) {
        Matcher matcher =
                Pattern.compile("(?m)^" + name + "\\s+(\\d{1,18}|unlimited)\\s").matcher(limits);
        return matcher.find()
                ? Optional.of(matcher.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(matcher.group(1)))
                : Optional.empty();
    }
}
