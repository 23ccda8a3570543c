package io.aliasdefender.check;

import io.aliasdefender.payload.CheckKind.Exec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a program exits with 0. The first line that it prints is the sentence. */
final class ExecCheck implements Check {
    private final Exec exec;
    private final Facilities facilities;
    private final Programs programs;
    private Optional<List<String>> asUser = Optional.empty();
    /** Counts the looks, so that a program is not started for one that was given up. */
    private long look;

    ExecCheck(Exec exec, Facilities facilities) {
        this.exec = exec;
        this.facilities = facilities;
        programs = new Programs(facilities);
    }

    @Override
    public Future<Result> look() {
        long number = ++look;
        if (asUser.isPresent()) {
            return run();
        }
        // The list of users may be a server's.
        return facilities.blocking(() -> Identity.prefix(exec.user())).compose(prefix -> {
            asUser = Optional.of(prefix);
            return number == look ? run() : Future.failedFuture("given up");
        });
    }

    private Future<Result> run() {
        Promise<Result> promise = Promise.promise();
        List<String> arguments = new ArrayList<>(asUser.orElseThrow());
        arguments.addAll(exec.arguments());
        try {
            programs.run(arguments, exit -> {
                boolean passed = exit.status().isPresent() && exit.status().getAsInt() == 0;
                Optional<String> line = Programs.firstLine(exit);
                promise.complete(
                        passed
                                ? Result.passed(line.orElse("exit status 0"))
                                : Result.failed(line.map(text -> text + " (" + Programs.told(exit) + ")")
                                        .orElse(Programs.told(exit))));
            });
        } catch (IOException notStarted) {
            promise.fail(notStarted);
        }
        return promise.future();
    }

    @Override
    public void giveUp() {
        look++;
        programs.kill();
    }
}
