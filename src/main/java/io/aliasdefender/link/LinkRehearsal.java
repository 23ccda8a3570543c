package io.aliasdefender.link;

import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Telling.Offering;
import io.aliasdefender.core.told.Telling.Replying;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.core.told.Word.Reply;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Two engines that hand an alias over to each other, without a socket, by a key that nobody else has: what a planned move
 * needs is compiled before the first one, which else has two holders for some 20 ms longer.
 */
final class LinkRehearsal {
    private static final Node ONE = new Node("one", IpAddress.ofV4(1));
    private static final Node OTHER = new Node("other", IpAddress.ofV4(2));
    private static final IpAddress ALIAS = IpAddress.ofV4(3);
    private static final Said HAS = new Said(Known.YES, true, true, true, true, Known.YES);
    private static final Said HAS_NOT = new Said(Known.NO, false, true, true, true, Known.YES);
    private static final LinkKey KEY =
            new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(new byte[32])));
    private static final long MILLI = 1_000_000;
    private static final int TO_KNOW_EACH_OTHER = 100;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Datagram(IpAddress from, IpAddress to, byte[] bytes) {}

    private final Queue<Datagram> wire = new ArrayDeque<>();
    private final LinkEngine one;
    private final LinkEngine other;
    private long now = 1;
    private long moves;
    private long offered;
    private Optional<Reply> replied = Optional.empty();

    private LinkRehearsal(Settings settings) {
        one = engine(ONE, settings);
        other = engine(OTHER, settings);
        for (int i = 0; i < TO_KNOW_EACH_OTHER; i++) {
            pass(10 * MILLI);
        }
    }

    /**
     * For a worker thread.
     *
     * @return what the one that offered was told at last
     */
    static Optional<Reply> play(Settings settings) throws Exception {
        LinkRehearsal rehearsal = new LinkRehearsal(settings);
        return Rehearsals.often(rehearsal::move);
    }

    private LinkEngine engine(Node self, Settings like) {
        Settings settings = new Settings(
                self,
                List.of(ONE, OTHER),
                List.of(),
                Duration.ofMillis(100),
                like.witnesses(),
                like.addressTool(),
                like.web(),
                like.log(),
                like.announceRate(),
                new Settings.Link(
                        Optional.of(Settings.Link.DEFAULT_PORT),
                        Settings.Link.DEFAULT_KEY_FILE,
                        List.of(KEY),
                        Map.of()));
        return new LinkEngine(
                self.address().hashCode(),
                settings,
                (from, to, bytes) -> wire.add(new Datagram(from, to, bytes)),
                report -> {},
                this::heard,
                now);
    }

    private void heard(LinkNews news) {
        Optional.ofNullable(news.told().get(ALIAS)).ifPresent(entry -> {
            entry.offer().ifPresent(offer -> offered = offer.id());
            entry.reply().ifPresent(reply -> replied = Optional.of(reply));
        });
    }

    private Optional<Reply> move() {
        moves++;
        tell(other, HAS_NOT, Optional.empty(), Optional.empty());
        tell(one, HAS, Optional.of(new Offering(OTHER, moves, Duration.ofSeconds(1))), Optional.empty());
        pass(MILLI);
        tell(other, HAS, Optional.empty(), Optional.of(new Replying(ONE, new Reply(offered, Outcome.TAKEN))));
        pass(MILLI);
        tell(one, HAS_NOT, Optional.empty(), Optional.empty());
        // No more messages than the pace of the link allows.
        pass(10 * MILLI);
        return replied;
    }

    private void tell(LinkEngine engine, Said said, Optional<Offering> offer, Optional<Replying> reply) {
        long until = now + 1_000 * MILLI;
        engine.tell(new LinkTelling(ALIAS, Optional.of(new Telling(ALIAS, said, offer, reply)), until), now);
    }

    private void pass(long nanos) {
        now += nanos;
        one.tick(now);
        other.tick(now);
        for (Datagram next = wire.poll(); next != null; next = wire.poll()) {
            LinkEngine to = next.to().equals(ONE.address()) ? one : other;
            to.received(next.to(), next.from(), next.bytes(), next.bytes().length, now);
        }
    }
}
