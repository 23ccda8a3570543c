package io.aliasdefender.failover;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Carries an operator's order to the aliases that it is about and answers when all have come to an end. */
final class Ordering {
    private static final long LIMIT_MILLIS = 4_000;

    private final Vertx vertx;
    private final Ledger ledger;
    private final BiConsumer<Defended, Input> feed;

    Ordering(Vertx vertx, Ledger ledger, BiConsumer<Defended, Input> feed) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.feed = feed;
    }

    Future<OrderAnswer> obey(OrderRequest request) {
        Collection<Defended> wanted = request.alias().map(this::withGroup).orElseGet(ledger::all);
        if (request.order() == Order.SUSPEND || request.order() == Order.RESUME) {
            ledger.suspend(request.order() == Order.SUSPEND);
        }
        if (wanted.isEmpty()) {
            return Future.succeededFuture(new OrderAnswer(false, List.of(unknown(request))));
        }
        List<Future<OrderAnswer>> answers = new ArrayList<>();
        wanted.forEach(defended -> answers.add(obey(defended, request.order())));
        return Future.all(answers)
                .map(all -> new OrderAnswer(
                        answers.stream().allMatch(answer -> answer.result().done()),
                        answers.stream()
                                .flatMap(answer -> answer.result().sentences().stream())
                                .toList()));
    }

    /** An alias, and those that move together with it. */
    private Collection<Defended> withGroup(IpAddress alias) {
        List<Defended> wanted = new ArrayList<>();
        ledger.find(alias).ifPresent(defended -> {
            wanted.add(defended);
            wanted.addAll(ledger.groupOf(defended));
        });
        return wanted;
    }

    private String unknown(OrderRequest request) {
        String all = ledger.names(any -> true);
        String known = all.isEmpty() ? "no alias" : all;
        return request.alias()
                .map(alias -> alias + " is no alias of the configuration, which has " + known)
                .orElse("the configuration has " + known);
    }

    private Future<OrderAnswer> obey(Defended defended, Order order) {
        Promise<OrderAnswer> promise = Promise.promise();
        defended.waiting.ifPresent(
                earlier -> earlier.tryComplete(new OrderAnswer(false, List.of("another order came in between"))));
        defended.waiting = Optional.of(promise);
        defended.ordered = order;
        feed.accept(defended, new Input.Ordered(order));
        long timer = vertx.setTimer(
                LIMIT_MILLIS,
                late -> promise.tryComplete(new OrderAnswer(
                        false, List.of("not done yet: " + defended.state.why().sentence()))));
        return promise.future().onComplete(any -> vertx.cancelTimer(timer));
    }

    /** Tells the operator, when what was ordered has come to an end. */
    static void answerIfSettled(Defended defended) {
        if (defended.waiting.isEmpty() || !defended.settled()) {
            return;
        }
        boolean here = defended.state.phase() instanceof Phase.Holding;
        boolean asOrdered = defended.ordered == Order.RESUME || (defended.ordered == Order.ADD) == here;
        boolean done = defended.state.why().cause() != Cause.REFUSED && asOrdered;
        Promise<OrderAnswer> promise = defended.waiting.get();
        defended.waiting = Optional.empty();
        promise.tryComplete(new OrderAnswer(done, List.of(defended.state.why().sentence())));
    }
}
