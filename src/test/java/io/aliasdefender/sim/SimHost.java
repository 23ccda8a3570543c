package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/** A host with its kernel, which answers for its addresses whether or not a daemon runs. */
final class SimHost {
    final int port;
    final Node node;
    final MacAddress mac;
    boolean powered = true;
    boolean linkUp = true;
    /** The kernel carries the alias. */
    boolean carriesAlias;
    /** Commands that change addresses fail. */
    boolean commandsFail;
    /** The daemon's process, or the whole machine, does not run until then. */
    Duration pausedUntil = Duration.ZERO;

    Optional<SimDaemon> daemon = Optional.empty();

    SimHost(int port) {
        this.port = port;
        node = new Node("web" + (port + 1), IpAddress.of("192.0.2." + (11 + port)));
        mac = new MacAddress(0x02ad_0000_0011L + port);
    }

    boolean onNetwork() {
        return powered && linkUp;
    }

    boolean holds() {
        return powered && carriesAlias;
    }

    /** Whether somebody on this host can be expected to put things right. */
    boolean defended(Duration now) {
        return daemon.isPresent() && pausedUntil.compareTo(now) <= 0 && !commandsFail;
    }

    @Override
    public String toString() {
        return node.name();
    }
}
