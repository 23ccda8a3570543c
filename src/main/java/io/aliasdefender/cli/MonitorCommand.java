package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigVerticle;
import io.aliasdefender.config.TokenText;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Secret;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.Host;
import io.aliasdefender.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
            "Defends the aliases of the configuration (the daemon).",
            "%nRuns in the foreground until SIGTERM or SIGINT, then releases (or keeps) what it holds. A change of the"
                    + " configuration is noticed by itself; SIGHUP reads it at once.%n"
        })
final class MonitorCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorCommand.class);

    /** Past this the process ends, done or not, so that a stop never takes two seconds. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(1_850);

    private static final String TOKEN = "ALIAS_DEFENDER_TOKEN";

    private static final Duration ADDRESS_PERIOD = Duration.ofMillis(100);

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

    /** Completed by a signal that ends this process, or by a start that fails: whatever comes first. */
    private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();

    private final AtomicReference<Daemon> begun = new AtomicReference<>();

    @Override
    public Integer call() throws Exception {
        Logging.configure(Logging.Options.forDaemon().withLevel(level));
        // First of all: the JVM's own handling would end with status 143 and stop nothing in order, and a SIGHUP that
        // comes early would end it too.
        Signals.handle("TERM", this::end);
        Signals.handle("INT", this::end);
        Signals.handle("HUP", this::reload);
        requireRights();
        Path file = common.configFile();
        awaitAddress();
        Settings settings = common.settings(spec.commandLine().getErr());
        try (StateFolder state = StateFolder.take(common.stateFolder())) {
            ConfigVerticle config = new ConfigVerticle(file, common::host, settings);
            Daemon.Place place = new Daemon.Place(state.path(), token());
            return run(new Daemon(settings, config, place, Version.number()), settings, file);
        }
    }

    /** For orders over TCP. */
    private static Optional<Secret> token() throws CommandFailed {
        try {
            return Optional.ofNullable(System.getenv(TOKEN)).map(token -> TokenText.require(TOKEN, token));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }

    private void end() {
        ended.complete(Optional.empty());
        if (begun.get() == null) {
            // Nothing is held yet, and what is being read (names from the DNS, for example) may take long.
            LOG.info("stopped before the start");
            exit(Main.DONE);
        }
    }

    private void reload() {
        // Before the beginning the file is yet to be read anyway.
        Optional.ofNullable(begun.get()).ifPresent(Daemon::reload);
    }

    private int run(Daemon daemon, Settings settings, Path file) throws Exception {
        begun.set(daemon);
        daemon.start()
                .onSuccess(all -> LOG.info("{}", greeting(settings, file)))
                .onFailure(failure -> ended.complete(Optional.of("cannot start: " + Main.sentence(failure))));
        Optional<String> failure = ended.get();
        failure.ifPresentOrElse(sentence -> LOG.error("{}", sentence), () -> LOG.info("stopping"));
        stop(daemon);
        int status = failure.isPresent() ? Main.FAILED : Main.DONE;
        exit(status);
        return status;
    }

    private static String greeting(Settings settings, Path file) {
        String aliases = settings.aliases().stream()
                .map(AliasSpec::placement)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return "alias-defender " + Version.number() + " on " + settings.self() + " defends " + aliases + " from "
                + file;
    }

    private static void stop(Daemon daemon) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        daemon.stop().onComplete(any -> stopped.countDown());
        if (stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("stopped");
        } else {
            LOG.error("stopping took longer than {} ms; ending without the rest", STOP_LIMIT.toMillis());
        }
    }

    /** Whatever still hangs must not hold up the end. */
    private static void exit(int status) {
        Logging.flush();
        Runtime.getRuntime().halt(status);
    }

    /** Without {@code --node} a host knows itself by its addresses, and at boot those may come later than we do. */
    private void awaitAddress() throws IOException, InterruptedException {
        if (common.knowsItself()) {
            return;
        }
        LOG.warn("this host has no address yet by which it could be found among the nodes; waiting for one");
        while (!common.knowsItself()) {
            TimeUnit.MILLISECONDS.sleep(ADDRESS_PERIOD.toMillis());
        }
    }

    private static void requireRights() throws CommandFailed {
        Optional<String> shortfall = Platform.current().shortfall();
        if (shortfall.isPresent()) {
            LOG.warn("{}", shortfall.get());
            return;
        }
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
