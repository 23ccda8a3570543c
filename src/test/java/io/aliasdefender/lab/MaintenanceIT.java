package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Maintenance that is begun and ended on the command line, on a host whose /run is emptied by a reboot. */
@ExtendWith(LabRequired.class)
class MaintenanceIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Lab lab;
    private static LabHost host;

    @BeforeAll
    static void build() {
        lab = Lab.build(1, Optional.of(Path.of("target", "lab", "MaintenanceIT")), new InItsPlaces());
        host = lab.web(1);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        host.note("=== " + test.getDisplayName());
        lab.configure(LabConfig.every(Duration.ofMillis(100)));
        LabRegistry.makeFolder(lasting(host));
    }

    @AfterEach
    void reset() {
        lab.reset();
        LabRegistry.deleteTree(lasting(host));
    }

    @Test
    void maintenanceShouldOutliveAReboot() throws Exception {
        start();
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);

        assertThat(command("maintenance", "on", "new", "kernel")).contains("maintenance: new kernel");

        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of(), SOON);
        assertThat(file()).exists();
        reboot();
        start();
        Await.until(
                "it says that it is in maintenance",
                SOON,
                () -> log().lines().anyMatch(line -> line.contains("still in maintenance: new kernel")));
        // Several times as long as a claim takes.
        Await.pause(Duration.ofSeconds(2));
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of(), SOON);

        assertThat(command("maintenance", "off")).contains("the maintenance is over: an operator says so");

        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
        assertThat(file()).doesNotExist();
    }

    @Test
    void maintenanceWhenItsTimeIsOverAfterARebootShouldEndByItself() throws Exception {
        start();
        assertThat(command("maintenance", "on", "--for", "5s", "new kernel")).contains("maintenance: new kernel");
        reboot();

        start();

        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
    }

    private static void start() {
        host.start();
        host.awaitReady();
    }

    /** Nothing is left of what is in memory: addresses, and /run. */
    private static void reboot() {
        lab.faults().powerOff(host);
        LabRegistry.deleteTree(host.state());
        LabRegistry.makeFolder(host.state());
        lab.faults().powerOn(host);
    }

    private static String command(String... arguments) throws Exception {
        List<String> argv = InItsPlaces.inside(host);
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(host.namespace().command(argv))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String log() {
        return host.logSinceTheNote();
    }

    private static Path file() {
        return lasting(host).resolve("maintenance.json");
    }

    private static Path lasting(LabHost which) {
        return which.state().resolveSibling("lasting");
    }

    /** The program with its folders where an installation has them, which are the host's own. */
    private record InItsPlaces(DaemonCommand program) implements ContenderAround {
        private static final String MOUNT = """
                mount -t tmpfs ad-run /run
                mkdir /run/alias-defender
                mount --bind "$1" /run/alias-defender
                mount -t tmpfs ad-lib /var/lib
                mkdir /var/lib/alias-defender
                mount --bind "$2" /var/lib/alias-defender
                shift 2
                exec "$@"
                """;

        InItsPlaces() {
            this(DaemonCommand.ofThisProgram());
        }

        static List<String> inside(LabHost host) {
            List<String> argv = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec", MOUNT, "sh"));
            argv.add(host.state().toAbsolutePath().toString());
            argv.add(lasting(host).toAbsolutePath().toString());
            argv.addAll(DaemonCommand.ofThisProgram().argv());
            return argv;
        }

        @Override
        public List<String> argv(LabHost host) {
            List<String> argv = inside(host);
            argv.addAll(List.of(
                    "monitor", "--config", host.config().toAbsolutePath().toString(), "--node", host.name()));
            return argv;
        }
    }
}
