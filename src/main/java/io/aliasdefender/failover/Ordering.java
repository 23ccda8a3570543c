package io.aliasdefender.failover;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries an operator's order to the aliases that it is about and answers when all have come to an end. */
final class Ordering {
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final Timers timers;
    private final Roster roster;
    private final BiConsumer<Defended, Input> feed;

    Ordering(Timers timers, Roster roster, BiConsumer<Defended, Input> feed) {
        this.timers = timers;
        this.roster = roster;
        this.feed = feed;
    }

    /** One order, until every alias that it is about has come to an end. */
    static final class Waiting {
        private final Order order;
        private final Consumer<OrderAnswer> answer;
        /** In the order of the aliases; empty: not yet. */
        private final Map<Defended, Optional<OrderAnswer>> answers = new LinkedHashMap<>();

        private int open;
        private Timers.Registration limit = () -> {};

        private Waiting(Order order, Collection<Defended> wanted, Consumer<OrderAnswer> answer) {
            this.order = order;
            this.answer = answer;
            wanted.forEach(defended -> answers.put(defended, Optional.empty()));
            open = wanted.size();
        }

        private void settle(Defended defended, boolean done, String sentence) {
            if (defended.waiting.filter(own -> own == this).isPresent()) {
                defended.waiting = Optional.empty();
            }
            if (answers.get(defended).isPresent()) {
                return;
            }
            answers.put(defended, Optional.of(new OrderAnswer(done, List.of(sentence))));
            open--;
            if (open == 0) {
                limit.cancel();
                tell();
            }
        }

        private void tell() {
            boolean done = true;
            List<String> sentences = new ArrayList<>();
            for (Optional<OrderAnswer> one : answers.values()) {
                done &= one.orElseThrow().done();
                sentences.addAll(one.orElseThrow().sentences());
            }
            answer.accept(new OrderAnswer(done, sentences));
        }

        private void tooLate() {
            List.copyOf(answers.keySet()).stream()
                    .filter(defended -> answers.get(defended).isEmpty())
                    .forEach(defended -> settle(
                            defended,
                            false,
                            "not done yet: " + defended.state.why().sentence()));
        }
    }

    void obey(OrderRequest request, Consumer<OrderAnswer> answer) {
        Collection<Defended> wanted = request.alias()
                .map(alias -> roster.find(alias).map(roster::withGroup).orElse(List.of()))
                .orElseGet(roster::all);
        if (request.order() == Order.SUSPEND || request.order() == Order.RESUME) {
            roster.suspend(request.order() == Order.SUSPEND);
        }
        if (wanted.isEmpty()) {
            answer.accept(new OrderAnswer(false, List.of(unknown(request))));
            return;
        }
        Waiting waiting = new Waiting(request.order(), wanted, answer);
        waiting.limit = timers.at(timers.nanoTime() + LIMIT.toNanos(), waiting::tooLate);
        for (Defended defended : wanted) {
            defended.waiting.ifPresent(earlier -> earlier.settle(defended, false, "another order came in between"));
            defended.waiting = Optional.of(waiting);
            feed.accept(defended, new Input.Ordered(request.order()));
        }
    }

    private String unknown(OrderRequest request) {
        String all = roster.names(any -> true);
        String known = all.isEmpty() ? "no alias" : all;
        return request.alias()
                .map(alias -> alias + " is no alias of the configuration, which has " + known)
                .orElse("the configuration has " + known);
    }

    /** Tells the operator, when what was ordered has come to an end. */
    static void answerIfSettled(Defended defended) {
        if (defended.waiting.isEmpty() || !defended.settled()) {
            return;
        }
        Waiting waiting = defended.waiting.get();
        boolean here = Standing.of(defended.state.phase()) == Standing.HOLDING;
        boolean asOrdered = waiting.order == Order.RESUME || (waiting.order == Order.ADD) == here;
        boolean done = defended.state.why().cause() != Cause.REFUSED && asOrdered;
        waiting.settle(defended, done, defended.state.why().sentence());
    }
}
