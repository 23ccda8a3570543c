package io.aliasdefender.hook;

import io.aliasdefender.core.Level;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs the programs that an address waits for: those of one alias side by side, and of many aliases a few at a time. Whoever
 * does not get its turn within the limit is not waited for any longer. On the loop of the hooks.
 */
final class BeforeTaking {
    /** Each is a process; with more of them at once none would be quicker. */
    private static final int MOST_AT_ONCE = 8;

    private static final Duration LEAST_TIME = Duration.ofMillis(5);

    private final Vertx vertx;
    private final Consumer<Report> report;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    BeforeTaking(Vertx vertx, Consumer<Report> report) {
        this.vertx = vertx;
        this.report = report;
    }

    /** Completes when all have ended, well or not, which is within their limits. */
    Future<Void> run(List<Lane> lanes, HookNews news) {
        List<Future<?>> all = new ArrayList<>();
        lanes.forEach(lane -> all.add(run(lane, new Told(0, HookEvent.TAKING, news))));
        return all.isEmpty() ? Future.succeededFuture() : Future.join(all).mapEmpty();
    }

    private Future<Void> run(Lane lane, Told told) {
        Promise<Void> ended = Promise.promise();
        long asked = System.nanoTime();
        waiting.add(() -> {
            Duration left = lane.spec().timeout().minusNanos(System.nanoTime() - asked);
            if (left.compareTo(LEAST_TIME) < 0 || !(lane.delivery() instanceof ProgramDelivery program)) {
                ended(lane, told, asked, false, "had no turn in time, as others ran");
                ended.complete();
                over();
                return;
            }
            program.tell(told, left).onComplete(done -> {
                String sentence = done.succeeded()
                        ? done.result()
                        : String.valueOf(done.cause().getMessage());
                ended(lane, told, asked, done.succeeded(), sentence);
                ended.complete();
                over();
            });
        });
        next();
        return ended.future();
    }

    private void over() {
        running--;
        // Not from within itself, for a thousand aliases.
        vertx.runOnContext(later -> next());
    }

    private void next() {
        while (running < MOST_AT_ONCE && !waiting.isEmpty()) {
            running++;
            waiting.poll().run();
        }
    }

    /** Its cost is told, because it is somebody's outage. */
    private void ended(Lane lane, Told told, long asked, boolean succeeded, String sentence) {
        long nanos = System.nanoTime() - asked;
        lane.ranBefore(succeeded, told.name(), sentence, nanos);
        String cost = String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
        String alias = told.news().text("alias");
        report.accept(Report.of(
                HookEvent.OWN_CAUSES + (succeeded ? "before" : "failed"),
                succeeded ? Level.INFO : Level.WARNING,
                "hook " + lane.spec().deed() + ", for which " + alias + " waited " + cost + ": " + sentence
                        + (succeeded ? "" : "; adding " + alias + " all the same")));
    }
}
