package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.Finding;
import io.aliasdefender.config.Reading;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.service.ServiceManager;
import io.aliasdefender.service.ServiceVerticle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, as long as it takes, for what a daemon that is started early at boot needs to understand its configuration: its
 * own address, a subnet, a name. None of that is a reason to give up: it comes without anybody starting us again.
 */
final class BootPatience {
    private static final Logger LOG = LoggerFactory.getLogger(BootPatience.class);

    private static final Duration LOOK_PERIOD = Duration.ofMillis(100);
    /** After a while there is no hurry any more: a host may have very many addresses and routes to be read. */
    private static final Duration LATER_LOOK_PERIOD = Duration.ofSeconds(1);

    private static final Duration HURRY = Duration.ofSeconds(30);
    /** What nothing tells of, such as a name that can be resolved now, is asked for so often. */
    private static final Duration READ_PERIOD = Duration.ofSeconds(1);

    private static final Duration ALIVE_PERIOD = Duration.ofSeconds(1);

    private final Supplier<CommonOptions> common;
    private final ServiceManager manager;
    private final Semaphore asked = new Semaphore(0);
    private final long begunNanos = System.nanoTime();
    private List<Finding> told = List.of();

    /** What the reading depends on and can be looked at cheaply. */
    private record Surroundings(KernelView kernel, Optional<FileTime> written) {}

    /** @param common asked when it is needed: the command line may not be read yet */
    BootPatience(Supplier<CommonOptions> common, ServiceManager manager) {
        this.common = common;
        this.manager = manager;
    }

    /** Has the file read now, while it is waited for. May be called by any thread. */
    void hurry() {
        asked.release();
    }

    /** Reads the configuration, again and again as long as nothing is wrong but what may pass. */
    Reading read(Path file) throws IOException, InterruptedException {
        Surroundings before = inspect(file);
        Reading reading = ConfigReader.read(file, common.get().host(before.kernel()));
        if (!reading.passing()) {
            return reading;
        }
        // The resolver may hold up a reading for longer than the watchdog allows.
        Timer alive = new Timer("waiting-alive", true);
        alive.schedule(new Alive(), 0, ALIVE_PERIOD.toMillis());
        try {
            while (reading.passing()) {
                tell(reading.errors());
                before = awaitNews(file, before);
                reading = ConfigReader.read(file, common.get().host(before.kernel()));
            }
            LOG.info("no longer waiting");
            return reading;
        } finally {
            alive.cancel();
        }
    }

    /** Once for each state of the host. */
    private void tell(List<Finding> errors) {
        if (!errors.equals(told)) {
            told = errors;
            errors.forEach(error -> LOG.warn("waiting: {}", error));
            manager.status("waiting: " + errors.get(0).what());
        }
    }

    /** Whatever may make the next reading another one. */
    private Surroundings awaitNews(Path file, Surroundings before) throws IOException, InterruptedException {
        long readNanos = System.nanoTime();
        Surroundings now = before;
        boolean wanted = false;
        while (!wanted && now.equals(before) && since(readNanos).compareTo(READ_PERIOD) < 0) {
            boolean hurry = since(begunNanos).compareTo(HURRY) < 0;
            wanted = asked.tryAcquire((hurry ? LOOK_PERIOD : LATER_LOOK_PERIOD).toMillis(), TimeUnit.MILLISECONDS);
            now = inspect(file);
        }
        asked.drainPermits();
        return now;
    }

    private Surroundings inspect(Path file) throws IOException {
        Optional<FileTime> written;
        try {
            written = Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException unreadable) {
            written = Optional.empty();
        }
        return new Surroundings(common.get().kernel(), written);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private final class Alive extends TimerTask {
        @Override
        public void run() {
            // Whoever waits for us at boot must not wait for an address; and from then on the watchdog is awake.
            if (since(begunNanos).compareTo(ServiceVerticle.READY_LIMIT) > 0) {
                manager.ready();
            }
            manager.alive();
        }
    }
}
