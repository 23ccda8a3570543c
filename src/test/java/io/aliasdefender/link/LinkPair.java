package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Telling.Offering;
import io.aliasdefender.core.told.Telling.Replying;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Two engines that are linked, on one path; a message takes a millisecond. */
final class LinkPair {
    static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));
    static final Said HOLDS = new Said(Known.YES, true, true, true, true, Known.YES);
    static final Said STANDS_BY = new Said(Known.NO, false, true, true, true, Known.YES);

    private static final long MILLI = 1_000_000;
    private static final LinkKey KEY =
            new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(new byte[32])));

    final List<LinkNews> news1 = new ArrayList<>();
    final List<LinkNews> news2 = new ArrayList<>();
    /** Which datagrams are lost. */
    Predicate<Datagram> loses = one -> false;

    long now = 1;
    int sentBy1;
    int sentBy2;
    LinkEngine web1;
    LinkEngine web2;

    private final List<Datagram> wire = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Datagram(IpAddress from, IpAddress to, byte[] bytes) {
        boolean by1() {
            return from.equals(WEB1.address());
        }
    }

    LinkPair() {
        web1 = engine(7, WEB1, news1);
        web2 = engine(8, WEB2, news2);
        run(3_000);
    }

    LinkEngine engine(long boot, Node self, List<LinkNews> news) {
        Settings settings = LinkSettings.of(
                self,
                List.of(WEB1, WEB2),
                Duration.ofSeconds(1),
                new Link(Optional.of(8601), "/k", List.of(KEY), Map.of()));
        return new LinkEngine(
                boot,
                settings,
                (from, to, bytes) -> wire.add(new Datagram(from, to, bytes)),
                report -> {},
                news::add,
                now);
    }

    void run(int millis) {
        for (int i = 0; i < millis; i++) {
            now += MILLI;
            List<Datagram> arriving = new ArrayList<>(wire);
            wire.clear();
            arriving.stream().filter(loses.negate()).forEach(this::deliver);
            web1.tick(now);
            web2.tick(now);
            sentBy1 += (int) wire.stream().filter(Datagram::by1).count();
            sentBy2 += (int) wire.stream().filter(one -> !one.by1()).count();
        }
    }

    private void deliver(Datagram one) {
        (one.by1() ? web2 : web1).received(one.to(), one.from(), one.bytes(), one.bytes().length, now);
    }

    static IpAddress alias(int number) {
        return IpAddress.ofV4(0xc6120000 + number);
    }

    void tell(LinkEngine engine, IpAddress alias, Said said) {
        engine.tell(
                new LinkTelling(alias, Optional.of(new Telling(alias, said, Optional.empty(), Optional.empty())), 0),
                now);
    }

    /** web1 offers it to web2 for a second. */
    void offer(IpAddress alias, long id) {
        Offering offering = new Offering(WEB2, id, Duration.ZERO);
        Telling telling = new Telling(alias, HOLDS, Optional.of(offering), Optional.empty());
        web1.tell(new LinkTelling(alias, Optional.of(telling), now + 1_000 * MILLI), now);
    }

    /** web2 replies to web1, and has it from now on. */
    void reply(IpAddress alias, Word.Reply reply) {
        Replying replying = new Replying(WEB1, reply);
        Telling telling = new Telling(alias, HOLDS, Optional.empty(), Optional.of(replying));
        web2.tell(new LinkTelling(alias, Optional.of(telling), 0), now);
    }

    /** What web2 was offered of an alias, each time that it was told. */
    List<Offered> offered(IpAddress alias) {
        return news2.stream()
                .filter(news -> news.told().containsKey(alias))
                .flatMap(news -> news.told().get(alias).offer().stream()
                        .map(offer -> new Offered(offer.id(), news.provedNanos())))
                .toList();
    }

    record Offered(long id, long provedNanos) {}

    /** What web1 was replied about an alias. */
    List<Word.Reply> replies(IpAddress alias) {
        return news1.stream()
                .filter(news -> news.told().containsKey(alias))
                .flatMap(news -> news.told().get(alias).reply().stream())
                .toList();
    }

    /** What an engine was told about an alias after a moment. */
    static List<Said> said(List<LinkNews> news, IpAddress alias, long provedAfter) {
        return news.stream()
                .filter(one -> one.provedNanos() >= provedAfter && one.told().containsKey(alias))
                .map(one -> one.told().get(alias).said())
                .toList();
    }
}
