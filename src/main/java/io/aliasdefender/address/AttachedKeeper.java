package io.aliasdefender.address;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.kernel.KernelReader;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.platform.Platform;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what moves along with aliases put back when something else deletes it, and removed when it was left behind. */
final class AttachedKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedKeeper.class);
    /** What something else deletes is missing so long. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final AttachedRoutes routes;
    /** None yet; the first timer of all has the number 0. */
    private long keeping = -1;

    AttachedKeeper(Vertx vertx, AttachedRoutes routes) {
        this.vertx = vertx;
        this.routes = routes;
    }

    /** At the start, and whenever the configuration is another one. */
    void settings(Settings settings) {
        List<AliasSpec> aliases = settings.aliases();
        routes.settings(aliases);
        if (!Platform.current().nativeAccess()) {
            if (routes.any()) {
                Channels.REPORT.publish(
                        vertx,
                        Report.of(
                                "routes-not-here",
                                Level.ERROR,
                                "routes and rules move along with an alias on Linux only; have them on every host, or"
                                        + " change them by a hook"));
            }
            return;
        }
        vertx.cancelTimer(keeping);
        // Beside the changes of addresses: to list a million routes must not hold up the first claim.
        onWorker(() -> routes.tidy(KernelReader::readAddresses, aliases), false);
        if (routes.any()) {
            keep(aliases);
            keeping = vertx.setPeriodic(EVERY.toMillis(), timer -> keep(aliases));
        }
    }

    /** In line with the changes of addresses: what is about to go with its alias must not be put back. */
    private void keep(List<AliasSpec> aliases) {
        onWorker(() -> routes.keep(KernelReader.readAddresses(), aliases), true);
    }

    private interface Work {
        void run() throws Exception;
    }

    private void onWorker(Work work, boolean inLine) {
        Callable<Void> callable = () -> {
            work.run();
            return null;
        };
        vertx.executeBlocking(callable, inLine)
                .onFailure(failure -> LOG.warn("cannot look at what moves along: {}", failure.getMessage()));
    }
}
