package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.Finding;
import io.aliasdefender.config.Reading;
import io.aliasdefender.service.ServiceManager;
import io.aliasdefender.service.ServiceVerticle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a daemon that is started early at boot waits for before it can read its configuration. */
final class BootPatience {
    private static final Logger LOG = LoggerFactory.getLogger(BootPatience.class);

    private static final Duration ADDRESS_PERIOD = Duration.ofMillis(100);
    private static final Duration NAMES_PERIOD = Duration.ofSeconds(1);
    /**
     * A name that is written wrong looks like one that the resolver does not know yet: after so long the start fails,
     * and whether it is tried again is the service manager's business.
     */
    private static final Duration NAMES_LIMIT = Duration.ofSeconds(10);

    private static final String WITHOUT_ADDRESS =
            "this host has no address yet by which it could be found among the nodes; waiting for one";

    private final CommonOptions common;
    private final ServiceManager manager;

    BootPatience(CommonOptions common, ServiceManager manager) {
        this.common = common;
        this.manager = manager;
    }

    /** Without {@code --node} a host knows itself by its addresses, and at boot those may come later than we do. */
    void awaitAddress() throws IOException, InterruptedException {
        if (common.knowsItself()) {
            return;
        }
        LOG.warn("{}", WITHOUT_ADDRESS);
        manager.status(WITHOUT_ADDRESS);
        for (long begun = System.nanoTime(); !common.knowsItself(); ) {
            TimeUnit.MILLISECONDS.sleep(ADDRESS_PERIOD.toMillis());
            // Whoever waits for us at boot must not wait for an address; and from then on the watchdog is awake.
            if (System.nanoTime() - begun > ServiceVerticle.READY_LIMIT.toNanos()) {
                manager.ready();
            }
            manager.alive();
        }
    }

    /** Reads the configuration, for a while again and again when nothing is wrong but that names are unknown. */
    Reading read(Path file) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Reading reading = ConfigReader.read(file, common.host());
        if (reading.passing()) {
            Finding first = reading.errors().get(0);
            LOG.warn("{}; trying again for {} s", first, NAMES_LIMIT.toSeconds());
            manager.status("waiting for the resolver: " + first.what());
        }
        while (reading.passing() && System.nanoTime() - begun < NAMES_LIMIT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(NAMES_PERIOD.toMillis());
            reading = ConfigReader.read(file, common.host());
        }
        return reading;
    }
}
