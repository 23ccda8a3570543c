package io.aliasdefender.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a file is looked at: soon after the system's word that something happened to it, and again until nothing is new.
 * Otherwise rarely, because a network file system does not tell what other hosts do; where the system tells nothing, all
 * the time. On one event loop.
 */
final class Scans {
    private static final Logger LOG = LoggerFactory.getLogger(Scans.class);
    private static final Duration RARELY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Path path;
    private final FileNews news;
    private final Duration period;
    private final Runnable rareLook;
    private final Supplier<Future<Boolean>> look;
    /** Empty: nobody tells. */
    private Optional<FileNews.Watch> watch = Optional.empty();

    private boolean opening;
    /** The system does not tell at all. */
    private boolean deaf;

    private Optional<Long> timer = Optional.empty();
    private long atNanos;
    private boolean stopped;

    /**
     * Prepares.
     *
     * @param period between two looks while there may be news
     * @param rareLook called before a look for which there is no reason but the time
     * @param look looks; whether nothing more can come of another look
     */
    Scans(Vertx vertx, Path path, FileNews news, Duration period, Runnable rareLook, Supplier<Future<Boolean>> look) {
        this.vertx = vertx;
        this.path = path;
        this.news = news;
        this.period = period;
        this.rareLook = rareLook;
        this.look = look;
    }

    /** Has the file looked at within the period. */
    void soon() {
        within(period, () -> {});
    }

    void stop() {
        stopped = true;
        timer.ifPresent(vertx::cancelTimer);
        watch.ifPresent(FileNews.Watch::close);
    }

    private void within(Duration wait, Runnable before) {
        long at = System.nanoTime() + wait.toNanos();
        if (stopped || timer.isPresent() && atNanos - at <= 0) {
            return;
        }
        timer.ifPresent(vertx::cancelTimer);
        atNanos = at;
        timer = Optional.of(vertx.setTimer(wait.toMillis(), due -> {
            timer = Optional.empty();
            before.run();
            scan();
        }));
    }

    private void scan() {
        // The watching first: what happens between the two is told.
        watch().transform(watching -> look.get()).onComplete(result -> {
            boolean known = result.succeeded() && result.result();
            if (known && watch.isPresent()) {
                within(RARELY, rareLook);
            } else {
                soon();
            }
        });
    }

    /** Completes when the system tells what happens to the file from now on, or does not; never fails. */
    private Future<Void> watch() {
        // A file system that hangs must not collect a queue of these.
        if (deaf || opening || watch.isPresent()) {
            return Future.succeededFuture();
        }
        opening = true;
        return vertx.executeBlocking(this::open, false)
                .map(this::listenTo)
                .onFailure(failure -> {
                    deaf = true;
                    LOG.debug("{} is looked at every {} ms: {}", path, period.toMillis(), failure.getMessage());
                })
                .onComplete(done -> opening = false)
                .otherwiseEmpty();
    }

    /** On a worker. */
    private FileNews.Watch open() throws IOException {
        FileNews.Watch opened = news.open();
        WatchedPath.watch(path, opened);
        return opened;
    }

    private Void listenTo(FileNews.Watch opened) {
        if (stopped) {
            opened.close();
            return null;
        }
        try {
            opened.tell(vertx, () -> {
                watch = Optional.empty();
                soon();
            });
            watch = Optional.of(opened);
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        }
    }
}
