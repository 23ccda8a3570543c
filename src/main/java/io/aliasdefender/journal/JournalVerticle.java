package io.aliasdefender.journal;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.EventPage;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Gives every sentence a number and a time, logs it, remembers the newest thousand over restarts, and passes it on.
 * A disk that is full or slow costs the history and nothing else.
 */
public final class JournalVerticle extends VerticleBase {
    static final int REMEMBERED_EVENTS = 1_000;
    /**
     * A number that somebody may have seen is never given again, though the last few events before a crash may not
     * have reached the disk: after a restart counting goes on at the next full thousand that leaves this much room.
     */
    private static final int LOST_AT_MOST = 500;

    private static final int STEP = 1_000;
    /** What waits for a slow disk. */
    private static final int MAX_PENDING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(JournalVerticle.class);

    private final String node;
    private final Optional<EventFile> file;
    private final Deque<Event> events = new ArrayDeque<>();
    private final List<Event> pending = new ArrayList<>();
    private long lastId;
    /** Ends when everything that was to be written by now is written, or could not be. */
    private Future<Void> writing = Future.succeededFuture();

    private boolean writeIsDue;
    private boolean broken;

    /** Remembers in memory only. */
    public JournalVerticle(String node) {
        this.node = node;
        this.file = Optional.empty();
    }

    /** @param folder where the history is kept; it exists */
    public JournalVerticle(String node, Path folder) {
        this.node = node;
        this.file = Optional.of(new EventFile(folder));
    }

    @Override
    public Future<?> start() {
        return file.map(this::recall).orElse(Future.succeededFuture()).onSuccess(recalled -> {
            Channels.REPORT.listen(vertx, this::record);
            Channels.EVENTS.answer(
                    vertx,
                    since -> Future.succeededFuture(new EventPage(
                            events.stream().filter(event -> event.id() > since).toList(), lastId)));
        });
    }

    /** A history that cannot be read is no reason not to defend. */
    private Future<Void> recall(EventFile history) {
        return vertx.executeBlocking(() -> {
                    history.rehearse();
                    return history.read(REMEMBERED_EVENTS);
                })
                .onSuccess(kept -> {
                    events.addAll(kept.newest());
                    lastId = next(kept.lastId());
                })
                .onFailure(
                        failure -> LOG.warn("the history of events cannot be read: {}", FileTrouble.sentence(failure)))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static long next(long last) {
        return last == 0 ? 0 : (last + LOST_AT_MOST + STEP - 1) / STEP * STEP;
    }

    @Override
    public Future<?> stop() {
        return writing;
    }

    private void record(Report report) {
        // Milliseconds are what people read, and what is the same after a restart.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Event event = new Event(++lastId, now, node, report.alias(), report.cause(), report.level(), report.sentence());
        log(event);
        events.addLast(event);
        if (events.size() > REMEMBERED_EVENTS) {
            events.removeFirst();
        }
        Channels.EVENT.publish(vertx, event);
        file.ifPresent(history -> keep(event));
    }

    /** What comes while a write is under way goes together into the next one. */
    private void keep(Event event) {
        if (pending.size() < MAX_PENDING) {
            pending.add(event);
        }
        if (!writeIsDue) {
            writeIsDue = true;
            writing = writing.compose(written -> write());
        }
    }

    private Future<Void> write() {
        writeIsDue = false;
        List<Event> events = List.copyOf(pending);
        pending.clear();
        EventFile history = file.orElseThrow();
        return vertx.<Void>executeBlocking(() -> {
                    history.append(events);
                    return null;
                })
                .onComplete(written -> told(written.cause()))
                .otherwiseEmpty();
    }

    /** Not as an event, which would have to be written, too. */
    private void told(Throwable failure) {
        if (failure != null && !broken) {
            LOG.warn(
                    "the history of events cannot be written, and ends here for now: {}",
                    FileTrouble.sentence(failure));
        }
        if (failure == null && broken) {
            LOG.info("the history of events is written again; what happened meanwhile is missing in it");
        }
        broken = failure != null;
    }

    private static void log(Event event) {
        LoggingEventBuilder line = LOG.atLevel(level(event))
                .setMessage(event.sentence())
                .addKeyValue("cause", event.cause())
                .addKeyValue("event", event.id());
        if (event.alias().isPresent()) {
            line = line.addKeyValue("alias", event.alias().get().toString());
        }
        line.log();
    }

    private static org.slf4j.event.Level level(Event event) {
        return switch (event.level()) {
            case DEBUG -> org.slf4j.event.Level.DEBUG;
            case INFO -> org.slf4j.event.Level.INFO;
            case WARNING -> org.slf4j.event.Level.WARN;
            case ERROR -> org.slf4j.event.Level.ERROR;
        };
    }
}
