package io.aliasdefender.hook;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.payload.HookSpec.Run;
import io.aliasdefender.payload.HookSpec.Style;
import io.aliasdefender.process.ChildProcess;
import io.aliasdefender.process.Order;
import io.aliasdefender.process.Outcome;
import io.aliasdefender.process.RunAs;
import io.aliasdefender.process.Starter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program for each event. */
final class ProgramDelivery implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramDelivery.class);
    private static final int MOST_LOGGED_LINES = 5;
    private static final int MOST_CHARACTERS = 300;

    private final Vertx vertx;
    private final Workers workers;
    private final Run run;
    private final Duration limit;
    private final Set<ChildProcess> running = new HashSet<>();
    /** By the instance, what a program in keepalived's style was told last: that tells it of changes alone. */
    private final Map<String, String> states = new HashMap<>();

    /** Made when the first program is started. */
    private Optional<Starter> starter = Optional.empty();

    private boolean closed;

    ProgramDelivery(Vertx vertx, Workers workers, Run run, Duration limit) {
        this.vertx = vertx;
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
        return workers.run(this::user)
                .compose(user -> begin(user, told, within))
                .recover(failure -> Future.failedFuture(
                        failure instanceof NotDelivered
                                ? failure
                                : new NotDelivered("cannot be started: " + failure.getMessage(), true)))
                .compose(outcome -> {
                    log(outcome);
                    // What it prints is anybody's words.
                    String words = PlainText.line(outcome.words(), MOST_CHARACTERS);
                    return outcome.succeeded()
                            ? Future.succeededFuture(words)
                            : Future.failedFuture(new NotDelivered(words, true));
                });
    }

    /** Looked up anew for each event: who is changed on the host is changed for its hooks. */
    private RunAs user() {
        return run.user()
                .map(name -> RunAs.named(name)
                        .orElseThrow(() -> new NotDelivered("there is no user " + name + " any more", true)))
                .orElseGet(RunAs::usual);
    }

    private Future<Outcome> begin(RunAs user, Told told, Duration within) {
        if (closed) {
            return Future.failedFuture(new NotDelivered("was not started because this daemon stops", true));
        }
        try {
            if (starter.isEmpty()) {
                starter = Optional.of(Starter.ofThisLoop(vertx));
            }
        } catch (IOException impossible) {
            return Future.failedFuture(impossible);
        }
        ChildProcess child = starter.get()
                .start(new Order(
                        ProgramCall.argv(run, told),
                        user,
                        ProgramCall.environment(told),
                        told.news().json(told.name()).encode() + "\n",
                        Order.Bounds.ofEvent(within)));
        running.add(child);
        return child.ended().onComplete(ended -> running.remove(child));
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
        starter.ifPresent(Starter::close);
    }
}
