package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonApi;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The init script, run as init runs it, with a real daemon; its exit statuses are the LSB's. */
class InitScriptIT {
    private static final Path SCRIPT = Path.of("conf/sysv/alias-defender").toAbsolutePath();

    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab();

    @TempDir
    private static Path folder;

    private static ReadableProgram program;
    private Path defaults;

    /** How an action ended. */
    private record Ended(int status, String output) {}

    @BeforeEach
    void begin() throws IOException {
        if (program == null) {
            program = ReadableProgram.in(folder);
        }
        int nobody = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        ReadableProgram.open(DAEMON.lab(), nobody);
        defaults = folder.resolve("defaults");
        configure("PROGRAM=" + program.script(), "RUN_AS=nobody");
    }

    @AfterEach
    void end() throws Exception {
        run("stop");
        Files.deleteIfExists(pidFile());
    }

    @Test
    void lifeOfTheServiceShouldHaveTheStatusesOfTheLsb() throws Exception {
        assertThat(run("status").status()).isEqualTo(3);

        assertThat(run("start")).isEqualTo(new Ended(0, "Alias Defender: started, process " + pid() + "\n"));
        assertThat(run("status")).isEqualTo(new Ended(0, "Alias Defender: runs, process " + pid() + "\n"));
        assertThat(run("start").status()).isZero();
        awaitHolding();
        assertThat(Files.readString(Path.of("/proc/" + pid() + "/status")))
                .contains("CapEff:\t0000000000003000", "NoNewPrivs:\t1")
                .doesNotContain("Uid:\t0");

        assertThat(run("reload").status()).isZero();
        assertThat(run("force-reload").status()).isZero();

        String first = pid();
        assertThat(run("restart").status()).isZero();
        assertThat(pid()).isNotEqualTo(first);
        awaitHolding();

        assertThat(run("stop")).isEqualTo(new Ended(0, "Alias Defender: stopped\n"));
        assertThat(host().carries(Lab.ALIAS)).isFalse();
        assertThat(run("status").status()).isEqualTo(3);
        assertThat(run("stop").status()).isZero();
        assertThat(run("reload").status()).isEqualTo(7);
    }

    /** Of root's shell, of cron or of whatever else starts it: a number that others write is one that root will kill. */
    @ParameterizedTest
    @ValueSource(strings = {"000", "077"})
    void filesShouldHaveTheirModesWhateverTheUmaskOfTheCaller(String umask) throws Exception {
        Ended start = run("start", "umask " + umask + "; ");

        assertThat(start.status()).as(start.output()).isZero();
        assertThat(permissions(pidFile())).isEqualTo("rw-r--r--");
        assertThat(permissions(host().state())).isEqualTo("rwxr-x---");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void daemonThatWasKilledShouldBeSeenAndReplaced() throws Exception {
        assertThat(run("start").status()).isZero();
        awaitHolding();
        ProcessHandle daemon = ProcessHandle.of(Long.parseLong(pid())).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().get(30, TimeUnit.SECONDS);
        assertThat(run("status").status()).isEqualTo(1);
        assertThat(host().carries(Lab.ALIAS)).isTrue();

        assertThat(run("start").status()).isZero();

        awaitHolding();
    }

    @Test
    void configurationThatIsWrongShouldFailTheStartAndTheReloadWithItsErrors() throws Exception {
        assertThat(run("start").status()).isZero();
        awaitHolding();
        host().configure("alias-defender.yaml", "nodes: {web1: 192.0.2.999}\n");
        Ended reload = run("reload");
        assertThat(reload.status()).isEqualTo(1);
        assertThat(reload.output()).contains("192.0.2.999", "the running configuration stays");
        assertThat(run("status").status()).isZero();
        assertThat(run("stop").status()).isZero();

        Ended start = run("start");

        assertThat(start.status()).isEqualTo(1);
        assertThat(start.output()).contains("did not start", "192.0.2.999", "\"aliases\" is missing");
        assertThat(run("status").status()).isEqualTo(3);
    }

    @Test
    void whatIsMissingShouldBeSaidWithTheStatusOfTheLsb() throws Exception {
        assertThat(run("polish").status()).isEqualTo(2);
        assertThat(run("polish").output()).contains("Usage: ", "{start|stop|restart|");

        configure("PROGRAM=/nonexistent/alias-defender");
        assertThat(run("start"))
                .isEqualTo(new Ended(5, "Alias Defender: /nonexistent/alias-defender is not installed\n"));

        configure("PROGRAM=" + program.script(), "RUN_AS=nobody-of-this-name");
        Ended noUser = run("start");
        assertThat(noUser.status()).isEqualTo(1);
        assertThat(noUser.output()).contains("there is no user nobody-of-this-name", "useradd --system");

        configure("PROGRAM=" + program.script(), "RUN_AS=nobody", "STATE=/proc/alias-defender");
        Ended readOnly = run("start");
        assertThat(readOnly.status()).isEqualTo(1);
        assertThat(readOnly.output()).contains("cannot make the state folder /proc/alias-defender");
    }

    /** The process's id and its errors are written there, by root. */
    @Test
    void stateFolderBelowOneThatOthersCanWriteShouldBeRefusedAndNothingMade() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.createSymbolicLink(open.resolve("state.start"), precious);
        for (String permissions : List.of("rwxrwxrwx", "rwxr-xr-x")) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
            configure("PROGRAM=" + program.script(), "RUN_AS=nobody", "STATE=" + open.resolve("state"));

            Ended start = run("start");

            assertThat(start.status()).isEqualTo(1);
            assertThat(start.output())
                    .contains(
                            "the state folder " + open.resolve("state") + " is not safe",
                            "/etc/default/alias-defender");
            assertThat(precious).hasContent("precious");
            try (Stream<Path> made = Files.list(open)) {
                assertThat(made).hasSize(1);
            }
            Files.setAttribute(open, "unix:uid", 61_235);
        }
    }

    @Test
    void headerShouldTellTheBootAndShutdownOrder() throws IOException {
        assertThat(Files.readAllLines(SCRIPT))
                .contains(
                        "# Required-Start:    $local_fs $network",
                        "# Required-Stop:     $local_fs $network",
                        "# Default-Start:     2 3 4 5",
                        "# Default-Stop:      0 1 6");
    }

    private void configure(String... lines) throws IOException {
        Files.writeString(
                defaults,
                "STATE=" + host().state() + "\nCONFIG=" + host().config() + "\nSTART_SECONDS=60\n"
                        + String.join("\n", lines) + "\n");
    }

    /** In the host's namespace, where the defaults are in their place for this run alone. */
    private Ended run(String action) throws Exception {
        return run(action, "");
    }

    private Ended run(String action, String before) throws Exception {
        String inside = before + "mount -t tmpfs ad-defaults /etc/default && cp " + defaults
                + " /etc/default/alias-defender && exec " + SCRIPT + " " + action;
        Process process = new ProcessBuilder(host().namespace().command(List.of("sh", "-c", inside)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static void awaitHolding() {
        Await.until(SOON, () -> "holding".equals(state()), () -> "it holds the alias");
    }

    private static String state() {
        try {
            return host().api()
                    .alias(DaemonLab.ALIAS.toString())
                    .map(DaemonApi.AliasStatus::state)
                    .orElse("");
        } catch (IOException silent) {
            return "";
        }
    }

    private static Path pidFile() {
        return Path.of(host().state() + ".pid");
    }

    private static String pid() throws IOException {
        return Files.readString(pidFile()).strip();
    }

    private static LabHost host() {
        return DAEMON.host();
    }
}
