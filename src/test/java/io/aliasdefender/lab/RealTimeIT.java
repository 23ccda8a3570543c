package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which threads of a daemon come before all other work, by the kernel's account. */
@Tag("alone")
@ExtendWith(LabRequired.class)
class RealTimeIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** The threads' names, of which the kernel keeps fifteen characters. */
    private static final String LOOP = "vert.x-eventloo";

    private static final String STOPPER = "VM Thread";
    private static final String COLLECTOR = "GC Thread#0";
    private static final Set<String> IN_TIME = Set.of(LOOP, STOPPER, COLLECTOR);
    private static final String WEB = "web-event-loop";
    private static final String WORKER = "vert.x-worker-t";

    /** Behind the name, which may have blanks in it: of the fields of stat(5) that begin with the state. */
    private static final int POLICY = 41 - 3;

    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RR = 2;

    @TempDir
    private Path folder;

    private Lab lab;

    @AfterEach
    void close() {
        lab.close();
    }

    /** As the service manager's permission ends, or as somebody starts it by chrt: all its threads inherit it at first. */
    @Test
    void daemonInTheRealTimeClassShouldKeepOnlyItsLoopAndTheCollectorThere() throws IOException {
        Path seen = folder.resolve("seen");
        hold(daemon(seen).inRealTime());

        lab.web(1).awaitLine("the event loop is in the real-time class");
        Map<String, Set<Integer>> policies = policies();
        assertThat(policies).containsKeys(LOOP, STOPPER, COLLECTOR, WEB, WORKER);
        policies.forEach((name, policy) -> assertThat(policy)
                .as("%s of %s", name, policies)
                .containsExactly(IN_TIME.contains(name) ? SCHED_RR : SCHED_OTHER));
        // The command that took the alias.
        assertThat(Files.readAllLines(seen))
                .isNotEmpty()
                .allSatisfy(stat -> assertThat(policy(stat)).isEqualTo(SCHED_OTHER));
    }

    @Test
    void daemonThatMayNotShouldSayItOnceAndDefendInTheOrdinaryClass() throws IOException {
        hold(daemon(folder.resolve("seen")));

        assertThat(policies().values()).allSatisfy(policy -> assertThat(policy).containsExactly(SCHED_OTHER));
        lab.web(1).awaitLine("the real-time one is not permitted");
        assertThat(lab.web(1).lastLines(1_000)).containsOnlyOnce("the real-time one is not permitted");
    }

    /** One that changes addresses by a command, which notes in which class it runs. */
    private DaemonCommand daemon(Path seen) throws IOException {
        Path script = Files.writeString(
                folder.resolve("ip"),
                "#!/bin/sh\ncat /proc/$$/stat >>" + seen + "\nexec "
                        + Path.of("/usr/sbin/ip").toRealPath() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return DaemonCommand.ofThisProgram().with("-Dalias-defender.commands=" + folder);
    }

    private void hold(DaemonCommand command) {
        lab = Lab.build(1, Optional.empty(), command);
        lab.configure(LabConfig.every(Duration.ofMillis(100)).with("commands: ip"));
        lab.web(1).start();
        lab.web(1).awaitReady();
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
    }

    /** By the names of the threads. */
    private Map<String, Set<Integer>> policies() throws IOException {
        Map<String, Set<Integer>> policies = new TreeMap<>();
        List<Path> threads;
        try (Stream<Path> all = Files.list(Path.of("/proc/" + lab.web(1).pid() + "/task"))) {
            threads = all.toList();
        }
        for (Path thread : threads) {
            try {
                String stat = Files.readString(thread.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                policies.merge(name, Set.of(policy(stat)), RealTimeIT::both);
            } catch (IOException ended) {
                // A thread that has just ended has no class.
            }
        }
        return policies;
    }

    private static Set<Integer> both(Set<Integer> one, Set<Integer> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static int policy(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY]);
    }
}
