package io.aliasdefender.hook;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.payload.HookSpec.Run;
import io.aliasdefender.payload.HookSpec.Style;
import io.aliasdefender.process.ChildProcess;
import io.aliasdefender.process.Outcome;
import io.aliasdefender.process.RunAs;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program for each event. */
final class ProgramDelivery implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramDelivery.class);
    private static final int KEPT_BYTES = 2_048;
    private static final int MOST_LOGGED_LINES = 5;
    private static final int MOST_CHARACTERS = 300;

    private final Workers workers;
    private final Run run;
    private final Duration limit;
    private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();
    /** By the instance, what a program in keepalived's style was told last: that tells it of changes alone. */
    private final Map<String, String> states = new HashMap<>();

    private volatile boolean closed;

    ProgramDelivery(Workers workers, Run run, Duration limit) {
        this.workers = workers;
        this.run = run;
        this.limit = limit;
    }

    @Override
    public Future<String> tell(List<Told> told) {
        Told only = told.get(0);
        if (run.style() == Style.KEEPALIVED && !changes(only)) {
            return Future.succeededFuture("nothing new for " + ProgramCall.instance(run, only));
        }
        return tell(only, limit);
    }

    private boolean changes(Told told) {
        if (told.news().text("alias").isEmpty()) {
            // Of what is about the whole host keepalived's scripts have no notion.
            return false;
        }
        String state = ProgramCall.state(told.name()).orElse("");
        return !state.equals(states.put(ProgramCall.instance(run, told), state));
    }

    /** At once, beside whatever else runs. */
    Future<String> tell(Told told, Duration within) {
        return workers.run(() -> carryOut(told, within)).compose(outcome -> {
            log(outcome);
            // What it prints is anybody's words.
            String words = PlainText.line(outcome.words(), MOST_CHARACTERS);
            return outcome.succeeded()
                    ? Future.succeededFuture(words)
                    : Future.failedFuture(new NotDelivered(words, true));
        });
    }

    private Outcome carryOut(Told told, Duration within) throws InterruptedException {
        ChildProcess child;
        try {
            RunAs user = run.user()
                    .map(name -> RunAs.named(name)
                            .orElseThrow(() -> new NotDelivered("there is no user " + name + " any more", true)))
                    .orElseGet(RunAs::usual);
            child = ChildProcess.start(new ChildProcess.Order(
                    ProgramCall.argv(run, told),
                    user,
                    ProgramCall.environment(told),
                    told.news().json(told.name()).encode() + "\n",
                    within,
                    KEPT_BYTES));
        } catch (IOException failure) {
            throw new NotDelivered("cannot be started: " + failure.getMessage(), true);
        }
        running.add(child);
        if (closed) {
            // Closed between its start and now: nobody else would end it.
            child.stop();
        }
        try {
            return child.await();
        } finally {
            running.remove(child);
        }
    }

    private void log(Outcome outcome) {
        if (LOG.isDebugEnabled()) {
            outcome.output()
                    .lines()
                    .limit(MOST_LOGGED_LINES)
                    .forEach(line -> LOG.debug("{} printed: {}", run, PlainText.line(line, MOST_CHARACTERS)));
        }
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(ChildProcess::stop);
    }
}
