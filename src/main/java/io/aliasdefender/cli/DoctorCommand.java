package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.Reading;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.doctor.Doctor;
import io.aliasdefender.doctor.Found;
import io.aliasdefender.doctor.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds what would break a failover on this host.",
            "%nSays how to mend it and changes nothing. Needs no daemon, no configuration and no root, and says what it could not look at. Exit"
                    + " status 1 if there is an error.%n"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--offline", description = "Ask neither the network nor the other nodes")
    private boolean offline;

    @Option(names = "--json", description = "As JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long begunNanos = System.nanoTime();
        KernelView kernel = common.kernel();
        Optional<Path> file = common.existingConfigFile();
        Optional<Reading> reading = read(file, kernel);
        List<Found> found =
                Doctor.of(kernel, file, reading, common.socket(), !offline).examine(begunNanos, this::progress);
        progress("");
        DoctorReport report =
                new DoctorReport(found, spec.commandLine().getColorScheme().ansi());
        if (json) {
            spec.commandLine().getOut().println(report.json().encodePrettily());
        } else {
            report.lines().forEach(spec.commandLine().getOut()::println);
        }
        return found.stream().anyMatch(one -> one.level() == Level.ERROR) ? Main.FAILED : Main.DONE;
    }

    private Optional<Reading> read(Optional<Path> file, KernelView kernel) {
        return file.map(path -> Waiting.during(
                spec.commandLine().getErr(),
                onTerminal(),
                CommonOptions.RESOLVING,
                () -> ConfigReader.read(path, common.host(kernel))));
    }

    private boolean onTerminal() {
        return !json && spec.commandLine().getColorScheme().ansi().enabled();
    }

    /** For somebody who waits before a terminal: the line is overwritten by what comes next. */
    private void progress(String what) {
        if (onTerminal()) {
            spec.commandLine().getErr().print("\r\u001b[K" + what);
            spec.commandLine().getErr().flush();
        }
    }
}
