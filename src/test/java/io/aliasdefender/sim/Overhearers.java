package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who listens at the moment for frames of anybody. Rare, so that everybody else is sending something all the time. */
final class Overhearers {
    private final Site site;
    private final List<Ear> ears = new ArrayList<>(2);

    Overhearers(Site site) {
        this.site = site;
    }

    private final class Ear implements Timers.Registration {
        private final SimDaemon daemon;
        private final int link;
        private final Consumer<MacAddress> senders;

        private Ear(SimDaemon daemon, int link, Consumer<MacAddress> senders) {
            this.daemon = daemon;
            this.link = link;
            this.senders = senders;
        }

        private void frame(int from) {
            SimHost host = daemon.host;
            if (ears.contains(this) && host.onNetwork(link, site.world.now())) {
                daemon.loop.input(() -> {
                    if (ears.contains(this)) {
                        daemon.seen.heard(link);
                        senders.accept(site.traffic.mac(from, link));
                    }
                });
            }
        }

        @Override
        public void cancel() {
            ears.remove(this);
        }
    }

    Timers.Registration listen(SimDaemon daemon, int link, Consumer<MacAddress> senders) {
        Ear ear = new Ear(daemon, link, senders);
        ears.add(ear);
        World world = site.world;
        long interval = site.aliases.get(0).interval();
        // Every host says something to everybody now and then.
        for (int port = 0; port < site.net.ports(); port++) {
            int from = port;
            if (port != daemon.host.port && site.speaks(link, port)) {
                world.after(world.between(0, interval), () -> {
                    if (site.speaks(link, from)) {
                        site.net.send(link, from, daemon.host.port, () -> ear.frame(from));
                    }
                });
            }
        }
        return ear;
    }

    /** Somebody sent something to everybody. */
    void heard(int link, int from) {
        if (!ears.isEmpty()) {
            for (Ear ear : List.copyOf(ears)) {
                if (ear.link == link && ear.daemon.host.port != from) {
                    site.net.send(link, from, ear.daemon.host.port, () -> ear.frame(from));
                }
            }
        }
    }
}
