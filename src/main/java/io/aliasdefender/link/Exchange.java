package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.core.told.Word.Reply;
import io.aliasdefender.link.protocol.Body.OfferTold;
import io.aliasdefender.link.protocol.Body.ReplyTold;
import io.aliasdefender.link.protocol.Body.Talk;
import io.aliasdefender.link.protocol.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What this host says to one other node alone, by whatever path: offers, replies, questions. Each is repeated until it is
 * answered or over, for any message may be lost.
 */
final class Exchange {
    /** Between two times that the same is said to one who does not answer. */
    private static final long REPEAT_NANOS = Duration.ofMillis(20).toNanos();
    /** No offer stands so long that an older reply would be of use. */
    private static final long REPLY_NANOS = Duration.ofSeconds(5).toNanos();
    /** So many may be asked about again at once; of more, the next regular turn comes as soon. */
    private static final int FEW = 200;

    private static final int MOST_IN_ONE = 100;
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private final Map<IpAddress, Offer> offers = new HashMap<>();
    /** The offers that were not replied to, by when they are to be said again: the next one first. */
    private final Map<IpAddress, UnderWay> open = new LinkedHashMap<>();

    private final Window window = new Window();
    /** The offers that were not said yet. */
    private final Set<IpAddress> inLine = new LinkedHashSet<>();

    private final Map<IpAddress, Answer> replies = new LinkedHashMap<>();
    private final Set<IpAddress> repliesDue = new LinkedHashSet<>();
    private final Map<IpAddress, Question> questions = new LinkedHashMap<>();

    private final long life;
    private long lookedNanos = Long.MIN_VALUE / 2;

    /** @param life of this daemon: its offers have other numbers than those of its earlier lives */
    Exchange(long life) {
        this.life = life;
    }

    private record Offer(long id, long untilNanos) {}

    /**
     * @param sinceNanos when it was first to be said
     * @param nextNanos when it is to be said again
     */
    private record UnderWay(long sinceNanos, long nextNanos) {}

    private record Answer(Reply reply, long endNanos, long saidNanos) {}

    private record Question(long sinceNanos, long untilNanos, long spacingNanos, long nextNanos) {}

    /** The alias is offered to the node from now on. */
    void offer(IpAddress alias, long number, long untilNanos, long nowNanos) {
        long id = number ^ life;
        Offer before = offers.put(alias, new Offer(id, untilNanos));
        if (before == null || before.id() != id) {
            over(alias);
            inLine.add(alias);
            admit(nowNanos);
        }
    }

    void withdraw(IpAddress alias) {
        offers.remove(alias);
        over(alias);
    }

    /** Returns what was under way; empty: nothing was. */
    private Optional<UnderWay> over(IpAddress alias) {
        inLine.remove(alias);
        return Optional.ofNullable(open.remove(alias));
    }

    private void admit(long nowNanos) {
        Iterator<IpAddress> next = inLine.iterator();
        while (open.size() < window.size() && next.hasNext()) {
            open.put(next.next(), new UnderWay(nowNanos, nowNanos));
            next.remove();
        }
    }

    /** What has come of an offer of the node's is told from now on. */
    void reply(IpAddress alias, Reply reply, long nowNanos) {
        Answer before = replies.get(alias);
        if (before == null || !before.reply().equals(reply)) {
            replies.put(alias, new Answer(reply, nowNanos + REPLY_NANOS, nowNanos - REPEAT_NANOS));
            repliesDue.add(alias);
        }
    }

    void noReply(IpAddress alias) {
        replies.remove(alias);
        repliesDue.remove(alias);
    }

    /** Whether this host has something to say to that offer; it is said again. */
    boolean repliesTo(OfferTold offer, long nowNanos) {
        Answer answer = replies.get(offer.alias());
        boolean known = answer != null && answer.reply().id() == offer.id();
        if (known && nowNanos - answer.saidNanos() >= REPEAT_NANOS) {
            repliesDue.add(offer.alias());
        }
        return known;
    }

    /**
     * The node has replied: that is not offered any more.
     *
     * @return whether it is the reply to an offer that stands, and the first one
     */
    boolean replied(ReplyTold reply, long nowNanos) {
        Offer offer = offers.get(reply.alias());
        Optional<UnderWay> first = offer != null && offer.id() == reply.id() ? over(reply.alias()) : Optional.empty();
        first.ifPresent(underWay -> window.answered(nowNanos - underWay.sinceNanos()));
        admit(nowNanos);
        return first.isPresent();
    }

    /** By which whoever decides knows an offer of this host's. */
    long number(ReplyTold reply) {
        return reply.id() ^ life;
    }

    /** The node asks for what is offered to it. */
    void repeatOffers(long nowNanos) {
        if (open.size() <= FEW) {
            open.replaceAll((alias, underWay) -> new UnderWay(underWay.sinceNanos(), nowNanos));
        }
    }

    /** Asks at once, and again at each spacing until it is answered or over. */
    void ask(IpAddress alias, int rounds, long spacingNanos, long nowNanos) {
        long spacing = Math.max(1_000_000, spacingNanos);
        questions.put(alias, new Question(nowNanos, nowNanos + rounds * spacing, spacing, nowNanos));
    }

    /**
     * The node has sent a message.
     *
     * @param provedNanos it was made after this moment
     * @param told whether it tells about an alias
     * @return which questions it answers: those asked before that moment
     */
    List<IpAddress> answered(long provedNanos, Function<IpAddress, Boolean> told) {
        if (questions.isEmpty()) {
            return List.of();
        }
        List<IpAddress> answered = new ArrayList<>();
        for (Iterator<Map.Entry<IpAddress, Question>> it = questions.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<IpAddress, Question> one = it.next();
            if (provedNanos >= one.getValue().sinceNanos() && told.apply(one.getKey())) {
                answered.add(one.getKey());
                it.remove();
            }
        }
        return answered;
    }

    /** Forgets what is over. */
    void dropExpired(long nowNanos) {
        if (nowNanos - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = nowNanos;
        offers.entrySet().removeIf(one -> {
            boolean over = nowNanos - one.getValue().untilNanos() >= 0;
            if (over) {
                over(one.getKey());
            }
            return over;
        });
        admit(nowNanos);
        replies.entrySet().removeIf(one -> {
            boolean over = nowNanos - one.getValue().endNanos() >= 0;
            if (over) {
                repliesDue.remove(one.getKey());
            }
            return over;
        });
        questions.values().removeIf(one -> nowNanos - one.untilNanos() >= 0);
    }

    /** When something is to be said that does not wait for the next regular message. */
    long dueNanos(long nowNanos) {
        if (!repliesDue.isEmpty()) {
            return nowNanos;
        }
        long due = open.isEmpty()
                ? Long.MAX_VALUE / 4
                : open.values().iterator().next().nextNanos();
        for (Question one : questions.values()) {
            due = Math.min(due, one.nextNanos());
        }
        return due;
    }

    /**
     * What goes into the next message, what is due first.
     *
     * @param room in bytes
     * @param said what this host says of an alias
     */
    Talk next(int room, Function<IpAddress, Said> said, long nowNanos) {
        Room left = new Room(room);
        List<ReplyTold> told = new ArrayList<>();
        for (IpAddress alias : first(repliesDue)) {
            if (!left.reply(alias)) {
                break;
            }
            repliesDue.remove(alias);
            told.add(say(alias, said, nowNanos));
        }
        List<OfferTold> offered = offers(left, said, nowNanos);
        List<IpAddress> asked = questions(left, nowNanos);
        // Those that were said before are said along, each in its turn.
        for (IpAddress alias : first(replies.keySet())) {
            boolean saidNow = replies.get(alias).saidNanos() == nowNanos;
            if (saidNow || !left.reply(alias)) {
                break;
            }
            told.add(say(alias, said, nowNanos));
        }
        return new Talk(offered, told, asked.isEmpty() ? Optional.empty() : Optional.of(asked));
    }

    /** As many as one message can have. */
    private static List<IpAddress> first(Set<IpAddress> aliases) {
        return aliases.isEmpty()
                ? List.of()
                : aliases.stream().limit(MOST_IN_ONE).toList();
    }

    private ReplyTold say(IpAddress alias, Function<IpAddress, Said> said, long nowNanos) {
        Answer answer = replies.remove(alias);
        replies.put(alias, new Answer(answer.reply(), answer.endNanos(), nowNanos));
        Reply reply = answer.reply();
        Outcome outcome = reply.outcome();
        return new ReplyTold(alias, said.apply(alias), reply.id(), outcome);
    }

    private List<OfferTold> offers(Room left, Function<IpAddress, Said> said, long nowNanos) {
        List<OfferTold> offered = new ArrayList<>();
        for (IpAddress alias : first(open.keySet())) {
            Offer offer = offers.get(alias);
            if (!left.offer(alias)) {
                break;
            }
            UnderWay underWay = open.remove(alias);
            open.put(alias, new UnderWay(underWay.sinceNanos(), nowNanos + REPEAT_NANOS));
            long leftMillis = (offer.untilNanos() - nowNanos) / 1_000_000;
            offered.add(new OfferTold(
                    alias, said.apply(alias), offer.id(), (int) Math.max(0, Math.min(0xffff, leftMillis))));
        }
        return offered;
    }

    private List<IpAddress> questions(Room left, long nowNanos) {
        List<IpAddress> asked = new ArrayList<>();
        for (Map.Entry<IpAddress, Question> entry : questions.entrySet()) {
            Question one = entry.getValue();
            if (one.nextNanos() <= nowNanos && left.question(entry.getKey())) {
                asked.add(entry.getKey());
                entry.setValue(new Question(
                        one.sinceNanos(), one.untilNanos(), one.spacingNanos(), nowNanos + one.spacingNanos()));
            }
        }
        return asked;
    }
}
