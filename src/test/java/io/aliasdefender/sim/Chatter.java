package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;

/**
 * What kernels ask by themselves when some program on them has something to send: a holder's asks from the alias as its
 * sender (Linux, arp_announce=0), every other host's and the client's ask who has the alias. Times in nanoseconds.
 */
final class Chatter {
    private static final long LEAST_PAUSE = 40_000_000;
    private static final int MOST_INTERVALS = 8;

    private final Site site;
    private final World world;

    Chatter(Site site) {
        this.site = site;
        world = site.world;
    }

    void begin() {
        site.hosts.forEach(this::later);
        later(this::clientAsks);
    }

    private void later(SimHost host) {
        later(() -> {
            speak(host);
            later(host);
        });
    }

    private void later(Runnable what) {
        long interval = site.aliases.get(0).interval();
        world.after(world.between(LEAST_PAUSE, LEAST_PAUSE + MOST_INTERVALS * interval), what);
    }

    private void speak(SimHost host) {
        SimAlias alias = world.oneOf(site.aliases);
        int link = alias.link();
        if (!host.onNetwork(link, world.now())) {
            return;
        }
        if (host.kernel.answers(link, alias)) {
            uses(host, alias);
        } else {
            site.traffic.ordinaryQuestion(link, host.port, site.ownAddress(host, link), alias.address);
        }
    }

    /** A holder's kernel asks for somebody, with the alias as its sender. */
    void uses(SimHost host, SimAlias alias) {
        IpAddress router = site.routerAddress(alias.link());
        world.note(() -> host + "'s kernel asks from " + alias);
        site.traffic.ordinaryQuestion(alias.link(), host.port, alias.address, router);
    }

    private void clientAsks() {
        SimAlias alias = world.oneOf(site.aliases);
        site.traffic.ordinaryQuestion(alias.link(), site.client.port, site.clientAddress(alias.link()), alias.address);
        later(this::clientAsks);
    }
}
