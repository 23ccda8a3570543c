package io.aliasdefender.cli;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Consumer;

/** Has the log follow the configuration. */
final class LogVerticle extends VerticleBase {
    private final Consumer<Log> change;
    private Log running;

    /** @param change takes over how the log is wanted; may block */
    LogVerticle(Log running, Consumer<Log> change) {
        this.running = running;
        this.change = change;
    }

    @Override
    public Future<?> start() {
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        return Future.succeededFuture();
    }

    private void reconfigured(Settings settings) {
        Log wanted = settings.log();
        if (!wanted.equals(running)) {
            running = wanted;
            vertx.executeBlocking(() -> {
                change.accept(wanted);
                return null;
            });
        }
    }
}
