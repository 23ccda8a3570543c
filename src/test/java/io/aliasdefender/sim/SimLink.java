package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.LinkEngine;
import io.aliasdefender.link.protocol.Decoder;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Signing;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.sim.Datagrams.Datagram;
import io.aliasdefender.sim.Datagrams.Way;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The link of one daemon: the program's engine, with the simulated network for its sockets. Times in nanoseconds, of the
 * host's clock. A way that is not the first one has an address of its own on each host.
 */
final class SimLink {
    private static final byte[] SECRET = new byte[32];
    private static final LinkKey KEY =
            new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(SECRET)));
    private static final int FIRST_HOST = 11;

    private final SimDaemon daemon;
    private final Datagrams datagrams;
    private final LinkEngine engine;
    private final Map<IpAddress, Long> wellSince = new HashMap<>();
    private Timers.Registration timer = () -> {};
    private boolean ticksSoon;
    /** By way and host: to read one costs more than all else that a message does. */
    private final Map<Way, IpAddress[]> addresses = new EnumMap<>(Way.class);
    /** By sender and way: by what the next message is judged. For mistakes alone. */
    private final Map<String, Expected> expected = new HashMap<>();

    /**
     * By what a message is judged.
     *
     * @param boot of this daemon
     * @param counter of the newest message that was sent that way
     * @param peerBoot of the newest message that came that way
     * @param peerCounter the same
     */
    record Expected(long boot, long counter, long peerBoot, long peerCounter) {}

    SimLink(SimDaemon daemon, Datagrams datagrams, Consumer<LinkNews> output) {
        this.daemon = daemon;
        this.datagrams = datagrams;
        for (Way way : Way.values()) {
            IpAddress[] byPort = new IpAddress[daemon.site.hosts.size()];
            for (SimHost host : daemon.site.hosts) {
                byPort[host.port] = addressOf(host.port, way);
            }
            addresses.put(way, byPort);
        }
        engine = new LinkEngine(
                daemon.site.world.between(1, Long.MAX_VALUE),
                settings(daemon.site.settings(daemon.host)),
                this::send,
                report -> {},
                output,
                now());
    }

    /** As the daemons sign. */
    static Signing signing() {
        return new Signing(List.of(new Signing.Key(1, SECRET)));
    }

    private long now() {
        return daemon.loop.nanoTime();
    }

    private Settings settings(Settings all) {
        Map<String, List<IpAddress>> also = new LinkedHashMap<>();
        for (SimHost host : daemon.site.hosts) {
            List<IpAddress> more = new ArrayList<>();
            datagrams.ways().stream()
                    .filter(way -> way != Way.DIRECT)
                    .forEach(way -> more.add(address(host.port, way)));
            also.put(host.node.name(), more);
        }
        return new Settings(
                all.self(),
                all.nodes(),
                all.aliases(),
                all.interval(),
                all.witnesses(),
                all.addressTool(),
                all.web(),
                all.log(),
                all.announceRate(),
                new Settings.Link(
                        Optional.of(Settings.Link.DEFAULT_PORT), Settings.Link.DEFAULT_KEY_FILE, List.of(KEY), also));
    }

    private IpAddress address(int port, Way way) {
        return addresses.get(way)[port];
    }

    private IpAddress addressOf(int port, Way way) {
        if (way == Way.DIRECT) {
            return daemon.site.hosts.get(port).node.address();
        }
        int number = (way == Way.BY_THE_ROUTER ? 100 : 200) + FIRST_HOST + port;
        boolean v6 = daemon.host.node.address().v6();
        return IpAddress.of(v6 ? "2001:db8:ffff::" + number : "203.0.113." + number);
    }

    void start() {
        tick();
    }

    /** What happens at one moment is looked at together. */
    private void tickSoon() {
        if (!ticksSoon) {
            ticksSoon = true;
            daemon.loop.post(this::tick);
        }
    }

    private void tick() {
        ticksSoon = false;
        timer.cancel();
        timer = daemon.loop.at(engine.tick(now()), this::tick);
    }

    /** What was known is void. */
    void paused() {
        engine.paused();
    }

    void reconfigured(Settings settings) {
        engine.settings(settings(settings), now());
        tickSoon();
    }

    void tell(LinkTelling telling) {
        engine.tell(telling, now());
        boolean well = telling.telling()
                .filter(told -> (told.said().holdsWell() || told.said().holdsAndHears())
                        && told.offer().isEmpty())
                .isPresent();
        long at = daemon.site.world.now();
        wellSince.compute(telling.alias(), (same, since) -> !well ? null : since == null ? at : since);
        tickSoon();
    }

    /** Since when, by the world's time, it has said that it has an alias and is well; empty: it does not. */
    Optional<Long> wellSince(IpAddress alias) {
        return Optional.ofNullable(wellSince.get(alias));
    }

    /** All nodes are asked at once, and again until the burst is over. */
    void burst(BurstRequest request) {
        engine.ask(request.alias(), request.probes(), request.spacing(), now());
        tickSoon();
    }

    private void send(IpAddress from, IpAddress to, byte[] bytes) {
        for (SimHost host : daemon.site.hosts) {
            for (Way way : datagrams.ways()) {
                if (address(host.port, way).equals(to)) {
                    expect(host.port, way, bytes);
                    datagrams.send(daemon.host.port, host.port, way, bytes);
                    return;
                }
            }
        }
    }

    private void expect(int port, Way way, byte[] bytes) {
        if (daemon.site.variant.looksAtMessages()) {
            Header sent = Decoder.header(bytes, bytes.length).found().orElseThrow();
            expected.merge(
                    port + " " + way,
                    new Expected(sent.boot(), sent.counter(), 0, 0),
                    (old, now) -> new Expected(now.boot(), now.counter(), old.peerBoot(), old.peerCounter()));
        }
    }

    void received(Datagram datagram) {
        byte[] bytes = message(datagram);
        engine.received(
                address(daemon.host.port, datagram.way()),
                address(datagram.from(), datagram.way()),
                bytes,
                bytes.length,
                now());
        tickSoon();
    }

    private byte[] message(Datagram datagram) {
        String line = datagram.from() + " " + datagram.way();
        Expected known = expected.get(line);
        if (known == null || !daemon.site.variant.looksAtMessages()) {
            return datagram.content();
        }
        byte[] bytes = daemon.site.variant.heard(datagram.content(), known);
        Decoder.header(bytes, bytes.length)
                .found()
                .filter(header -> header.boot() != known.peerBoot() || header.counter() > known.peerCounter())
                .ifPresent(header -> expected.put(
                        line, new Expected(known.boot(), known.counter(), header.boot(), header.counter())));
        return bytes;
    }
}
