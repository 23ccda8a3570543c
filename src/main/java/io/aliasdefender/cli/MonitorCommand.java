package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigVerticle;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "monitor",
        aliases = "Monitor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Defends the aliases of the configuration, in the foreground, until SIGTERM or SIGINT; then releases (or",
            "keeps) what it holds. SIGHUP reads the configuration at once; a change of the file is noticed anyway."
        })
final class MonitorCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorCommand.class);

    /** Past this the process ends, done or not, so that a stop never takes two seconds. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(1_850);

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "ERROR, WARN, INFO, DEBUG or TRACE. Default: ${DEFAULT-VALUE}")
    private Level level;

    @Spec
    private CommandSpec spec;

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        Logging.configure(Logging.Options.forDaemon().withLevel(level));
        requireRights();
        Path file = common.configFile();
        Settings settings = common.settings(spec.commandLine().getErr());
        try (StateFolder state = StateFolder.take(common.stateFolder())) {
            ConfigVerticle config = new ConfigVerticle(file, common::host, settings);
            Daemon daemon = new Daemon(settings, config, state.socket(), Version.number());
            return run(daemon, settings, file);
        }
    }

    private int run(Daemon daemon, Settings settings, Path file) throws InterruptedException {
        Optional<String> failure = start(daemon);
        if (failure.isPresent()) {
            LOG.error("{}", failure.get());
            return Main.FAILED;
        }
        // The JVM's own handling of SIGTERM would end with status 143, and stop nothing in order.
        Signals.handle("TERM", ended::countDown);
        Signals.handle("INT", ended::countDown);
        Signals.handle("HUP", daemon::reload);
        LOG.info(
                "alias-defender {} on {} defends {} from {}",
                Version.number(),
                settings.self(),
                settings.aliases().stream()
                        .map(AliasSpec::placement)
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")),
                file);
        ended.await();
        LOG.info("stopping");
        return stop(daemon);
    }

    private static Optional<String> start(Daemon daemon) {
        try {
            daemon.start().toCompletionStage().toCompletableFuture().join();
            return Optional.empty();
        } catch (java.util.concurrent.CompletionException failure) {
            return Optional.of("cannot start: " + failure.getCause().getMessage());
        }
    }

    private static int stop(Daemon daemon) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        daemon.stop().onComplete(any -> stopped.countDown());
        if (stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("stopped");
        } else {
            LOG.error("stopping took longer than {} ms; ending without the rest", STOP_LIMIT.toMillis());
        }
        Logging.flush();
        // Whatever still hangs must not hold up the end.
        Runtime.getRuntime().halt(Main.DONE);
        return Main.DONE;
    }

    private static void requireRights() throws CommandFailed {
        Optional<String> problem = Host.problem();
        if (problem.isPresent()) {
            throw new CommandFailed(problem.get());
        }
        try {
            ArpSocket.requirePermission();
        } catch (IOException refused) {
            throw new CommandFailed(refused.getMessage());
        }
    }
}
