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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose temporary folders are of no use to a program: nothing may be unpacked there at the start. */
class TemporaryFolderIT {
    private static final Path FOLDER =
            Path.of("target", "lab", "TemporaryFolderIT").toAbsolutePath();

    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    /** A checkout below one of the folders is bound to its place again: its program is what is started. */
    private static final String MOUNT = """
            checkout=$1 options=$2
            shift 2
            mount -t tmpfs ad-checkout /mnt
            mkdir /mnt/checkout
            mount --bind "$checkout" /mnt/checkout
            for folder in /tmp /var/tmp; do
                mount -t tmpfs tmpfs $folder
                case $checkout in
                    $folder/*)
                        mkdir -p "$checkout"
                        mount --bind /mnt/checkout "$checkout"
                        ;;
                esac
                mount -o "remount,$options" $folder
            done
            cd "$checkout"
            exec "$@"
            """;

    @BeforeAll
    static void need() {
        LabNeeded.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"noexec,nosuid,nodev", "ro", "size=4k"})
    void daemonShouldDefendWhateverTheTemporaryFolderAllows(String options) throws Exception {
        try (Lab lab = Lab.build(2, Optional.of(FOLDER), with(options))) {
            LabHost host = lab.web(1);
            lab.configure(DaemonLab.CONFIG);
            host.start();
            host.awaitReady();

            Await.until(SOON, () -> host.carries(Lab.ALIAS), () -> "the alias:\n" + host.lastLines(20));

            assertThat(temporaryFilesOf(host)).isEmpty();
            for (List<String> command : List.of(List.of("check"), List.of("doctor", "--offline"))) {
                assertThat(run(host, with(options), command))
                        .contains("is right; this host is web1 (192.0.2.11)")
                        .doesNotContain("error inside", "\tat ");
            }
        }
    }

    private static String run(LabHost host, DaemonCommand program, List<String> command) throws Exception {
        List<String> argv = new ArrayList<>(program.argv());
        argv.addAll(command);
        argv.addAll(List.of("--config", host.config().toString(), "--node", host.name()));
        Process process = new ProcessBuilder(host.namespace().command(argv))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // What the doctor finds wrong with a laboratory's host is its own affair.
        assertThat(process.waitFor()).as(output).isLessThanOrEqualTo(command.contains("doctor") ? 1 : 0);
        return output;
    }

    private static DaemonCommand with(String options) {
        List<String> argv =
                new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec", MOUNT, "sh", CHECKOUT.toString(), options));
        argv.addAll(DaemonCommand.ofThisProgram().argv());
        return new DaemonCommand(argv);
    }

    private static List<Path> temporaryFilesOf(LabHost host) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + host.pid() + "/root/tmp"))) {
            // The checkout may be there.
            return files.filter(file -> !CHECKOUT.startsWith(Path.of("/tmp").resolve(file.getFileName())))
                    .toList();
        }
    }
}
