package io.aliasdefender.journal;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.event.Event;
import io.aliasdefender.core.event.EventPage;
import io.aliasdefender.core.event.Report;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every sentence a number and a time, logs it, remembers the newest thousand, and passes it on. */
public final class JournalVerticle extends VerticleBase {
    private static final int REMEMBERED_EVENTS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(JournalVerticle.class);

    private final String node;
    private final Deque<Event> events = new ArrayDeque<>();
    private long lastId;

    public JournalVerticle(String node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        Channels.REPORT.listen(vertx, this::record);
        Channels.EVENTS.answer(
                vertx,
                since -> Future.succeededFuture(new EventPage(
                        events.stream().filter(event -> event.id() > since).toList())));
        return Future.succeededFuture();
    }

    private void record(Report report) {
        Event event = new Event(
                ++lastId, Instant.now(), node, report.alias(), report.cause(), report.level(), report.sentence());
        log(event);
        events.addLast(event);
        if (events.size() > REMEMBERED_EVENTS) {
            events.removeFirst();
        }
        Channels.EVENT.publish(vertx, event);
    }

    private static void log(Event event) {
        switch (event.level()) {
            case DEBUG -> LOG.debug("{} [{}]", event.sentence(), event.cause());
            case INFO -> LOG.info("{} [{}]", event.sentence(), event.cause());
            case WARNING -> LOG.warn("{} [{}]", event.sentence(), event.cause());
            case ERROR -> LOG.error("{} [{}]", event.sentence(), event.cause());
        }
    }
}
