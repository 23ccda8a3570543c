package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon for which {@code ip}, and for nobody else, does whatever a test wants it to do. */
class BrokenCommandIT {
    private static final Pattern RETRY = Pattern.compile("trying again in (\\d+)");

    /** Outlives the laboratory, whose last daemon may still use what is in it. */
    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab(BrokenCommandIT::build);

    private static Lab build() throws IOException {
        // The daemon looks for it in the system's own folders, so the file itself is replaced, in a mount namespace.
        Path real = Path.of("/usr/sbin/ip").toRealPath();
        Path copy = Files.copy(real, folder.resolve("real-ip"), StandardCopyOption.COPY_ATTRIBUTES);
        Path script = Files.writeString(
                folder.resolve("ip"), """
                #!/bin/sh
                case $(cat FOLDER/mode) in
                    fail) echo 'RTNETLINK answers: Operation not permitted' >&2; exit 2 ;;
                    hang) exec sleep 600 ;;
                    *) exec COPY "$@" ;;
                esac
                """.replace("FOLDER", folder.toString()).replace("COPY", copy.toString()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        ip("work");
        List<String> argv = new ArrayList<>(List.of(
                "unshare", "--mount", "sh", "-c", "mount --bind " + script + " " + real + " && exec \"$@\"", "sh"));
        argv.addAll(DaemonCommand.ofThisProgram().argv());
        return Lab.build(1, Optional.empty(), new DaemonCommand(argv));
    }

    /** A daemon that changes addresses by the command that can be broken. */
    private static void start() {
        DAEMON.fresh();
        DAEMON.lab().configure(DaemonLab.CONFIG.with("commands: ip"));
        host().start();
        host().awaitReady();
    }

    @AfterEach
    void mend() throws IOException {
        ip("work");
    }

    @Test
    void aliasWhenTheCommandFailsShouldBeTakenAsSoonAsItWorksAgain() throws Exception {
        ip("fail");
        start();
        awaitRetries(3);
        assertThat(DAEMON.log())
                .contains(
                        "could not add 192.0.2.100/24 on eth0:1: ", "exited with 2: RTNETLINK answers: Operation not");
        List<Long> retries = retries();
        assertThat(retries.get(1)).isGreaterThan(retries.get(0));
        assertThat(retries.get(2)).isGreaterThan(retries.get(1));

        ip("work");

        awaitHolding();
    }

    @Test
    void aliasWhenTheCommandHangsShouldBeTakenAsSoonAsItWorksAgain() throws Exception {
        ip("hang");
        start();
        DAEMON.awaitLog("was ended after 2");
        assertThat(host().api().answers()).isTrue();

        ip("work");

        awaitHolding();
    }

    @Test
    void stopWhenTheCommandHangsShouldNotBeHeldUpAndLeaveNoCommandBehind() throws Exception {
        start();
        awaitHolding();
        ip("hang");

        long begun = System.nanoTime();
        // Three seconds is what the program keeps to; the command itself would take ten minutes.
        assertThat(host().stop(Duration.ofSeconds(10))).isZero();

        assertThat(DAEMON.log()).contains("stopping took longer than 3500 ms; giving up on 192.0.2.100");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_400));
        assertThat(host().namespace().ip("address")).contains("192.0.2.100/24");
        Await.until("nothing of the daemon is left", SOON, () -> processes().isEmpty());
    }

    @Test
    void stopWhenTheClaimHangsShouldLeaveNoCommandBehindThatWouldComeTrueLater() throws Exception {
        ip("hang");
        start();
        Await.until(
                "the command is under way",
                SOON,
                () -> DAEMON.log().contains("taking over") && processes().size() > 1);

        assertThat(host().stop(Duration.ofSeconds(10))).isZero();

        Await.until("nothing of the daemon is left", SOON, () -> processes().isEmpty());
        assertThat(host().carries(Lab.ALIAS)).isFalse();
    }

    private static void awaitHolding() {
        DAEMON.lab().timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
        DAEMON.awaitState("holding");
    }

    private static void awaitRetries(int count) {
        Await.until(SOON, () -> retries().size() >= count, () -> count + " failures in:\n" + host().lastLines(20));
    }

    /** How long the daemon said it would wait, each time. */
    private static List<Long> retries() {
        List<Long> retries = new ArrayList<>();
        Matcher matcher = RETRY.matcher(DAEMON.log());
        while (matcher.find()) {
            retries.add(Long.parseLong(matcher.group(1)));
        }
        return retries;
    }

    private static List<String> processes() {
        try {
            Process list =
                    new ProcessBuilder("ip", "netns", "pids", host().namespace().name()).start();
            return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** From now on it does that. */
    private static void ip(String mode) throws IOException {
        Path fresh = Files.writeString(folder.resolve("mode.new"), mode);
        Files.move(fresh, folder.resolve("mode"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static LabHost host() {
        return DAEMON.host();
    }
}
