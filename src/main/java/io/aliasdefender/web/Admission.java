package io.aliasdefender.web;

import io.aliasdefender.web.ConnectionSlots.Source;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.util.Optional;

/**
 * Lets connections in: with a place, an account, and small buffers. It stands before everything else that a connection
 * gets, TLS included, so that what never comes as far as a request counts, too.
 */
final class Admission {
    private static final AttributeKey<Door> DOOR = AttributeKey.valueOf(Admission.class, "door");
    /**
     * One arena of small pieces, and nothing kept for each thread. It has to be this very class: of any other Vert.x
     * takes the buffers for garbage-collected ones.
     */
    private static final ByteBufAllocator BUFFERS = new PooledByteBufAllocator(true, 0, 1, 8_192, 5, 0, 0, false, 0);

    private final ConnectionSlots slots;
    private final Budget budget;
    private final Turns turns = new Turns();

    Admission(ConnectionSlots slots, Budget budget) {
        this.slots = slots;
        this.budget = budget;
    }

    /**
     * Prepares a connection that was accepted and is not registered yet, or says what is full. For the thread that
     * accepts.
     */
    Optional<String> prepare(Channel channel) {
        Source source = ConnectionSlots.source(channel);
        Optional<String> full = slots.take(source);
        if (full.isEmpty()) {
            Door door = new Door(channel, budget, source, turns);
            channel.attr(DOOR).set(door);
            channel.config().setAllocator(BUFFERS);
            // One small piece at a time: what is read before somebody says stop is never more.
            channel.config()
                    .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(Limits.READ_BYTES).maxMessagesPerRead(1));
            channel.pipeline().addFirst("admission", door);
            channel.closeFuture().addListener(closed -> {
                door.close();
                slots.free(source);
            });
        }
        return full;
    }

    /** The account of a connection of an HTTP server. */
    static Budget.Account account(HttpConnection connection) {
        return door(connection).account();
    }

    /** Whose requests wait for those of others: empty on the Unix socket, which nobody on TCP can delay. */
    static Optional<Turns> turns(HttpConnection connection) {
        Door door = door(connection);
        return door.source.equals(Source.UNIX) ? Optional.empty() : Optional.of(door.turns);
    }

    private static Door door(HttpConnection connection) {
        return channel(connection).attr(DOOR).get();
    }

    static Channel channel(HttpConnection connection) {
        return ((VertxConnection) connection).channel();
    }

    /** Closes at once: an orderly end would wait behind what is not being read. */
    static void cut(HttpConnection connection) {
        door(connection).cut();
    }

    /** The first handler of a connection; it hands on everything as it is. */
    private static final class Door extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final Budget budget;
        private final Source source;
        private final Turns turns;
        private Optional<Budget.Account> account = Optional.empty();

        Door(Channel channel, Budget budget, Source source, Turns turns) {
            this.channel = channel;
            this.budget = budget;
            this.source = source;
            this.turns = turns;
        }

        /** Without TLS, an HTTP server has the connection before this handler is told that it has. */
        Budget.Account account() {
            if (account.isEmpty()) {
                account = Optional.of(budget.open(source, this::cut));
            }
            return account.get();
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            account()
                    .hold(
                            channel.pipeline().get(SslHandler.class) == null
                                    ? Limits.PLAIN_HEAP_BYTES
                                    : Limits.TLS_HEAP_BYTES);
        }

        /** From here on nothing is behind: not what waits to be written, and not TLS, which would say good-bye. */
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end, and a failure to close is an end, too
        void cut() {
            ChannelHandlerContext context = channel.pipeline().context(this);
            if (context != null) {
                context.close();
            }
        }

        void close() {
            account.ifPresent(Budget.Account::close);
        }
    }
}
