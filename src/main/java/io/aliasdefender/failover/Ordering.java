package io.aliasdefender.failover;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderAnswer.Moved;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.PhaseName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Carries an operator's order to the aliases that it is about and answers when all have come to an end. */
final class Ordering {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Timers timers;
    private final Roster roster;
    private final BiConsumer<Defended, Input> feed;
    private final Function<IpAddress, Map<Node, Word>> told;

    /** @param told what the other nodes told of an alias */
    Ordering(
            Timers timers, Roster roster, BiConsumer<Defended, Input> feed, Function<IpAddress, Map<Node, Word>> told) {
        this.timers = timers;
        this.roster = roster;
        this.feed = feed;
        this.told = told;
    }

    /** How an order went for one alias. */
    interface Course {
        /** To be told of each decision about the alias; empty: it is still under way. */
        Optional<End> decided(Defended defended);

        /** Whether it is about another node, too. */
        default boolean moves() {
            return false;
        }

        /** The sentence when the operator is not kept waiting any longer. */
        default String tooLate(Defended defended) {
            return "not done yet: " + defended.state.why().sentence();
        }
    }

    /** Why the alias refused what was ordered; empty: it has not, since {@code before} was its reason. */
    @SuppressWarnings("ReferenceEquality") // the same sentence may be said twice
    static Optional<String> refusal(Defended defended, Reason before) {
        Reason why = defended.state.why();
        return why.cause() == Cause.REFUSED && why != before ? Optional.of(why.sentence()) : Optional.empty();
    }

    /** @param holder who has the alias now, where it matters and is known */
    record End(boolean done, String sentence, Optional<String> holder) {}

    /** What concerns this host alone. */
    private record Simple(Order order) implements Course {
        @Override
        public Optional<End> decided(Defended defended) {
            if (!defended.settled()) {
                return Optional.empty();
            }
            boolean here = PhaseName.of(defended.state.phase()) == PhaseName.HOLDING;
            boolean asOrdered = order == Order.RESUME || (order == Order.ADD) == here;
            boolean done = defended.state.why().cause() != Cause.REFUSED && asOrdered;
            return Optional.of(new End(done, defended.state.why().sentence(), Optional.empty()));
        }
    }

    /** One order, until every alias that it is about has come to an end. */
    final class Waiting {
        private final long begunNanos = timers.nanoTime();
        private final Consumer<OrderAnswer> answer;
        private final Map<Defended, Course> courses = new LinkedHashMap<>();
        /** In the order of the aliases; empty: not yet. */
        private final Map<Defended, Optional<OrderAnswer>> answers = new LinkedHashMap<>();

        private int open;
        private Timers.Registration limit = () -> {};

        private Waiting(Collection<Defended> wanted, Consumer<OrderAnswer> answer) {
            this.answer = answer;
            wanted.forEach(defended -> answers.put(defended, Optional.empty()));
            open = wanted.size();
        }

        private void decided(Defended defended) {
            Optional.ofNullable(courses.get(defended))
                    .flatMap(course -> course.decided(defended))
                    .ifPresent(end -> settle(defended, end));
        }

        private void settle(Defended defended, End end) {
            if (defended.waiting.filter(own -> own == this).isPresent()) {
                defended.waiting = Optional.empty();
                if (defended.fetch.isPresent()) {
                    defended.fetch = Optional.empty();
                    // The other nodes are not asked any more.
                    feed.accept(defended, new Input.Tick());
                }
            }
            if (answers.get(defended).isPresent()) {
                return;
            }
            Duration took = Duration.ofNanos(timers.nanoTime() - begunNanos);
            List<Moved> moves = courses.get(defended).moves()
                    ? List.of(new Moved(defended.address(), end.done(), end.holder(), took))
                    : List.of();
            answers.put(defended, Optional.of(new OrderAnswer(end.done(), List.of(end.sentence()), moves)));
            open--;
            if (open == 0) {
                limit.cancel();
                tell();
            }
        }

        private void tell() {
            boolean done = true;
            List<String> sentences = new ArrayList<>();
            List<Moved> moves = new ArrayList<>();
            for (Optional<OrderAnswer> one : answers.values()) {
                done &= one.orElseThrow().done();
                sentences.addAll(one.orElseThrow().sentences());
                moves.addAll(one.orElseThrow().moves());
            }
            answer.accept(new OrderAnswer(done, sentences, moves));
        }

        private void tooLate() {
            List.copyOf(answers.keySet()).stream()
                    .filter(defended -> answers.get(defended).isEmpty())
                    .forEach(defended -> end(defended, courses.get(defended).tooLate(defended)));
        }

        private void end(Defended defended, String sentence) {
            settle(defended, new End(false, sentence, Optional.empty()));
        }
    }

    void obey(OrderRequest request, Consumer<OrderAnswer> answer) {
        if (request.order() == Order.SUSPEND || request.order() == Order.RESUME) {
            roster.suspend(request.order() == Order.SUSPEND);
        }
        try {
            Collection<Defended> wanted = wanted(request);
            Map<Defended, Errand> errands = new LinkedHashMap<>();
            wanted.forEach(defended -> errands.put(defended, errand(request, defended)));
            begin(errands, answer);
        } catch (IllegalArgumentException wrong) {
            answer.accept(new OrderAnswer(false, List.of(String.valueOf(wrong.getMessage()))));
        }
    }

    private void begin(Map<Defended, Errand> errands, Consumer<OrderAnswer> answer) {
        Waiting waiting = new Waiting(errands.keySet(), answer);
        errands.forEach((defended, errand) -> waiting.courses.put(defended, errand.course()));
        waiting.limit = timers.at(timers.nanoTime() + LIMIT.toNanos(), waiting::tooLate);
        errands.forEach((defended, errand) -> {
            defended.waiting.ifPresent(earlier -> earlier.end(defended, "another order came in between"));
            defended.waiting = Optional.of(waiting);
            if (errand.course() instanceof Fetch fetch) {
                defended.fetch = Optional.of(fetch);
            }
            feed.accept(defended, errand.input());
        });
    }

    /** @param input what the alias is fed with first */
    private record Errand(Course course, Input input) {}

    private Errand errand(OrderRequest request, Defended defended) {
        if (request.order() != Order.MOVE) {
            return new Errand(new Simple(request.order()), new Input.Ordered(request.order()));
        }
        Optional<Node> to = request.node().map(name -> node(name, defended));
        boolean here = defended.state.present();
        if (to.equals(Optional.of(defended.spec.self())) && !here) {
            if (defended.state.fitness().own() == Known.NO) {
                throw new IllegalArgumentException(
                        defended.address() + " is not moved to this host, which is not fit for it: its checks fail");
            }
            Fetch fetch = new Fetch(holder(defended), timers.nanoTime() / NANOS_PER_MILLI, defended.state);
            return new Errand(fetch, new Input.Tick());
        }
        Move move = new Move(defended.state, ready -> feed.accept(ready, new Input.Ordered(Order.MOVE, to)));
        return new Errand(move, new Input.Tick());
    }

    private static Node node(String name, Defended defended) {
        List<Node> nodes = defended.spec.ranking();
        Node node = nodes.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name + " for "
                        + defended.address() + ", which has "
                        + String.join(", ", nodes.stream().map(Node::name).toList())));
        if (node.equals(defended.spec.self()) && defended.state.present()) {
            throw new IllegalArgumentException(defended.address() + " is on " + name + " already, which is this host");
        }
        return node;
    }

    private Node holder(Defended defended) {
        return told.apply(defended.address()).entrySet().stream()
                .filter(one -> one.getValue().said().has() == Known.YES)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no node says over the node link that it has " + defended.address()));
    }

    private Collection<Defended> wanted(OrderRequest request) {
        Collection<Defended> wanted;
        if (request.alias().isPresent()) {
            wanted = roster.find(request.alias().get()).map(roster::withGroup).orElse(List.of());
        } else if (request.group().isPresent()) {
            wanted = roster.group(request.group().get());
        } else {
            wanted = roster.all();
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(unknown(request));
        }
        boolean all = request.alias().isEmpty() && request.group().isEmpty();
        return all && request.order() == Order.MOVE ? movable(wanted, request.node()) : wanted;
    }

    /** Of all aliases those that are not yet where they are to be. */
    private static Collection<Defended> movable(Collection<Defended> all, Optional<String> node) {
        boolean toThisHost = node.isPresent()
                && node.get().equals(all.iterator().next().spec.self().name());
        List<Defended> movable = all.stream()
                .filter(defended -> defended.state.present() != toThisHost)
                .toList();
        if (movable.isEmpty()) {
            throw new IllegalArgumentException(
                    toThisHost ? "this host has every alias already" : "no alias is on this host");
        }
        return movable;
    }

    private String unknown(OrderRequest request) {
        String all = roster.names(any -> true);
        String known = all.isEmpty() ? "no alias" : all;
        String groups = roster.groups().isEmpty() ? "no group" : String.join(", ", roster.groups());
        return request.alias()
                .map(alias -> alias + " is no alias of the configuration, which has " + known)
                .or(() ->
                        request.group().map(group -> group + " is no group of the configuration, which has " + groups))
                .orElse("the configuration has " + known);
    }

    /** Tells the operator, when what was ordered has come to an end. */
    static void answerIfSettled(Defended defended) {
        defended.waiting.ifPresent(waiting -> waiting.decided(defended));
    }
}
