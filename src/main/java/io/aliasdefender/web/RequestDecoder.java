package io.aliasdefender.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Optional;

/**
 * Decodes requests one after the other: the next one only when the answer to the one before has left this process. Its
 * fields are counted while they are decoded, and what they will hold is charged before they hold it.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";

    private final Budget.Account account;
    private final Optional<Turns> turns;
    private ChannelHandlerContext context;
    private int fields;
    private long charged;
    /** Of requests that are complete, and of answers that have left. */
    private long decoded;

    private long answered;
    private boolean held;
    private boolean deaf;
    private boolean queued;
    private boolean turn;
    private long passedOver;

    private RequestDecoder(Budget.Account account, Optional<Turns> turns) {
        super(new Http1ServerConfig()
                .setMaxInitialLineLength(Limits.LINE_BYTES)
                .setMaxHeaderSize(Limits.FIELDS_BYTES)
                .setMaxChunkSize(Limits.BODY_BYTES));
        this.account = account;
        this.turns = turns;
    }

    /** Puts it in the place of the usual one, before anything has been decoded. */
    static void install(HttpConnection connection) {
        Channel channel = Admission.channel(connection);
        RequestDecoder decoder = new RequestDecoder(Admission.account(connection), Admission.turns(connection));
        channel.pipeline().replace(DECODER, DECODER, decoder);
        channel.pipeline().addAfter(ENCODER, "answers", decoder.new Leaving());
    }

    /** Nothing more is taken from this client. */
    static void refuse(HttpConnection connection) {
        Channel channel = Admission.channel(connection);
        RequestDecoder decoder = channel.pipeline().get(RequestDecoder.class);
        if (decoder != null) {
            decoder.deaf = true;
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        long begin = System.nanoTime();
        super.channelRead(ctx, message);
        turns.ifPresent(all -> all.spent(System.nanoTime() - begin));
    }

    private boolean isFree() {
        return turns.isEmpty() || turns.get().isFree(context.channel().eventLoop());
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (deaf) {
            passOver(in);
        } else if (decoded > answered) {
            hold(in);
        } else if (!turn && !isFree()) {
            queue(in);
        } else {
            super.decode(ctx, in, out);
            if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
                decoded++;
            }
        }
    }

    /** What comes before its turn stays here, a piece of it, and the rest with the kernel, and so with the sender. */
    private void hold(ByteBuf in) {
        held = true;
        context.channel().config().setAutoRead(false);
        if (in.readableBytes() > Limits.HELD_BACK_BYTES) {
            deaf = true;
            passOver(in);
        }
    }

    private void queue(ByteBuf in) {
        if (in.readableBytes() > Limits.HELD_BACK_BYTES) {
            held = true;
            context.channel().config().setAutoRead(false);
        }
        if (!queued) {
            queued = true;
            turns.get().await(context.channel().eventLoop(), this::takeTurn);
        }
    }

    private void takeTurn() {
        queued = false;
        if (context.isRemoved()) {
            return;
        }
        turn = true;
        try {
            decodeAgain();
        } finally {
            turn = false;
        }
        if (held && decoded == answered) {
            // It waited with more than it may have for its turn, and nothing is to be answered first.
            context.executor().execute(this::goOn);
        }
    }

    /** What waits here already. */
    private void decodeAgain() {
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
            channelReadComplete(context);
        } catch (Exception malformed) {
            context.fireExceptionCaught(malformed);
        }
    }

    /** What was sent before the refusal could be read is taken, or the client would lose the refusal with it. */
    private void passOver(ByteBuf in) {
        passedOver += in.readableBytes();
        in.skipBytes(in.readableBytes());
        if (passedOver > Limits.PASSED_OVER_BYTES) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void answered() {
        answered++;
        account.release(charged);
        charged = 0;
        if (held && !deaf) {
            // Not within the decoding of what was just answered.
            context.executor().execute(this::goOn);
        }
    }

    private void goOn() {
        if (!held || deaf || decoded > answered || context.isRemoved()) {
            return;
        }
        held = false;
        context.channel().config().setAutoRead(true);
        decodeAgain();
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        fields = 0;
        charge(Limits.REQUEST_HEAP_BYTES + 2L * initialLine[1].length());
        return super.createMessage(initialLine);
    }

    /** Called for each field, also of a trailer, which counts with the head. */
    @Override
    protected AsciiString splitHeaderName(byte[] bytes, int start, int length) {
        fields++;
        if (fields > Limits.FIELDS) {
            throw new TooLongHttpHeaderException("more than " + Limits.FIELDS + " header fields");
        }
        charge(Limits.FIELD_HEAP_BYTES + 2L * length);
        return super.splitHeaderName(bytes, start, length);
    }

    private void charge(long bytes) {
        charged += bytes;
        account.hold(bytes);
    }

    /** Sees each answer's end on its way out, and tells when it has left. */
    private final class Leaving extends ChannelOutboundHandlerAdapter {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the promise is the writer's, who looks at it
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            boolean preliminary = message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (message instanceof LastHttpContent && !preliminary) {
                ctx.write(message, promise.unvoid().addListener(left -> answered()));
            } else {
                ctx.write(message, promise);
            }
        }
    }
}
