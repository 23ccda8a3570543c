package io.aliasdefender.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts what a connection brings, and closes it beyond a bound, whatever it is: an answer, or all that HTTP lets a
 * server send besides (interim answers, extensions of chunks, trailers, another answer that nobody asked for).
 */
final class ReadBound extends ChannelInboundHandlerAdapter {
    private long left;
    private boolean exceeded;

    /** From now on so many. */
    void allow(long bytes) {
        left = bytes;
    }

    boolean exceeded() {
        return exceeded;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            left -= bytes.readableBytes();
            if (left < 0) {
                exceeded = true;
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
        }
        context.fireChannelRead(message);
    }
}
