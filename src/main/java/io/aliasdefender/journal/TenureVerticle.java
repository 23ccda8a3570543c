package io.aliasdefender.journal;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.TenureJson;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records when this host had which alias, over restarts and reboots. Only what goes on is in memory. A disk that is full or
 * slow costs the record and nothing else.
 */
public final class TenureVerticle extends VerticleBase {
    /** So exactly is known afterwards when a daemon that was killed ran last. Only while it has an alias. */
    static final Duration STAMP_PERIOD = Duration.ofMinutes(1);
    /** A takeover of a thousand aliases is written in a few pieces, and not while it needs the processor most. */
    static final Duration SETTLE = Duration.ofMillis(500);
    /** What is over and waits for a disk that is full or slow. */
    private static final int MOST_PENDING = 10_000;
    /** Questions that wait for the file, one after the other; who comes then is refused. */
    private static final int MOST_QUESTIONS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(TenureVerticle.class);

    private final String node;
    private final TenureFile file;
    private final Map<IpAddress, Tenure> open = new LinkedHashMap<>();
    private final List<Tenure> pending = new ArrayList<>();
    /** Of each alias the newest: no two begin in the same millisecond, by which they are known. */
    private final Map<IpAddress, Instant> begins = new HashMap<>();
    /** Ends when everything that was to be written by now is written, or could not be. */
    private Future<Void> writing = Future.succeededFuture();

    private boolean settling;
    private boolean writeIsDue;
    private boolean openIsWritten = true;
    private boolean begun;
    private boolean stopping;
    private boolean lost;
    private boolean broken;
    private int questions;
    private Optional<Long> stamping = Optional.empty();

    /** @param folder where the record is kept; it exists */
    public TenureVerticle(String node, Path folder) {
        this.node = node;
        file = new TenureFile(folder);
    }

    @Override
    public Future<?> start() {
        Channels.PRESENCE.listen(vertx, this::changed);
        Channels.TENURES.answer(vertx, this::answer);
        // Nobody waits for it: a long record is read while the others start.
        write();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        openIsWritten = false;
        write();
        return writing;
    }

    private void changed(Presence presence) {
        Instant now = TenureFile.millis(Instant.now());
        Tenure before = open.get(presence.alias());
        String sentence = PlainText.line(presence.sentence(), TenureJson.SENTENCE_CHARACTERS);
        if (presence.here() && before == null) {
            Instant begin = now.equals(begins.get(presence.alias())) ? now.plusMillis(1) : now;
            begins.put(presence.alias(), begin);
            open.put(
                    presence.alias(),
                    new Tenure(
                            presence.alias(),
                            presence.group(),
                            node,
                            begin,
                            Optional.empty(),
                            presence.planned(),
                            presence.cause(),
                            sentence,
                            presence.unanswered()));
        } else if (!presence.here() && before != null) {
            open.remove(presence.alias());
            Instant end = now.isBefore(before.begin()) ? before.begin() : now;
            pend(before.ended(new Tenure.End(end, Optional.of(presence.cause()), Optional.of(sentence), true)));
        } else {
            // An alias that left the configuration and came back was here all the while.
            return;
        }
        openIsWritten = false;
        stampWhileHere();
        writeSoon();
    }

    private void pend(Tenure ended) {
        if (pending.size() < MOST_PENDING) {
            pending.add(ended);
        } else {
            lost = true;
        }
    }

    private void stampWhileHere() {
        if (open.isEmpty()) {
            stamping.ifPresent(vertx::cancelTimer);
            stamping = Optional.empty();
        } else if (stamping.isEmpty()) {
            stamping = Optional.of(vertx.setPeriodic(STAMP_PERIOD.toMillis(), timer -> write()));
        }
    }

    private void writeSoon() {
        if (!settling) {
            settling = true;
            vertx.setTimer(SETTLE.toMillis(), timer -> {
                settling = false;
                write();
            });
        }
    }

    /** What comes while a write is under way goes together into the next one. */
    private void write() {
        if (!writeIsDue) {
            writeIsDue = true;
            writing = writing.compose(before -> writeNow());
        }
    }

    private Future<Void> writeNow() {
        writeIsDue = false;
        List<Tenure> over = List.copyOf(pending);
        List<Tenure> live = List.copyOf(open.values());
        boolean replace = !openIsWritten;
        boolean begin = !begun;
        boolean missing = lost;
        boolean kept = stopping;
        openIsWritten = true;
        Instant now = TenureFile.millis(Instant.now());
        return vertx.<Void>executeBlocking(() -> {
                    if (begin) {
                        file.begin(now);
                    }
                    if (missing) {
                        file.missesUntil(now);
                    }
                    file.append(over, now);
                    if (replace || begin) {
                        file.replaceOpen(live, kept, now);
                    } else {
                        file.runsAt(now);
                    }
                    return null;
                })
                .onComplete(written -> {
                    told(written.cause());
                    if (written.succeeded()) {
                        begun = true;
                        lost &= !missing;
                        pending.subList(0, over.size()).clear();
                    } else {
                        // With the next stamp.
                        openIsWritten = false;
                    }
                })
                .otherwiseEmpty();
    }

    private void told(Throwable failure) {
        if (failure != null && !broken) {
            LOG.warn("the record of who had which alias cannot be kept for now: {}", FileTrouble.sentence(failure));
        }
        if (failure == null && broken) {
            LOG.info("the record of who had which alias is kept again");
        }
        broken = failure != null;
    }

    private Future<TenurePage> answer(TenureQuery query) {
        if (questions >= MOST_QUESTIONS) {
            return Future.failedFuture("too many ask for the record at once; try again in a second");
        }
        questions++;
        if (!begun) {
            write();
        }
        // After what is being written: until then nothing is known of the time before.
        return writing.compose(written -> begun
                        ? read(query)
                        : Future.<TenurePage>failedFuture("the record cannot be read; the log has why"))
                .onComplete(read -> questions--);
    }

    private Future<TenurePage> read(TenureQuery query) {
        List<Tenure> live = new ArrayList<>(pending);
        live.addAll(open.values());
        return vertx.executeBlocking(() -> file.read(query, live));
    }
}
