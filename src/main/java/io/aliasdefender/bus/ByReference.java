package io.aliasdefender.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes any immutable payload by reference: the bus never leaves this process. */
public final class ByReference implements MessageCodec<Object, Object> {
    private static final String NAME = "by-reference";

    private ByReference() {}

    /** Makes this the codec of every payload on the bus. To be called once, before the first message. */
    public static void register(Vertx vertx) {
        vertx.eventBus().registerCodec(new ByReference());
        vertx.eventBus().codecSelector(payload -> NAME);
    }

    @Override
    public Object transform(Object payload) {
        return payload;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object payload) {
        throw new UnsupportedOperationException("this bus is local");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("this bus is local");
    }
}
