package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Session;
import io.aliasdefender.link.protocol.Session.Heard;
import io.aliasdefender.link.protocol.Session.Stamp;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.sim.Datagrams.Datagram;
import io.aliasdefender.sim.Datagrams.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The link of one daemon: the sessions of the program, and what is told by them in the simplest form that keeps the
 * promises of {@link LinkNews}: each message has all that there is to tell. Times in nanoseconds, of the host's clock.
 */
final class SimLink {
    private static final long MS = 1_000_000;
    private static final long SHORTEST_SPACING = 100 * MS;
    private static final long LONGEST_SPACING = 1_000 * MS;
    /** An offer that nobody has answered yet is told so often; and a question asked again. */
    private static final long AGAIN = 20 * MS;
    /** What proves an offer that is older than this is asked for anew. */
    private static final long FRESH = 100 * MS;
    /** The offers of a life have numbers of their own. */
    private static final long LIFE = 1 << 20;
    /** As many as a session remembers. */
    private static final int SENT = 64;

    private final SimDaemon daemon;
    private final Datagrams datagrams;
    private final Consumer<LinkNews> output;
    private final long boot;
    private final long spacing;
    private final List<Path> paths = new ArrayList<>();
    private final Map<Integer, Peer> peers = new HashMap<>();
    private Map<IpAddress, Saying> sayings = Map.of();
    private long statements;
    private final Map<IpAddress, Long> wellSince = new HashMap<>();
    private boolean sendsSoon;
    private Timers.Registration timer = () -> {};
    /** By alias: until when all are asked about it. */
    private final Map<IpAddress, Long> asking = new HashMap<>();

    /** What is told about an alias. */
    private record Saying(Telling telling, long untilNanos) {}

    /**
     * A message.
     *
     * @param statement grows with each message of a boot, over all paths
     * @param all by alias, what stands
     * @param sentNanos by the sender's clock
     * @param asked about which the receiver is to answer at once
     */
    record Message(
            Header header, long statement, Map<IpAddress, Saying> all, long sentNanos, Set<IpAddress> asked) {}

    /**
     * By what a message is judged.
     *
     * @param counter of the newest message that was sent
     * @param peerBoot of the boot that proved itself last
     * @param peerCounter of the newest message of it that counted
     * @param statement the same
     */
    record Expected(long boot, long counter, long peerBoot, long peerCounter, long statement) {}

    private final class Path {
        private final Peer peer;
        private final Way way;
        private final Session session;
        private final long[] sentNanos = new long[SENT];
        private long counter;
        private long heardCounter;

        private Path(Peer peer, Way way) {
            this.peer = peer;
            this.way = way;
            session = new Session(boot, Duration.ofNanos(spacing), now());
        }
    }

    private static final class Peer {
        private final int port;
        private long boot;
        private long statement;
        private Map<IpAddress, Saying> told = Map.of();
        /** What is to be asked of it with the next message. */
        private final Set<IpAddress> ask = new HashSet<>();
        /** By alias: since when it has been asked, and has not proved that it said anything since. */
        private final Map<IpAddress, Long> unanswered = new HashMap<>();

        private Peer(int port) {
            this.port = port;
        }
    }

    SimLink(SimDaemon daemon, Datagrams datagrams, Consumer<LinkNews> output) {
        this.daemon = daemon;
        this.datagrams = datagrams;
        this.output = output;
        boot = daemon.site.world.between(1, 1L << 40) * LIFE;
        spacing = Math.min(
                LONGEST_SPACING,
                Math.max(SHORTEST_SPACING, daemon.site.aliases.get(0).interval()));
        for (SimHost other : daemon.site.hosts) {
            if (other != daemon.host) {
                Peer peer = new Peer(other.port);
                peers.put(other.port, peer);
                datagrams.ways().forEach(way -> paths.add(new Path(peer, way)));
            }
        }
    }

    private long now() {
        return daemon.loop.nanoTime();
    }

    void start() {
        tick();
    }

    /** What was known is void. */
    void paused() {
        paths.forEach(path -> path.session.paused());
    }

    void tell(LinkTelling telling) {
        Map<IpAddress, Saying> next = new HashMap<>(sayings);
        if (telling.telling().isPresent()) {
            next.put(telling.alias(), new Saying(telling.telling().get(), telling.untilNanos()));
        } else {
            next.remove(telling.alias());
        }
        sayings = next;
        soon();
        if (telling.telling().flatMap(Telling::offer).isPresent()) {
            tick();
        }
        watch(telling);
    }

    private void watch(LinkTelling telling) {
        boolean well = telling.telling()
                .filter(told -> told.said().holdsWell() && told.offer().isEmpty())
                .isPresent();
        wellSince.compute(telling.alias(), (same, since) -> !well ? null : since == null ? daemon.site.world.now() : since);
    }

    /** Since when, by the world's time, it has said that it has an alias and is well; empty: it does not. */
    Optional<Long> wellSince(IpAddress alias) {
        return Optional.ofNullable(wellSince.get(alias));
    }

    /** All nodes are asked at once, and again until the burst is over. */
    void burst(BurstRequest request) {
        long until = now() + request.spacing().toNanos() * request.probes();
        asking.merge(request.alias(), until, Math::max);
        long begun = now();
        peers.values().forEach(peer -> peer.unanswered.put(request.alias(), begun));
        ask(request.alias(), request.spacing().toNanos());
    }

    private void ask(IpAddress alias, long again) {
        boolean any = false;
        for (Peer peer : peers.values()) {
            if (peer.unanswered.containsKey(alias)) {
                peer.ask.add(alias);
                any = true;
            }
        }
        if (any && now() <= asking.getOrDefault(alias, 0L)) {
            soon();
            daemon.loop.at(now() + again, () -> ask(alias, again));
        } else if (now() > asking.getOrDefault(alias, 0L)) {
            asking.remove(alias);
            peers.values().forEach(peer -> peer.unanswered.remove(alias));
        }
    }

    /** Several things that are to be told at one moment go in one message. */
    private void soon() {
        if (!sendsSoon) {
            sendsSoon = true;
            daemon.loop.at(now(), () -> {
                sendsSoon = false;
                send(peers.values());
            });
        }
    }

    private void send(Iterable<Peer> to) {
        for (Peer peer : to) {
            Set<IpAddress> asked = Set.copyOf(peer.ask);
            peer.ask.clear();
            paths.stream().filter(path -> path.peer == peer).forEach(path -> send(path, asked));
        }
    }

    private void send(Path path, Set<IpAddress> asked) {
        long now = now();
        Stamp stamp = path.session.next(now);
        path.counter = stamp.counter();
        path.sentNanos[(int) (stamp.counter() % SENT)] = now;
        Header header = new Header(
                1,
                0,
                1,
                (int) (spacing / MS),
                stamp.lossPercent(),
                false,
                0,
                daemon.host.port,
                path.way.ordinal(),
                boot,
                stamp.counter(),
                stamp.echoBoot(),
                stamp.echoCounter(),
                stamp.echoDelayMicros());
        Message message = new Message(header, ++statements, sayings, now, asked);
        datagrams.send(daemon.host.port, path.peer.port, path.way, message);
    }

    private void tick() {
        timer.cancel();
        long now = now();
        long next = now + LONGEST_SPACING;
        for (Path path : paths) {
            if (path.session.dueNanos() <= now) {
                send(path, Set.of());
            }
            next = Math.min(next, path.session.dueNanos());
        }
        boolean offers = sayings.values().stream()
                .anyMatch(saying -> saying.telling().offer().isPresent());
        if (offers) {
            soon();
            next = Math.min(next, now + AGAIN);
        }
        timer = daemon.loop.at(Math.max(next, now + MS), this::tick);
    }

    void received(Datagram datagram) {
        // Who has not the key cannot sign: a forged one ends here.
        if (datagram.to() != daemon.host.port || !(datagram.content() instanceof Message message)) {
            return;
        }
        Path path = paths.stream()
                .filter(one -> one.peer.port == datagram.from() && one.way == datagram.way())
                .findFirst()
                .orElseThrow();
        Message heard = daemon.site.variant.heard(
                message,
                new Expected(boot, path.counter, path.peer.boot, path.heardCounter, path.peer.statement));
        Heard result = path.session.heard(heard.header(), now());
        path.session.look(now());
        if (result == Heard.PROVED) {
            path.heardCounter = heard.header().counter();
            proved(path, heard);
        }
        if (path.session.dueNanos() <= now()) {
            tick();
        }
    }

    private void proved(Path path, Message message) {
        Peer peer = path.peer;
        boolean sameBoot = peer.boot == message.header().boot();
        if (sameBoot && message.statement() <= peer.statement) {
            // The same was heard, or newer, by another path.
            return;
        }
        if (!message.asked().isEmpty()) {
            soon();
        }
        long provedNanos = path.sentNanos[(int) (message.header().echoCounter() % SENT)];
        Map<IpAddress, LinkNews.Entry> told = news(peer, sameBoot ? peer.told : Map.of(), message, provedNanos);
        boolean staleOffer = now() - provedNanos > FRESH;
        peer.boot = message.header().boot();
        peer.statement = message.statement();
        peer.told = message.all();
        String name = daemon.site.hosts.get(peer.port).node.name();
        output.accept(new LinkNews(name, provedNanos, told, true));
        told.forEach((alias, entry) -> entry.offer().ifPresent(offer -> {
            // What was said of it may have been lost.
            soon();
            if (staleOffer) {
                peer.ask.add(alias);
            }
        }));
    }

    /** What is new, changed or was asked for, and all that has an offer or a reply. */
    private Map<IpAddress, LinkNews.Entry> news(Peer peer, Map<IpAddress, Saying> before, Message message, long provedNanos) {
        Map<IpAddress, LinkNews.Entry> told = new HashMap<>();
        Map<IpAddress, Saying> all = message.all();
        if (all != before || !peer.unanswered.isEmpty()) {
            all.forEach((alias, saying) -> {
                Saying old = before.get(alias);
                boolean answers = provedNanos >= peer.unanswered.getOrDefault(alias, Long.MAX_VALUE);
                if (answers) {
                    peer.unanswered.remove(alias);
                }
                if (answers
                        || old == null
                        || hasHad(old)
                        || !old.telling().said().equals(saying.telling().said())) {
                    told.put(alias, entry(saying, message));
                }
            });
            before.keySet().stream()
                    .filter(alias -> !all.containsKey(alias))
                    .forEach(alias -> told.put(
                            alias, new LinkNews.Entry(Said.NOTHING, Optional.empty(), Optional.empty())));
        }
        all.forEach((alias, saying) -> {
            LinkNews.Entry entry = entry(saying, message);
            if (entry.offer().isPresent() || entry.reply().isPresent()) {
                told.put(alias, entry);
            }
        });
        return told;
    }

    private static boolean hasHad(Saying old) {
        return old.telling().offer().isPresent() || old.telling().reply().isPresent();
    }

    private LinkNews.Entry entry(Saying saying, Message message) {
        String self = daemon.host.node.name();
        return new LinkNews.Entry(
                saying.telling().said(),
                saying.telling()
                        .offer()
                        .filter(offer -> offer.to().name().equals(self))
                        .map(offer -> new Word.Offer(
                                message.header().boot() + offer.id(), Duration.ofNanos(saying.untilNanos() - message.sentNanos()))),
                saying.telling()
                        .reply()
                        .filter(reply -> reply.to().name().equals(self))
                        .flatMap(reply -> ofThisLife(reply.reply())));
    }

    private Optional<Word.Reply> ofThisLife(Word.Reply reply) {
        long id = reply.id() - boot;
        return id > 0 && id < LIFE || daemon.site.variant.repliesOfAnyLifeCount()
                ? Optional.of(new Word.Reply(reply.id() % LIFE, reply.outcome()))
                : Optional.empty();
    }
}
