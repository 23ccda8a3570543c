package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.ProgramError;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.web.Frame.Type;
import io.aliasdefender.web.StatusSource.Snapshot;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live stream of server-sent events: what happens is made into bytes once and handed to every reader. */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final long BEAT_MILLIS = 1_000;
    private static final long HEARTBEAT_MILLIS = 5_000;
    /** What happens at one moment usually comes in several events; the status after all of them is wanted. */
    private static final long SETTLE_MILLIS = 30;
    /** The whole status goes to all readers every second as long as that is no more than this. */
    private static final long STATUS_BYTES_PER_SECOND = 4 << 20;
    /** At news, which else waits for the next beat. */
    private static final double NEWS_BYTES_PER_SECOND = 16 << 20;

    private static final double NANOS_PER_SECOND = 1e9;
    /** However large it is. */
    private static final long STATUS_AT_LEAST_EVERY_NANOS = 10_000_000_000L;

    private final Vertx vertx;
    private final History history;
    private final StatusSource source;
    private final Set<Reader> readers = new LinkedHashSet<>();
    private final Reader.Pending pending = new Reader.Pending();
    private final FanOut<Reader> fanOut;
    private final SampleFeed feed = new SampleFeed();
    private Optional<MessageConsumer<ProbeSamples>> samples = Optional.empty();
    private Optional<Snapshot> sent = Optional.empty();
    private long sentNanos;
    private boolean settling;
    /** Empty: there are no readers. */
    private Optional<Timers> timers = Optional.empty();

    private long cutOff;

    EventStream(Vertx vertx, History history, StatusSource source) {
        this.vertx = vertx;
        this.history = history;
        this.source = source;
        fanOut = new FanOut<>(vertx, this::cannotBeSentTo);
        history.listen(this::happened);
    }

    /** What is sent of itself, and only while there is somebody to send it to. */
    private record Timers(long beat, long heartbeat) {}

    private void beatWhileThereAreReaders() {
        if (readers.isEmpty()) {
            timers.ifPresent(set -> {
                vertx.cancelTimer(set.beat());
                vertx.cancelTimer(set.heartbeat());
            });
            timers = Optional.empty();
            sent = Optional.empty();
        } else if (timers.isEmpty()) {
            timers = Optional.of(new Timers(
                    vertx.setPeriodic(BEAT_MILLIS, timer -> beat()),
                    vertx.setPeriodic(
                            HEARTBEAT_MILLIS,
                            timer -> fanOut.send(reader -> reader.write(Frame.HEARTBEAT), false, readers))));
        }
        listenToSamples();
    }

    int readers() {
        return readers.size();
    }

    /** How many were cut off so far. */
    long cutOffReaders() {
        return cutOff;
    }

    long pendingBytes() {
        return pending.bytes();
    }

    void open(RoutingContext context) {
        if (readers.size() >= Limits.READERS) {
            context.response().putHeader("retry-after", "5");
            Responses.problem(context, 503, "there are " + Limits.READERS + " readers already");
            return;
        }
        StreamQuery query;
        try {
            query = StreamQuery.of(context.queryParams(), context.request().getHeader("last-event-id"));
        } catch (IllegalArgumentException wrong) {
            Responses.problem(context, 400, wrong.getMessage());
            return;
        }
        history.loaded()
                .onSuccess(loaded -> source.get().onComplete(first -> begin(context, query, first)))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }

    private void begin(RoutingContext context, StreamQuery query, AsyncResult<Snapshot> first) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        response.setChunked(true)
                .setWriteQueueMaxSize(Limits.READER_BEHIND_BYTES)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                .putHeader("x-content-type-options", "nosniff")
                // A proxy in front is not to collect the stream.
                .putHeader("x-accel-buffering", "no");
        Reader reader = new Reader(context.request().connection(), response, query, history, pending);
        response.closeHandler(closed -> forget(reader));
        response.exceptionHandler(broken -> forget(reader));
        readers.add(reader);
        beatWhileThereAreReaders();
        reader.write(Frame.GREETING);
        reader.send(first.succeeded() ? first.result().frame() : Frames.unavailable(first.cause()));
        // The status may be a tenth of a second old.
        long shown = first.succeeded() ? first.result().eventId() : history.counted();
        reader.goOnAfter(query.since().map(since -> known(reader, since)).orElse(shown));
    }

    /** An id of a state folder that was lost since says nothing: all that there is is news. */
    private long known(Reader reader, long since) {
        if (since <= history.counted()) {
            return since;
        }
        if (history.first() != 0) {
            reader.send(Frame.of(Type.GAP, new JsonObject().put("since", since).put("first", history.first())));
        }
        return 0;
    }

    private void forget(Reader reader) {
        reader.forget();
        readers.remove(reader);
        beatWhileThereAreReaders();
    }

    /** Samples cross from the other loop, so nobody asks for them who has no reader for them. */
    private void listenToSamples() {
        boolean wanted =
                readers.stream().anyMatch(reader -> reader.query().types().contains(Type.PROBE));
        if (wanted && samples.isEmpty()) {
            samples = Optional.of(Channels.SAMPLES.listen(vertx, this::sampled));
            Channels.SAMPLES_WANTED.publish(vertx, true);
        } else if (!wanted && samples.isPresent()) {
            samples.get().unregister();
            samples = Optional.empty();
            Channels.SAMPLES_WANTED.publish(vertx, false);
        }
    }

    private void happened(Event event) {
        if (readers.isEmpty()) {
            return;
        }
        Frame frame = history.frame(event);
        fanOut.send(reader -> reader.send(event, frame), false, readers);
        if (!settling) {
            settling = true;
            vertx.setTimer(SETTLE_MILLIS, timer -> {
                settling = false;
                source.ask().onSuccess(this::sendIfNews);
            });
        }
    }

    private void sampled(ProbeSamples gathered) {
        List<Reader> wanting = readers.stream()
                .filter(reader -> reader.query().types().contains(Type.PROBE))
                .toList();
        feed.pass(gathered, wanting.size(), System.nanoTime()).ifPresent(passed -> send(passed, wanting));
        cutOffStalled();
    }

    private void send(ProbeSamples gathered, List<Reader> wanting) {
        Map<Set<IpAddress>, Frame> frames = new HashMap<>();
        fanOut.send(
                reader -> reader.send(
                        frames.computeIfAbsent(reader.query().aliases(), aliases -> Frames.samples(gathered, aliases))),
                true,
                wanting);
    }

    private void beat() {
        source.ask().onSuccess(this::sendStatusOrBeat).onFailure(failure -> sendAll(Frames.unavailable(failure)));
        cutOffStalled();
    }

    private boolean isNews(Snapshot snapshot) {
        return sent.filter(before -> before.shown().equals(snapshot.shown())).isEmpty();
    }

    private void sendIfNews(Snapshot snapshot) {
        // Of a flood of news, one status each second will do where it is large and there are many readers.
        double pauseNanos =
                (double) snapshot.json().length() * readers.size() / NEWS_BYTES_PER_SECOND * NANOS_PER_SECOND;
        if (isNews(snapshot) && System.nanoTime() - sentNanos >= pauseNanos) {
            sendStatus(snapshot);
        }
    }

    private void sendStatusOrBeat(Snapshot snapshot) {
        long now = System.nanoTime();
        boolean cheap = (long) snapshot.json().length() * readers.size() <= STATUS_BYTES_PER_SECOND;
        if (isNews(snapshot) || cheap || now - sentNanos > STATUS_AT_LEAST_EVERY_NANOS) {
            sendStatus(snapshot);
        } else {
            sendAll(Frames.beat(snapshot, sent.orElse(snapshot)));
        }
    }

    private void sendStatus(Snapshot snapshot) {
        sent = Optional.of(snapshot);
        sentNanos = System.nanoTime();
        sendAll(snapshot.frame());
    }

    private void sendAll(Frame frame) {
        fanOut.send(reader -> reader.send(frame), frame.type().replaceable(), readers);
    }

    private void cutOffStalled() {
        long now = System.nanoTime();
        cutOff(reader -> reader.isStalled(now));
    }

    private void cannotBeSentTo(Reader failed, RuntimeException error) {
        LOG.error("an error inside, a reader of the event stream is cut off: {}", ProgramError.describe(error));
        cutOff(reader -> reader == failed);
    }

    private void cutOff(Predicate<Reader> which) {
        for (Reader reader : readers.stream().filter(which).toList()) {
            cutOff++;
            readers.remove(reader);
            reader.cutOff();
        }
        beatWhileThereAreReaders();
    }

    /** Ends all streams, in order. */
    void close() {
        List.copyOf(readers).forEach(Reader::end);
        readers.clear();
        beatWhileThereAreReaders();
    }
}
