package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigVerticle;
import io.aliasdefender.config.FileNews;
import io.aliasdefender.config.Reading;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NotPermitted;
import io.aliasdefender.os.SystemFacts;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.platform.Platform;
import io.aliasdefender.service.ServiceManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    /** Past this the process ends, done or not, so that a stop never takes four seconds. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(3_850);

    /** Of the aliases, in the first line of the log. */
    private static final int MOST_NAMED = 10;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LogOptions logOptions = new LogOptions();

    /** Completed by a signal that ends this process, or by a start that fails: whatever comes first. */
    private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();

    /** Where it is said why the daemon does not start: the log, and standard error where that is not the log. */
    private boolean logged;

    private boolean printed;

    private final AtomicReference<Daemon> begun = new AtomicReference<>();

    private final ServiceManager manager = ServiceManager.ofEnvironment();
    private final BootPatience patience = new BootPatience(() -> common, manager);

    MonitorCommand() {}

    MonitorCommand(CommonOptions common, LogOptions logOptions) {
        this.common = common;
        this.logOptions = logOptions;
    }

    @Override
    public Integer call() throws Exception {
        Logging.Options log = logOptions.over(Log.DEFAULT);
        logged = log.form() == LogForm.JOURNAL || log.form() == LogForm.SYSLOG;
        printed = log.form() != LogForm.JOURNAL;
        Logging.configure(log);
        try {
            return defend();
        } catch (CommandFailed refused) {
            return refused(refused);
        } catch (IOException | RuntimeException unforeseen) {
            // Nobody has said that it cannot pass, so it is tried again.
            return refused(new CommandFailed("cannot start: " + Main.sentence(unforeseen), Main.FAILED_FOR_NOW));
        }
    }

    private int refused(CommandFailed refused) throws CommandFailed {
        manager.status(refused.getMessage());
        if (logged) {
            LOG.error("{}", refused.getMessage());
        }
        if (printed) {
            throw refused;
        }
        return refused.status();
    }

    private int defend() throws Exception {
        // First of all: the JVM's own handling would end with status 143 and stop nothing in order, and a SIGHUP that
        // comes early would end it too.
        Signals.handle("TERM", this::end);
        Signals.handle("INT", this::end);
        Signals.handle("HUP", this::reload);
        Signals.ignoreHabits();
        requireRights();
        SystemFacts.keepFilesPrivate();
        Settings settings = awaitSettings();
        changeLog(settings.log());
        try (StateFolder state = StateFolder.take(common.stateFolder())) {
            return run(daemon(settings, state), greeting(settings, common.configFile()));
        }
    }

    /** Waits for what comes late at a boot, and tells all that is wrong or remarkable about the configuration. */
    Settings awaitSettings() throws CommandFailed, IOException, InterruptedException {
        return settings(patience.read(common.configFile()));
    }

    Daemon daemon(Settings settings, StateFolder state) throws CommandFailed {
        ConfigVerticle config = new ConfigVerticle(
                common.configFile(),
                common::host,
                settings,
                Platform.current().nativeAccess() ? KernelFileNews::open : FileNews.NONE);
        Optional<Secret> token = EnvironmentToken.of(System.getenv());
        EnvironmentToken.warning(System.getenv()).ifPresent(sentence -> LOG.warn("{}", sentence));
        Daemon.Place place = new Daemon.Place(state.path(), token, manager, this::changeLog);
        return new Daemon(settings, config, place, Version.number());
    }

    private Settings settings(Reading reading) throws CommandFailed {
        if (printed) {
            CommonOptions.print(reading, new PrintWriter(System.err, false, Charset.defaultCharset()));
        }
        if (logged) {
            reading.warnings().forEach(warning -> LOG.warn("{}", warning));
            reading.errors().forEach(error -> LOG.error("{}", error));
        }
        return common.require(reading);
    }

    private void changeLog(Log log) {
        Logging.change(logOptions.over(log));
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
        // Before the beginning the file is yet to be read anyway, or is being waited for.
        Optional.ofNullable(begun.get()).ifPresentOrElse(Daemon::reload, patience::hurry);
    }

    private int run(Daemon daemon, String greeting) throws Exception {
        begun.set(daemon);
        daemon.start()
                .onSuccess(all -> LOG.info("{}", greeting))
                .onFailure(failure -> ended.complete(Optional.of("cannot start: " + Main.sentence(failure))));
        Optional<String> failure = ended.get();
        manager.stopping();
        failure.ifPresentOrElse(sentence -> LOG.error("{}", sentence), () -> LOG.info("stopping"));
        stop(daemon);
        // The configuration and the rights are as they have to be: whatever it was may pass.
        int status = failure.isPresent() ? Main.FAILED_FOR_NOW : Main.DONE;
        exit(status);
        return status;
    }

    static String greeting(Settings settings, Path file) {
        String aliases = settings.aliases().stream()
                .limit(MOST_NAMED)
                .map(AliasSpec::placement)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        int others = settings.aliases().size() - MOST_NAMED;
        return "alias-defender " + Version.number() + " on " + settings.self() + " defends " + aliases
                + (others > 0 ? " and " + others + " more" : "") + " from " + file;
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

    static void requireRights() throws CommandFailed {
        Optional<String> shortfall = Platform.current().shortfall();
        if (shortfall.isPresent()) {
            LOG.warn("{}", shortfall.get());
            return;
        }
        Optional<String> problem = SystemFacts.problem();
        if (problem.isPresent()) {
            throw new CommandFailed(problem.get());
        }
        try {
            ArpSocket.requirePermission();
        } catch (NotPermitted refused) {
            throw new CommandFailed(refused.getMessage());
        } catch (IOException refused) {
            throw new CommandFailed(refused.getMessage(), Main.FAILED_FOR_NOW);
        }
        Optional<String> powerless = SystemFacts.cannotChangeAddresses();
        if (powerless.isPresent()) {
            throw new CommandFailed(powerless.get());
        }
    }
}
