package io.aliasdefender.doctor;

import io.aliasdefender.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether this Java can run a daemon, and starts it quickly. */
final class JvmCheck {
    private static final int OLDEST = 17;

    private JvmCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        Optional<String> shortfall = Platform.current().shortfall();
        return shortfall.isPresent()
                ? List.of(Diagnosis.warning(shortfall.get(), "see docs/PLATFORMS.md for what that means"))
                : judge(Jvm.here(facts.inspector()));
    }

    static List<Diagnosis> judge(Jvm jvm) {
        List<Diagnosis> found = new ArrayList<>();
        found.add(
                jvm.release() >= OLDEST
                        ? Diagnosis.ok("Java " + jvm.release() + " at " + jvm.home())
                        : Diagnosis.error(
                                "Java " + jvm.release() + " is too old", "apt install openjdk-17-jre-headless"));
        jvm.nativeProblem()
                .ifPresentOrElse(
                        problem -> found.add(Diagnosis.error(
                                "native calls are not possible: " + problem,
                                "see docs/PLATFORMS.md for what works without")),
                        () -> found.add(Diagnosis.ok("native calls work")));
        jvm.epollProblem()
                .filter(problem -> jvm.nativeProblem().isEmpty())
                .ifPresent(problem -> found.add(Diagnosis.error(
                        "Netty's epoll library cannot be loaded (" + problem + ")",
                        "start the program by its own script, which names the folder of the native libraries")));
        found.add(archive(jvm));
        return found;
    }

    private static Diagnosis archive(Jvm jvm) {
        if (jvm.archive().isEmpty()) {
            return Diagnosis.ok(
                    "there is no class archive; the daemon starts a third slower",
                    "start the program once as the owner of its folder: it makes one");
        }
        return jvm.archiveUsed()
                ? Diagnosis.ok(
                        "the class archive fits this Java: " + jvm.archive().get())
                : Diagnosis.warning(
                        "the class archive " + jvm.archive().get()
                                + " does not fit this Java or these jars, so the daemon starts a third slower",
                        "rm " + jvm.archive().get() + " and start the program once as the owner of its folder");
    }
}
