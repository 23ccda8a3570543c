package io.aliasdefender.config;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Watches the configuration file and publishes what it says when that is right and new. Whatever happens to the file,
 * the running configuration stays until a better one is there; each news about the file is reported once.
 */
public final class ConfigVerticle extends VerticleBase {
    /** New content counts after two looks, so that a change takes effect within 0.75 s. */
    static final Duration SCAN_PERIOD = Duration.ofMillis(250);
    /** So many lines of a plan are told in the report; the status has them all. */
    private static final int MAX_TOLD_LINES = 20;
    /** A look that someone asked for and that came to nothing is tried again so often. */
    private static final int LOOK_TRIES = 10;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Path path;
    private final WatchedFile file;
    private final Duration scanPeriod;
    private final FileNews news;
    /** What was found last. */
    private Optional<Look> newest = Optional.empty();

    private Scans scans;
    /** Read on a worker, too. */
    private volatile Settings running;

    private ConfigStatus status;
    /** Whether what the file says is refused only because of what this host does not have at the moment. */
    private boolean waiting;

    private boolean firstLook = true;
    private Optional<FileState> lookedAt = Optional.empty();
    /** Of this host, as they were last. */
    private Optional<Subnets> subnets = Optional.empty();

    private ConfigRetriever retriever;

    /**
     * @param path the configuration file; it need not exist
     * @param host describes this host; called on a worker for each reading of the file
     * @param running the settings that the other verticles were started with
     * @param news tells that the file has changed
     */
    public ConfigVerticle(Path path, Callable<HostFacts> host, Settings running, FileNews news) {
        this(path, host, running, news, SCAN_PERIOD);
    }

    ConfigVerticle(Path path, Callable<HostFacts> host, Settings running, FileNews news, Duration scanPeriod) {
        this.news = news;
        this.path = path;
        this.file = new WatchedFile(path, () -> host.call().defending(this.running));
        this.running = running;
        this.scanPeriod = scanPeriod;
        this.status = new ConfigStatus(true, path.toString(), List.of());
    }

    @Override
    public Future<?> start() {
        ConfigStoreOptions store = new ConfigStoreOptions()
                .setType(WatchedFileStore.NAME)
                .setFormat(AliasDefenderProcessor.NAME)
                .setConfig(file.toJson());
        // A store that is named replaces the default ones, which would merge in properties and the environment. When it
        // is
        // looked is said here, and not by a period.
        retriever = ConfigRetriever.create(
                vertx, new ConfigRetrieverOptions().setScanPeriod(-1).addStore(store));
        Channels.KERNEL.listen(vertx, this::kernelChanged);
        // Names, for example, come without a word of anybody.
        scans = new Scans(vertx, path, news, scanPeriod, this::judgeAfreshWhileWaiting, this::scan);
        scans.soon();
        Channels.CONFIG_NOW.answer(vertx, asker -> Future.succeededFuture(status));
        Channels.CONFIG_CHECK.answer(vertx, this::check);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        scans.stop();
        return retriever.close();
    }

    /** Looks as planned; whether nothing more can come of another look. */
    private Future<Boolean> scan() {
        return retriever.getConfig().map(Look::of).otherwise(Optional.empty()).map(look -> {
            if (look.isPresent() && !look.equals(newest)) {
                newest = look;
                noticed(look.get());
            }
            return file.settled();
        });
    }

    private void judgeAfreshWhileWaiting() {
        if (waiting) {
            file.judgeAfresh();
        }
    }

    /** Looks at the file at once, as a SIGHUP asks for. May be called on any thread. */
    public Future<ConfigStatus> check() {
        return check("SIGHUP");
    }

    private Future<ConfigStatus> check(String asker) {
        Promise<ConfigStatus> answer = Promise.promise();
        context.runOnContext(now -> readFile(asker, LOOK_TRIES, answer));
        return answer.future();
    }

    /** Whoever asked gets an answer, even where the file cannot be looked at. */
    private void readFile(String asker, int tries, Promise<ConfigStatus> answer) {
        file.trustNextLook();
        retriever.getConfig().onComplete(result -> {
            Optional<Look> look = result.succeeded() ? Look.of(result.result()) : Optional.empty();
            if (look.isPresent()) {
                newest = look;
                answer.complete(judged(look.get(), Optional.of(asker)));
            } else if (tries > 1) {
                vertx.setTimer(LOOK_AGAIN.toMillis(), timer -> readFile(asker, tries - 1, answer));
            } else {
                report(
                        "config-unread",
                        Level.WARNING,
                        asker + ": " + path + " could not be looked at; the running configuration stays"
                                + (result.failed() ? ": " + result.cause().getMessage() : ""));
                answer.complete(status);
            }
        });
    }

    /** An alias without a place gets one as soon as an interface carries its subnet, and follows that to another one. */
    private void kernelChanged(KernelView kernel) {
        Subnets now = PlacementChanges.subnets(running, kernel);
        // What runs was placed before this verticle began: at its first view nobody knows whether that is still right.
        boolean moved = subnets.map(before -> PlacementChanges.mayHaveMoved(running, before, now))
                .orElse(true);
        subnets = Optional.of(now);
        if (waiting || moved || PlacementChanges.mayBeFound(running, kernel, now)) {
            file.judgeAfresh();
            scans.soon();
        }
    }

    private Optional<Settings> settings(Reading reading) {
        return reading.settings().map(next -> PlacementChanges.kept(running, next));
    }

    /** Something about the file is new, or about what it means on this host. */
    private void noticed(Look look) {
        // The first look usually finds what the program was just started with; that is no news.
        boolean asAtStart = firstLook && settings(look.reading()).equals(Optional.of(running));
        firstLook = false;
        // An unchanged file was judged afresh because an interface came; that it still means the same is no news.
        boolean sameFile = lookedAt.equals(Optional.of(look.state()));
        boolean sameMeaning = settings(look.reading()).equals(Optional.of(running));
        // Which addresses this host has while it waits for another one was told once.
        boolean stillWaiting = sameFile && waiting && isForNow(look.reading());
        lookedAt = Optional.of(look.state());
        if (!stillWaiting && !asAtStart && !(sameFile && sameMeaning && status.accepted())) {
            judged(look, Optional.empty());
        }
    }

    /**
     * @param asker who wants an answer even when there are no news
     */
    private ConfigStatus judged(Look look, Optional<String> asker) {
        firstLook = false;
        Reading reading = look.reading();
        Optional<Settings> next = settings(reading);
        waiting = isForNow(reading);
        if (look.state() instanceof FileState.Gone) {
            gone();
        } else if (next.isEmpty()) {
            rejected(reading.errors());
        } else if (next.get().equals(running)) {
            unchanged(reading, asker);
        } else if (waiting) {
            // At start there is nothing better to do than to wait for an interface; now there is: going on as before.
            rejected(reading.warnings());
        } else {
            accepted(reading, next.get());
        }
        return status;
    }

    /** Whether it is refused because of what this host does not have at the moment. */
    private boolean isForNow(Reading reading) {
        return reading.passing()
                || settings(reading)
                        .filter(next ->
                                !PlacementChanges.newlyLost(running, next).isEmpty())
                        .isPresent();
    }

    private void gone() {
        status = new ConfigStatus(false, path.toString(), List.of("the file is gone; the running configuration stays"));
        report("config-gone", Level.WARNING, "the configuration file " + path + " is gone; the running one stays");
    }

    private void rejected(List<Finding> why) {
        status = new ConfigStatus(false, path.toString(), told(why));
        report(
                "config-rejected",
                Level.ERROR,
                "configuration rejected, the running one stays: " + numbered(told(why))
                        + (waiting ? "; it is judged again when this host has changed" : ""));
    }

    private void unchanged(Reading reading, Optional<String> asker) {
        // The plan of the reload that made what runs is still what there is to tell, unless it was about mistakes.
        status = status.accepted() ? status : new ConfigStatus(true, path.toString(), List.of());
        report(
                "config-unchanged",
                Level.INFO,
                asker.map(name -> name + ": ").orElse("") + "the configuration file is right and means what runs");
        warn(reading);
    }

    private void accepted(Reading reading, Settings settings) {
        List<String> plan = ReloadPlan.between(running, settings);
        running = settings;
        status = new ConfigStatus(true, path.toString(), plan);
        Channels.SETTINGS.publish(vertx, settings);
        report("config-reloaded", Level.INFO, "configuration reloaded: " + shortened(plan));
        warn(reading);
    }

    private void warn(Reading reading) {
        if (!reading.warnings().isEmpty()) {
            report("config-warning", Level.WARNING, numbered(told(reading.warnings())));
        }
    }

    private void report(String cause, Level level, String sentence) {
        Channels.REPORT.publish(vertx, Report.of(cause, level, sentence));
    }

    private static List<String> told(List<Finding> findings) {
        return findings.stream().map(Finding::toString).toList();
    }

    private static String shortened(List<String> plan) {
        String told = plan.stream().limit(MAX_TOLD_LINES).collect(Collectors.joining("; "));
        return plan.size() > MAX_TOLD_LINES ? told + "; and " + (plan.size() - MAX_TOLD_LINES) + " more" : told;
    }

    /** Several sentences in one line of the log. */
    private static String numbered(List<String> sentences) {
        if (sentences.size() == 1) {
            return sentences.get(0);
        }
        List<String> numbered = new ArrayList<>();
        for (String sentence : sentences) {
            numbered.add("(" + (numbered.size() + 1) + ") " + sentence);
        }
        return String.join(" ", numbered);
    }
}
