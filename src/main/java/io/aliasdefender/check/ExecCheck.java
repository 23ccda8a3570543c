package io.aliasdefender.check;

import io.aliasdefender.payload.CheckKind.Exec;
import io.aliasdefender.process.RunAs;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Optional;

/** Whether a program exits with 0. The first line that it prints is the sentence. */
final class ExecCheck implements Check {
    private final Exec exec;
    private final Facilities facilities;
    private final Programs programs;
    private Optional<RunAs> user = Optional.empty();
    /** Counts the looks, so that a program is not started for one that was given up. */
    private long look;

    ExecCheck(Exec exec, Facilities facilities) {
        this.exec = exec;
        this.facilities = facilities;
        programs = new Programs(facilities);
    }

    @Override
    public Future<Result> run() {
        long number = ++look;
        if (user.isPresent()) {
            return run(user.get());
        }
        // The list of users may be a server's.
        return facilities.blocking(() -> user(exec.user())).compose(found -> {
            user = Optional.of(found);
            return number == look ? run(found) : Future.failedFuture("given up");
        });
    }

    /** Where nobody else can be chosen, a program has the user of this process, and none of its capabilities. */
    private static RunAs user(String name) throws IOException {
        return RunAs.canChoose()
                ? RunAs.anywhere(name).orElseThrow(() -> new IOException("there is no user " + name + " on this host"))
                : RunAs.thisUser();
    }

    private Future<Result> run(RunAs found) {
        return programs.run(exec.arguments(), found).map(outcome -> {
            Optional<String> line = outcome.firstLine();
            return outcome.succeeded()
                    ? Result.passed(line.orElse(outcome.exit()))
                    : Result.failed(
                            line.map(text -> text + " (" + outcome.exit() + ")").orElse(outcome.exit()));
        });
    }

    @Override
    public void giveUp() {
        look++;
        programs.kill();
    }
}
