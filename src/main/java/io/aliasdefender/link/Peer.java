package io.aliasdefender.link;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.link.protocol.AliasBook;
import io.aliasdefender.link.protocol.AliasTold;
import io.aliasdefender.link.protocol.Body;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.OfferTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Body.ReplyTold;
import io.aliasdefender.link.protocol.Body.Talk;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What another node has told, by whatever path. */
final class Peer {
    private static final int MOST_FORMER = 8;
    private static final int MOST_PUBLISHED = 10_000;
    /** A proof that proves nothing else than the one before is worth nothing to whoever decides. */
    private static final long RENEWAL_NANOS = Duration.ofMillis(400).toNanos();
    /** Nobody takes what is offered by an older word. */
    private static final long USEFUL_NANOS = Duration.ofMillis(250).toNanos();

    private static final long AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private final String name;
    private final long digest;
    private final AliasBook book = new AliasBook();
    private final FailingBook failing = new FailingBook();
    private final Exchange exchange;
    /** Boots that are over: nothing that was said in them counts. */
    private final Deque<Long> former = new ArrayDeque<>();
    /** The offers that were told to whoever decides. */
    private final Map<IpAddress, Published> published = new HashMap<>();

    private Optional<Header> newest = Optional.empty();
    private long newestNanos;
    private HostTold host = new HostTold(false, false);
    private Parts parts = new Parts(Map.of());
    /** How those differ from what they were compared with last, which is looked at all the time and hardly ever changes. */
    private List<String> differing = List.of();

    private Optional<Parts> comparedWith = Optional.empty();
    private List<MacTold> macs = List.of();
    /** Whether the node has told that its daemon is about to end. */
    private boolean stopsTold;

    private boolean macsAreNews;
    /** What all that is known was proved by when that was last published. */
    private long renewedNanos = Long.MIN_VALUE / 2;

    private long spokeNanos = Long.MIN_VALUE / 2;

    private record Published(long id, long provedNanos) {}

    /** @param boot of this host */
    Peer(String name, long boot) {
        this.name = name;
        exchange = new Exchange(boot);
        digest = Digests.of(name);
    }

    String name() {
        return name;
    }

    /** As its messages have it. */
    long digest() {
        return digest;
    }

    Exchange exchange() {
        return exchange;
    }

    /**
     * Takes a message that counts.
     *
     * @param provedNanos it was made after this moment
     * @return what is news in it, or was asked for, or is a proof of what is known; empty: nothing
     */
    Optional<LinkNews> heard(Message message, long provedNanos, long nowNanos) {
        long boot = message.header().boot();
        if (former.contains(boot)) {
            // Another path does not know yet that it is over.
            return Optional.empty();
        }
        newest.map(Header::boot).filter(known -> known != boot).ifPresent(this::over);
        newest = Optional.of(message.header());
        newestNanos = nowNanos;
        Body body = message.body();
        body.failing().ifPresent(told -> failing.heard(told, nowNanos));
        host = body.host().orElse(host);
        body.configuration().ifPresent(this::configuration);
        if (!body.macs().isEmpty() && !body.macs().equals(macs)) {
            macs = body.macs();
            macsAreNews = true;
        }
        return body.summary()
                .flatMap(summary -> book.heard(boot, summary, body.aliases(), besides(body.talk()), nowNanos))
                .flatMap(changed -> news(body, changed, provedNanos, nowNanos));
    }

    private void configuration(Parts told) {
        if (!told.equals(parts)) {
            parts = told;
            comparedWith = Optional.empty();
        }
    }

    private void over(long boot) {
        if (former.size() == MOST_FORMER) {
            former.removeFirst();
        }
        former.addLast(boot);
        published.clear();
        failing.clear();
    }

    private static List<AliasTold> besides(Talk talk) {
        List<AliasTold> besides = new ArrayList<>();
        talk.offers().forEach(offer -> besides.add(new AliasTold(offer.alias(), offer.said(), 0)));
        talk.replies().forEach(reply -> besides.add(new AliasTold(reply.alias(), reply.said(), 0)));
        return besides;
    }

    private Optional<LinkNews> news(Body body, Set<IpAddress> changed, long provedNanos, long nowNanos) {
        Map<IpAddress, Word.Offer> offers = new HashMap<>();
        Map<IpAddress, Word.Reply> replies = new HashMap<>();
        for (OfferTold offer : body.talk().offers()) {
            if (isNews(offer, provedNanos, nowNanos)) {
                offers.put(offer.alias(), new Word.Offer(offer.id(), Duration.ofMillis(offer.leftMillis())));
            }
        }
        for (ReplyTold reply : body.talk().replies()) {
            if (reply.outcome() == Word.Outcome.ASKED_FOR) {
                // It is about no offer: whoever decides knows whether it was heard before.
                replies.put(reply.alias(), new Word.Reply(reply.id(), reply.outcome()));
            } else if (exchange.replied(reply, nowNanos)) {
                replies.put(reply.alias(), new Word.Reply(exchange.number(reply), reply.outcome()));
            }
        }
        Set<IpAddress> about = new HashSet<>(changed);
        about.addAll(offers.keySet());
        about.addAll(replies.keySet());
        Set<IpAddress> told = told(body);
        about.addAll(exchange.answered(provedNanos, alias -> book.complete() || told.contains(alias)));
        if (host.stops() != stopsTold) {
            stopsTold = host.stops();
            book.all().forEach(one -> about.add(one.address()));
        }
        Map<IpAddress, LinkNews.Entry> entries = new HashMap<>();
        about.forEach(alias -> entries.put(
                alias,
                new LinkNews.Entry(
                        // The last word of a daemon leaves no time to say this of each of thousands of aliases.
                        stopsTold ? book.said(alias).takingNothing() : book.said(alias),
                        Optional.ofNullable(offers.get(alias)),
                        Optional.ofNullable(replies.get(alias)),
                        book.blame(alias))));
        if (entries.isEmpty() && !macsAreNews && (!book.complete() || provedNanos - renewedNanos < RENEWAL_NANOS)) {
            return Optional.empty();
        }
        renewedNanos = book.complete() ? provedNanos : renewedNanos;
        Map<Cidr, MacAddress> newMacs = new HashMap<>();
        for (MacTold own : macsAreNews ? macs : List.<MacTold>of()) {
            newMacs.put(own.address(), own.mac());
        }
        macsAreNews = false;
        return Optional.of(new LinkNews(name, provedNanos, entries, book.complete(), newMacs, failing.known()));
    }

    private static Set<IpAddress> told(Body body) {
        Set<IpAddress> told = new HashSet<>();
        body.aliases().ifPresent(part -> {
            part.told().forEach(one -> told.add(one.address()));
            told.addAll(part.gone());
        });
        return told;
    }

    /** Of thousands of offers that are repeated all the time, each is looked at no more often than it may be of use. */
    private boolean isNews(OfferTold offer, long provedNanos, long nowNanos) {
        if (exchange.repliesTo(offer, nowNanos) || nowNanos - provedNanos > USEFUL_NANOS) {
            return false;
        }
        Published before = published.get(offer.alias());
        if (before != null && before.id() == offer.id() && provedNanos - before.provedNanos() < AGAIN_NANOS) {
            return false;
        }
        if (published.size() > MOST_PUBLISHED) {
            published.clear();
        }
        published.put(offer.alias(), new Published(offer.id(), provedNanos));
        return true;
    }

    /** When so much was said to it that it is given a rest. */
    long spokeNanos() {
        return spokeNanos;
    }

    void spokeNanos(long nowNanos) {
        spokeNanos = nowNanos;
    }

    boolean wantsWhole() {
        return book.wantsWhole();
    }

    /** The numbers of the keys that it has; empty: not known. */
    List<Integer> keys() {
        List<Integer> keys = new ArrayList<>();
        newest.ifPresent(header -> {
            keys.add(header.keyId());
            if (header.otherKeyId() != 0) {
                keys.add(header.otherKeyId());
            }
        });
        return keys;
    }

    /** By its own configuration; empty: it has not told. */
    Optional<Integer> rank() {
        return newest.map(Header::rank);
    }

    /** How its configuration differs, in words of it. */
    List<String> differing(Parts ours) {
        if (newest.isEmpty()) {
            return List.of();
        }
        if (comparedWith.filter(ours::equals).isEmpty()) {
            differing = ConfigParts.differing(ours, parts);
            comparedWith = Optional.of(ours);
        }
        return differing;
    }

    Optional<LinkView.Word> word(Parts ours, long nowNanos) {
        return newest.map(header -> {
            List<AliasTold> all = book.all();
            return new LinkView.Word(
                    Duration.ofNanos(nowNanos - newestNanos),
                    hearsWitness(all).toString(),
                    host.maintenance(),
                    host.stops(),
                    header.rank(),
                    all.size(),
                    (int) all.stream()
                            .filter(told -> told.said().has() == Known.YES)
                            .count(),
                    (int) all.stream()
                            .filter(told -> told.said().service() == Known.NO)
                            .count(),
                    differing(ours),
                    failing.known());
        });
    }

    /** On any of its links. */
    private static Known hearsWitness(List<AliasTold> all) {
        Set<Known> known = all.stream().map(told -> told.said().hearsWitness()).collect(Collectors.toSet());
        return known.contains(Known.YES) ? Known.YES : known.contains(Known.NO) ? Known.NO : Known.UNKNOWN;
    }
}
