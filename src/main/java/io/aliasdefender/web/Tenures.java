package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.NewestTenures;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who had which alias when: this node's own record, and those of the others, which are asked when somebody asks here. One
 * question after the other, so that what one of them holds meanwhile is never held twice, and only so many wait.
 */
final class Tenures {
    /** Each of those who ask this node alone, and of those who ask all. */
    static final int MOST_WAITING = 8;

    private final Vertx vertx;
    private final String node;
    private final Peers peers;
    private final Turn own = new Turn();
    private final Turn merged = new Turn();

    Tenures(Vertx vertx, String node, Peers peers) {
        this.vertx = vertx;
        this.node = node;
        this.peers = peers;
    }

    /**
     * A node that was asked.
     *
     * @param since its record reaches back to here; empty: nothing is known of it
     * @param error why it could not be asked
     */
    record Asked(String node, Optional<Instant> since, Optional<String> error) {}

    /**
     * What they told.
     *
     * @param truncated more were found than are here; the oldest are left out
     * @param tenures in {@link Tenure#ORDER}
     */
    record Found(List<Asked> nodes, boolean truncated, List<Tenure> tenures) {}

    /** Too many wait already. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("too many ask for the record at once; try again in a second", null, false, false);
        }
    }

    /** One thing after the other. */
    private static final class Turn {
        private Future<?> last = Future.succeededFuture();
        private int waiting;

        <T> Future<T> take(Supplier<Future<T>> what) {
            if (waiting >= MOST_WAITING) {
                return Future.failedFuture(new Busy());
            }
            waiting++;
            Future<T> mine = last.transform(before -> what.get());
            last = mine.onComplete(done -> waiting--);
            return mine;
        }
    }

    /** This node's; fails with {@link Busy} only. */
    Future<Found> own(TenureQuery query) {
        return own.take(() -> ask(query, Optional.empty()));
    }

    /** Those of all nodes; fails with {@link Busy} only. */
    Future<Found> merged(TenureQuery query) {
        return merged.take(() -> ask(query, Optional.of(peers.all())));
    }

    private Future<Found> ask(TenureQuery query, Optional<List<Peer>> others) {
        NewestTenures newest = new NewestTenures(query);
        List<Future<Answer>> answers = new ArrayList<>();
        answers.add(answer(node, Channels.TENURES.ask(vertx, query), newest));
        List<Peer> asked = others.orElse(List.of());
        // Together they may have as many as the answer may.
        int most = Math.min(Peer.MOST_TENURES, Math.max(1, TenureParameters.MOST / Math.max(1, asked.size())));
        TenureQuery share = new TenureQuery(query.from(), query.to(), query.aliases(), Math.min(most, query.most()));
        asked.forEach(peer -> answers.add(answer(peer.node(), peer.tenures(share), newest)));
        return Future.join(answers)
                .map(all -> new Found(
                        answers.stream().map(each -> each.result().asked()).toList(),
                        newest.truncated()
                                || answers.stream()
                                        .anyMatch(each -> each.result().truncated()),
                        newest.inOrder()));
    }

    private record Answer(Asked asked, boolean truncated) {}

    /** A node that does not answer is no reason not to tell of the others. */
    private static Future<Answer> answer(String node, Future<TenurePage> page, NewestTenures newest) {
        return page.map(found -> {
                    found.tenures().forEach(newest::add);
                    return new Answer(new Asked(node, found.since(), Optional.empty()), found.truncated());
                })
                .otherwise(failure -> new Answer(
                        new Asked(node, Optional.empty(), Optional.of(String.valueOf(failure.getMessage()))), false));
    }
}
