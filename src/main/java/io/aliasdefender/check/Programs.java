package io.aliasdefender.check;

import io.aliasdefender.process.ChildProcess;
import io.aliasdefender.process.Order;
import io.aliasdefender.process.Outcome;
import io.aliasdefender.process.RunAs;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program that one check runs: one at a time, until it has really ended. */
final class Programs {
    private static final Order.Bounds BOUNDS = Order.Bounds.ofCheck();

    private final Facilities facilities;
    private Optional<ChildProcess> running = Optional.empty();

    Programs(Facilities facilities) {
        this.facilities = facilities;
    }

    /** How it ended; fails with a sentence when it cannot be started. */
    Future<Outcome> run(List<String> arguments, RunAs user) {
        ChildProcess child;
        try {
            child = facilities.starter().start(new Order(arguments, user, Map.of(), "", BOUNDS));
        } catch (IOException impossible) {
            return Future.failedFuture(impossible);
        }
        running = Optional.of(child);
        return child.ended().onComplete(ended -> running = Optional.empty());
    }

    /** Kills it with all of its process group. */
    void kill() {
        running.ifPresent(ChildProcess::stop);
    }
}
