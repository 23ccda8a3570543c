package io.aliasdefender.failover;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.FailingCheck;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.LinkNews;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the other nodes have told over the node link, and since when each of it is proved. */
final class Correspondence {
    private static final Duration LONG_AGO = Duration.ZERO.minusDays(1);
    /** What a node has is not told again sooner. */
    private static final Duration HELD_AGAIN = Duration.ofMillis(100);

    private final Map<Node, Letters> nodes = new LinkedHashMap<>();

    /** All that one node told. */
    private static final class Letters {
        private final Map<IpAddress, Letter> byAlias = new HashMap<>();
        private FailingChecks failing = FailingChecks.NONE;
        /** By which everything that still stands is proved. */
        private Duration allProvedAt = LONG_AGO;
        /** When this was proved, it was told what the node has. */
        private Duration heldToldAt = LONG_AGO;

        private void unprove() {
            allProvedAt = LONG_AGO;
            heldToldAt = LONG_AGO;
            byAlias.replaceAll((alias, letter) -> new Letter(
                    new LinkNews.Entry(
                            letter.entry().said(),
                            Optional.empty(),
                            Optional.empty(),
                            letter.entry().blame()),
                    LONG_AGO));
        }
    }

    private record Letter(LinkNews.Entry entry, Duration provedAt) {}

    /** The nodes besides this host: what others told is forgotten. */
    void nodes(Collection<Node> others) {
        nodes.keySet().retainAll(others);
        others.forEach(node -> nodes.computeIfAbsent(node, any -> new Letters()));
    }

    Optional<Node> find(String name) {
        return nodes.keySet().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /**
     * Takes note of a message.
     *
     * @return the aliases about which something is to be looked at
     */
    Collection<IpAddress> heard(Node node, LinkNews news, Duration provedAt) {
        Letters letters = nodes.get(node);
        letters.failing = news.failing();
        news.told().forEach((alias, entry) -> letters.byAlias.put(alias, new Letter(entry, provedAt)));
        if (news.restStands() && provedAt.compareTo(letters.allProvedAt) > 0) {
            letters.allProvedAt = provedAt;
        }
        return news.told().keySet();
    }

    /**
     * What a message proves again without telling it anew: which aliases the node has. Offers and replies are left out,
     * which were acted upon. Of messages that follow each other at once, as when thousands of aliases are handed over, the
     * first tells all of them.
     *
     * @param wanted of which aliases
     */
    Map<IpAddress, Word> heldBy(Node node, LinkNews news, Predicate<IpAddress> wanted) {
        Letters letters = nodes.get(node);
        if (!news.restStands() || letters.allProvedAt.minus(letters.heldToldAt).compareTo(HELD_AGAIN) < 0) {
            return Map.of();
        }
        letters.heldToldAt = letters.allProvedAt;
        Map<IpAddress, Word> held = new HashMap<>();
        letters.byAlias.forEach((alias, letter) -> {
            Said said = letter.entry().said();
            if (said.has() == Known.YES && wanted.test(alias) && !news.told().containsKey(alias)) {
                held.put(alias, new Word(said, Optional.empty(), Optional.empty(), letters.allProvedAt));
            }
        });
        return held;
    }

    /**
     * This process was not run for a while: what was told before proves nothing about now. It is kept all the same, because a
     * node does not say again what has not changed, but only that all of it still holds.
     */
    void forget() {
        nodes.values().forEach(Letters::unprove);
    }

    /** What is known about one alias. */
    Map<Node, Word> about(IpAddress alias) {
        if (nodes.isEmpty()) {
            return Map.of();
        }
        Map<Node, Word> words = new LinkedHashMap<>();
        nodes.forEach((node, letters) -> {
            Letter letter = letters.byAlias.get(alias);
            if (letter != null) {
                words.put(node, word(letter, letters));
            }
        });
        return words;
    }

    private static Word word(Letter letter, Letters letters) {
        Duration provedAt =
                letters.allProvedAt.compareTo(letter.provedAt()) > 0 ? letters.allProvedAt : letter.provedAt();
        // An offer stands for so long from the proof on that came with it.
        Duration later = provedAt.minus(letter.provedAt());
        return new Word(
                letter.entry().said(),
                letter.entry()
                        .offer()
                        .map(offer -> new Word.Offer(offer.id(), offer.left().minus(later))),
                letter.entry().reply(),
                provedAt,
                why(letter.entry(), letters.failing).map(Why::words).orElse(""));
    }

    /**
     * Why a node is not fit for an alias.
     *
     * @param check the one that fails
     * @param more how many fail besides
     */
    record Why(FailingCheck check, int more) {
        private String words() {
            return check.name()
                    + (check.sentence().isEmpty() ? "" : ": " + check.sentence())
                    + (more == 0 ? "" : " and " + more + " more");
        }
    }

    /** Empty: it is fit as far as is known, or does not tell why it is not. */
    Optional<Why> why(Node node, IpAddress alias) {
        Letters letters = nodes.get(node);
        return letters == null
                ? Optional.empty()
                : Optional.ofNullable(letters.byAlias.get(alias))
                        .flatMap(letter -> why(letter.entry(), letters.failing));
    }

    private static Optional<Why> why(LinkNews.Entry entry, FailingChecks failing) {
        return entry.said().service() == Known.NO
                ? failing.find(entry.blame())
                        .map(check -> new Why(check, entry.blame().more()))
                : Optional.empty();
    }
}
