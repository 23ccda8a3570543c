package io.aliasdefender.link;

import io.aliasdefender.core.told.Known;
import io.aliasdefender.link.protocol.AliasBook;
import io.aliasdefender.link.protocol.AliasTold;
import io.aliasdefender.link.protocol.Body;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.payload.LinkView.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What another node has told, by whatever path. */
final class Peer {
    private final String name;
    private final long digest;
    private final AliasBook book = new AliasBook();
    private Optional<Header> newest = Optional.empty();
    private long newestNanos;
    private HostTold host = new HostTold(Known.UNKNOWN, false, false);
    private Parts parts = new Parts(Map.of());
    private List<MacTold> macs = List.of();

    Peer(String name) {
        this.name = name;
        digest = Digests.of(name);
    }

    String name() {
        return name;
    }

    /** As its messages have it. */
    long digest() {
        return digest;
    }

    /** Takes a message that counts. */
    void heard(Message message, long nowNanos) {
        newest = Optional.of(message.header());
        newestNanos = nowNanos;
        Body body = message.body();
        host = body.host().orElse(host);
        parts = body.configuration().orElse(parts);
        macs = body.macs().isEmpty() ? macs : body.macs();
        body.summary().ifPresent(summary -> book.heard(message.header().boot(), summary, body.aliases(), nowNanos));
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
        return newest.isEmpty() ? List.of() : ConfigParts.differing(ours, parts);
    }

    List<MacTold> macs() {
        return macs;
    }

    AliasBook aliases() {
        return book;
    }

    Optional<Word> word(Parts ours, long nowNanos) {
        return newest.map(header -> {
            List<AliasTold> all = book.all();
            return new Word(
                    Duration.ofNanos(nowNanos - newestNanos),
                    host.hearsWitness().toString(),
                    host.maintenance(),
                    host.stops(),
                    header.rank(),
                    all.size(),
                    (int) all.stream().filter(told -> told.has() == Known.YES).count(),
                    differing(ours));
        });
    }
}
