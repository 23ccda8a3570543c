package io.aliasdefender.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An event-bus address together with the one type of what is sent there.
 *
 * @param <T> an immutable record, passed by reference
 */
public record Channel<T>(String address, Class<T> type) {
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    /** Sends to every listener, in the order of sending. */
    public void publish(Vertx vertx, T payload) {
        vertx.eventBus().publish(address, payload, LOCAL);
    }

    /** Listens on the calling verticle's context. */
    public MessageConsumer<T> listen(Vertx vertx, Consumer<T> listener) {
        return vertx.eventBus().localConsumer(address, message -> listener.accept(message.body()));
    }

    /** A channel whose messages are answered. */
    public record Question<Q, A>(String address, Class<Q> question, Class<A> answer) {
        private static final int FAILED = 1;

        /** Asks; fails when nobody answers within five seconds. */
        public Future<A> ask(Vertx vertx, Q payload) {
            DeliveryOptions options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(5_000);
            return vertx.eventBus().<A>request(address, payload, options).map(reply -> reply.body());
        }

        /** Answers on the calling verticle's context. A failed answer fails the asker's future with its message. */
        public MessageConsumer<Q> answer(Vertx vertx, Function<Q, Future<A>> answerer) {
            return vertx.eventBus().localConsumer(address, message -> {
                try {
                    answerer.apply(message.body())
                            .onSuccess(message::reply)
                            .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
                } catch (RuntimeException error) {
                    // The asker is not to wait for nothing; the mistake itself is for the log.
                    message.fail(FAILED, "an error inside; the log has it");
                    throw error;
                }
            });
        }
    }
}
