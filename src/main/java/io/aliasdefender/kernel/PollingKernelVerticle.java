package io.aliasdefender.kernel;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link KernelVerticle} of systems that tell nothing by themselves: asks their commands once per interval, at most
 * five times a second, and at once after every change of ours.
 */
public final class PollingKernelVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PollingKernelVerticle.class);
    private static final long LEAST_MILLIS = 200;
    /** A longer interval is about the probes; an address that was deleted is to be put back sooner. */
    private static final long MOST_MILLIS = 1_000;

    private Settings settings;
    private KernelView current = KernelView.EMPTY;
    private long timer = -1;
    private boolean reading;
    private boolean again;
    private boolean failing;

    public PollingKernelVerticle(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Channels.KERNEL_NOW.answer(vertx, asker -> Future.succeededFuture(current));
        Channels.ADDRESS_APPLIED.listen(vertx, applied -> read());
        Channels.SETTINGS.listen(vertx, changed -> {
            settings = changed;
            plan();
        });
        return vertx.executeBlocking(KernelReader::read)
                .transform(first -> first.failed()
                        ? Future.failedFuture("cannot read this host's addresses: "
                                + first.cause().getMessage())
                        : Future.succeededFuture(first.result()))
                .onSuccess(view -> {
                    current = view;
                    Channels.KERNEL.publish(vertx, view);
                    plan();
                });
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private void plan() {
        vertx.cancelTimer(timer);
        long millis = Math.min(Math.max(settings.interval().toMillis(), LEAST_MILLIS), MOST_MILLIS);
        timer = vertx.setPeriodic(millis, tick -> read());
    }

    private void read() {
        if (reading) {
            // What is being read may be older than what we are asked about.
            again = true;
            return;
        }
        reading = true;
        again = false;
        // Beside the commands that change addresses, which wait for one another.
        vertx.executeBlocking(KernelReader::read, false).onComplete(done -> {
            reading = false;
            if (done.succeeded()) {
                observed(done.result());
            } else if (!failing) {
                failing = true;
                LOG.error("{}", done.cause().getMessage());
            }
            if (again) {
                read();
            }
        });
    }

    private void observed(KernelView view) {
        failing = false;
        if (!view.equals(current)) {
            current = view;
            Channels.KERNEL.publish(vertx, view);
        }
    }
}
